"""Telling the results of a call from a page: at once where candidates are few, by the worker where many.

Either way it is one ``publish``, whole or not at all: nobody reads her result while another's is not decided.
So a worker that is killed anywhere has told nobody anything, the next run begins anew, and a run that finds
the results told leaves them. What is told is what was confirmed: the digest goes with the job.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from clikc.jobs import api as jobs

from .models import Call
from .publishing import must_be_as_shown, publish
from .refusals import PublishingRefused
from .scoring import SCORED_IN

if TYPE_CHECKING:
    from clikc.people.models import User

JOB = "admissions.publish"
AT_ONCE = 200


def tell_results(*, call: Call, digest: str, by: User, role: str = "") -> jobs.Job | None:
    """Publish what ``digest`` of a preview named. None where that is done; else the job that does it, the
    same for the same confirmation. Safe to call twice.

    Raises PublishingRefused. Should anything change before the worker's turn, nobody is told anything, and
    the job says so.
    """
    number = call.nominations.filter(state__in=SCORED_IN).count()
    if number <= AT_ONCE or call.published_at is not None:
        publish(call_id=call.pk, digest=digest, by=by, role=role)
        return None
    must_be_as_shown(call, digest)
    payload = {"call": call.pk, "digest": digest, "role": role, "candidates": number}
    return jobs.start_job(kind=JOB, owner=by, payload=payload, key=f"{_prefix(call)}{digest}")


def telling_of(call: Call) -> jobs.Job | None:
    """The newest job that tells the results of a call, whoever's it is, under way or over; with its owner.
    One query."""
    found = jobs.Job.objects.filter(kind=JOB, key__startswith=_prefix(call))
    return found.select_related("owner").order_by("-created_at").first()


def run_telling(job: jobs.Running) -> dict:
    """The work of the job."""
    said, number = job.payload, job.payload["candidates"]
    job.advance(0, number)
    try:
        publish(call_id=said["call"], digest=said["digest"], by=job.owner, role=said["role"])
    except PublishingRefused as refused:
        return {"refused": refused.code}
    job.advance(number, number)
    return {"told": number}


def outcome(job: jobs.Job) -> tuple[str, str]:
    """Whether the results are told, as a sentence, and its tone."""
    code = (job.result or {}).get("refused")
    if code is None:
        return gettext("The results are told; the letters are on their way."), "good"
    words = {kind.code: kind().words for kind in PublishingRefused.__subclasses__()}
    return words[code], "bad"


def page_of(job: jobs.Job) -> str:
    """The results; the preview again, where nothing was told."""
    is_refused = "refused" in (job.result or {})
    return reverse("call_publish" if is_refused else "call_results", args=[job.payload["call"]])


def _prefix(call: Call) -> str:
    return f"{JOB}:{call.pk}:"
