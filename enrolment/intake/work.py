"""What of it is done in the background, for files that are longer than a request."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from clikc.foundation.sheets import UnreadableSheet
from clikc.jobs import api as jobs

from .confirming import confirm_import
from .models import OfficerImport
from .permissions import may_bring_in
from .planning import look_again, plan, refuse
from .reading import is_short
from .running import run_import

if TYPE_CHECKING:
    from clikc.people.models import User

PLAN, RUN = "intake.plan", "intake.run"


def plan_soon(*, item: OfficerImport, by: User) -> OfficerImport:
    """Make the plan: at once for a short file, in the background for a long one. Safe to call again."""
    if item.state != OfficerImport.State.READING:
        return item
    try:
        with item.file.open("rb") as file:
            at_once = is_short(file)
    except UnreadableSheet as error:
        refuse(item, error)
        return item
    if at_once:
        return plan(item)
    return _start(item, PLAN, by)


@transaction.atomic
def look_again_soon(*, item: OfficerImport, by: User) -> OfficerImport:
    return plan_soon(item=look_again(item=item), by=by)


@transaction.atomic
def confirm_soon(*, item: OfficerImport, digest: str, by: User) -> OfficerImport:
    """Agree to the plan, and have it done in the background. Raises PlanChanged."""
    item = confirm_import(item=item, digest=digest, by=by)
    return _start(item, RUN, by) if item.state == OfficerImport.State.CONFIRMED else item


def _start(item: OfficerImport, kind: str, by: User) -> OfficerImport:
    job = jobs.start_job(kind=kind, owner=by, payload={"import": str(item.pk)}, key=f"{kind}:{item.pk}")
    OfficerImport.objects.filter(pk=item.pk).update(job_id=job.pk)
    item.job_id = job.pk
    return item


def do_plan(job) -> None:
    """The work of ``intake.plan``."""
    if item := _of(job):
        plan(item, advance=job.advance)


def do_run(job) -> dict | None:
    """The work of ``intake.run``: as long as its owner may bring officers in there."""
    item = _of(job)
    if item is None:
        return None
    if not may_bring_in(job.owner, item.administration_id):
        unfinished = OfficerImport.objects.unfinished().filter(pk=item.pk)
        unfinished.update(state=OfficerImport.State.CANCELLED)
        return None
    stopping = partial(getattr, job, "is_stopping")
    item = run_import(item=item, by=job.owner, advance=job.advance, is_stopping=stopping)
    return item.counts


def _of(job) -> OfficerImport | None:
    found = OfficerImport.objects.select_related("administration", "cohort")
    return found.filter(pk=job.payload["import"]).first()


def page_of(job) -> str:
    """Where the owner of a job sees what came of it."""
    item = _of(job)
    return reverse("coordination_import", args=[item.administration.code, item.pk]) if item else ""
