"""Jobs whose run is gone are given to another one; what is due and stands in no queue is put there."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from .models import Job
from .reporting import report
from .retrying import TRIES
from .tasks import run_job


def rescue_jobs() -> None:
    """Release what gave no sign of life for the lease, and enqueue what is due. Safe to call at any time."""
    old = timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    release(Job.objects.filter(heartbeat_at__lt=old))
    _enqueue_due(old)


def release(jobs: QuerySet[Job]) -> None:
    """Take running jobs from runs that are gone: to be run again, or given up after the last try."""
    for job in jobs.filter(state=Job.State.RUNNING):
        values = _after_a_loss(job)
        mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, runner=job.runner)
        is_given_up = values["state"] == Job.State.FAILED
        if mine.update(**values, runner=None, worker="") and is_given_up:
            report(f"job {job.kind}", job.pk, "lost")


def _after_a_loss(job: Job) -> dict:
    now = timezone.now()
    if job.stop_asked_at:
        return {"state": Job.State.STOPPED, "finished_at": now}
    if job.tries >= TRIES:
        return {"state": Job.State.FAILED, "finished_at": now, "fault": "lost"}
    return {"state": Job.State.WAITING, "run_after": now, "fault": "lost"}


def _enqueue_due(old) -> None:
    """What became due since it was enqueued, or was enqueued so long ago that the queue may have lost it.

    Twice in the queue does no harm: the second finds nothing to claim.
    """
    missing = Q(enqueued_at__lt=F("run_after")) | Q(enqueued_at__lt=old)
    due = Job.objects.filter(missing, state=Job.State.WAITING, run_after__lte=timezone.now())
    for pk, enqueued_at in list(due.values_list("pk", "enqueued_at")):
        mine = Job.objects.filter(pk=pk, state=Job.State.WAITING, enqueued_at=enqueued_at)
        if mine.update(enqueued_at=timezone.now()):
            run_job.enqueue(str(pk))
