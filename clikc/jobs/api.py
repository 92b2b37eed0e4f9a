"""The door of jobs: what can be done, and starting, stopping and finding it."""

from __future__ import annotations

from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from .models import Job
from .registry import register_periodic, register_work, work_of
from .running import ClaimLost, Running
from .tasks import run_job

__all__ = [
    "ClaimLost",
    "Job",
    "Running",
    "job_of",
    "register_periodic",
    "register_work",
    "start_again",
    "start_job",
    "stop_job",
]


@transaction.atomic
def start_job(*, kind: str, owner, payload: dict, key: str = "") -> Job:
    """Have ``kind`` done for ``owner``; it begins after the commit of whoever calls this.

    ``payload`` is JSON: ids and choices, no names. While a job with this ``key`` is open, that one is
    returned, whoever's it is: put the owner into the key where she must not meet another's.
    Raises LookupError for a kind nobody registered.
    """
    if work_of(kind) is None:
        raise LookupError(kind)
    job = _open_one(key)
    if job is None:
        try:
            with transaction.atomic():
                job = Job.objects.create(kind=kind, owner=owner, payload=payload, key=key)
        except IntegrityError:
            if not key:
                raise
            # Somebody was quicker. Where her job is over by now, it was done all the same.
            return Job.objects.filter(key=key).latest("created_at")
        enqueue(job)
    return job


def _open_one(key: str) -> Job | None:
    return Job.objects.open().filter(key=key).first() if key else None


def enqueue(job: Job) -> None:
    """Put a job into the queue, after the commit."""
    transaction.on_commit(partial(run_job.enqueue, str(job.pk)))


def stop_job(*, job: Job) -> None:
    """Stop a job: at once where it waits, after the present step where it runs and its kind can be stopped.

    What was done stays done. Safe to call again, and on a job that is over.
    """
    now = timezone.now()
    found = Job.objects.filter(pk=job.pk)
    found.filter(state=Job.State.WAITING).update(state=Job.State.STOPPED, stop_asked_at=now, finished_at=now)
    found.filter(state=Job.State.RUNNING, stop_asked_at=None).update(stop_asked_at=now)


@transaction.atomic
def start_again(*, job: Job) -> Job:
    """Begin a failed or stopped job anew, with all its tries; the open one where its key has one.

    Safe to call again. Its file and its result stay until there are new ones.
    """
    other = _open_one(job.key)
    if other:
        return other
    now = timezone.now()
    over = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.STOPPED])
    fresh = {"tries": 0, "fault": "", "stop_asked_at": None, "finished_at": None}
    try:
        with transaction.atomic():
            changed = over.update(state=Job.State.WAITING, run_after=now, enqueued_at=now, **fresh)
    except IntegrityError:
        return Job.objects.filter(key=job.key).latest("created_at")
    if changed:
        enqueue(job)
    return Job.objects.get(pk=job.pk)


def job_of(user, pk) -> Job | None:
    """A job this person may see, or None."""
    return Job.objects.visible_to(user).filter(pk=pk).first()
