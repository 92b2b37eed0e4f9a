"""Releasing many works at once: a job that goes on where it was killed, and posts no letter twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from clikc.jobs import api as jobs

from .models import Marking
from .releasing import release_one
from .staff import is_manager

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import CourseRun

JOB = "grading.release"


def start_release(*, run: CourseRun, submission_ids: Iterable[UUID], by: User) -> jobs.Job:
    """Have these works of a run released, as far as ``by`` may when their turn comes. The same ones again
    get the job that is under way. Those of other runs are passed over.

    The job's result: ``{"released": number, "refused": {submission id: code}}``, codes as in ``Released``.
    """
    ids = sorted({str(pk) for pk in submission_ids})
    digest = hashlib.sha256(" ".join(ids).encode(errors="replace")).hexdigest()[:32]
    payload = {"run": run.pk, "submissions": ids}
    return jobs.start_job(kind=JOB, owner=by, payload=payload, key=f"{JOB}:{run.pk}:{by.pk}:{digest}")


def run_release(job: jobs.Running) -> dict:
    """The work of the job, one work a step. What an earlier run released is passed over."""
    ids = [UUID(text) for text in job.payload["submissions"] if _is_uuid(text)]
    released, refused = 0, {}
    here = _in_run(job.payload["run"], ids)
    for number, submission_id in enumerate(ids, start=1):
        if job.is_stopping:
            break
        is_here = submission_id in here
        why = release_one(submission_id=submission_id, by=job.owner) if is_here else "unknown"
        if why:
            refused[str(submission_id)] = why
        else:
            released += 1
        job.advance(number, len(ids))
    return {"released": released, "refused": refused}


def outcome(job: jobs.Job) -> tuple[str, str]:
    """How many were released and how many left out, as a sentence, and its tone."""
    result = job.result or {}
    released, left_out = result.get("released", 0), len(result.get("refused", ()))
    words = ngettext("%(number)d work released", "%(number)d works released", released)
    said = words % {"number": released}
    if not left_out:
        return f"{said}.", "good"
    words = ngettext("%(number)d left out", "%(number)d left out", left_out)
    return f"{gettext(', ').join([said, words % {'number': left_out}])}.", "warn"


def page_of(job: jobs.Job) -> str:
    """Where the owner reads what was left out and why: with the run where she manages it, in her queue
    otherwise."""
    is_hers = is_manager(job.owner)
    place = reverse("run_marking", args=[job.payload["run"]]) if is_hers else reverse("tutoring_queue")
    return f"{place}?{urlencode({'state': 'released', 'job': job.pk})}"


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _in_run(run_id: int, ids: list[UUID]) -> set[UUID]:
    there = Marking.objects.current().filter(submission__run_assignment__run=run_id)
    found: set[UUID] = set()
    for start in range(0, len(ids), 500):
        some = there.filter(submission__in=ids[start : start + 500])
        found.update(some.order_by().values_list("submission", flat=True))
    return found
