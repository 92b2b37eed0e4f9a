"""Putting the people of a draft into its cohort: at once where they are few, by the worker where many.

Who is to be put in stands in the draft, and is taken off it in the transaction that put her in. So a run that
is killed anywhere leaves whole steps done, the next one goes on with the rest, and whoever was taken out of
the cohort meanwhile is not put back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from clikc.jobs import api as jobs
from clikc.people.models import User
from enrolment.programmes import api as programmes

from .cohorts import Added, CohortIsClosed, add_to_cohort

if TYPE_CHECKING:
    from enrolment.programmes.models import Cohort, CohortDraft

KIND = "admissions.fill"
# As many in a request, and in each step of the worker.
AT_ONCE = 300


@dataclass(frozen=True)
class Filled:
    """What came of a draft: ``added`` where its people are in, ``job`` where they are being put in. Neither,
    where that was done before."""

    cohort: Cohort
    added: Added | None = None
    job: jobs.Job | None = None


@transaction.atomic
def fill_cohort(*, draft: CohortDraft, by: User) -> Filled:
    """Make the cohort of a draft, or take the one it is for, and put its people in. Safe to call twice: there
    is one cohort. Raises CohortIsClosed, and then nothing has happened."""
    draft = programmes.lock_draft(draft)
    if draft.made is not None:
        return Filled(draft.made, job=filling_of(by, draft.made))
    cohort = draft.cohort or programmes.make_cohort(
        administration=draft.administration,
        facts=programmes.facts_from_data(draft.facts),
        by=by,
        cloned_from=draft.cloned_from,
    )
    draft.made = cohort
    draft.save(update_fields=["made", "touched_at"])
    if len(draft.people) <= AT_ONCE:
        return Filled(cohort, added=_put_in(draft, by))
    if not programmes.lock_cohort(cohort.pk).is_open:
        raise CohortIsClosed(cohort.pk)
    payload = {"draft": str(draft.pk), "people": len(draft.people)}
    key = f"{_prefix(cohort)}{draft.pk}"
    return Filled(cohort, job=jobs.start_job(kind=KIND, owner=by, payload=payload, key=key))


def filling_of(user: User, cohort: Cohort) -> jobs.Job | None:
    """The work that puts people into a cohort now, if ``user`` may see it. One query."""
    return jobs.Job.objects.visible_to(user).open().filter(key__startswith=_prefix(cohort)).first()


def _prefix(cohort: Cohort) -> str:
    return f"{KIND}:{cohort.pk}:"


def run_filling(job: jobs.Running) -> dict | None:
    """The work of the job: 300 people a step, as long as its owner coordinates the administration. Where the
    cohort was closed meanwhile, nobody is put in any more."""
    draft, total = programmes.draft_by_id(job.payload["draft"]), job.payload["people"]
    if draft is None or draft.administration_id not in job.owner.administrations_coordinated:
        return None
    while True:
        job.advance(total - len(draft.people), total)
        if job.is_stopping or not draft.people:
            break
        try:
            _put_in(draft, job.owner)
        except CohortIsClosed:
            break
        draft.refresh_from_db(fields=["people"])
    return {"people": total - len(draft.people)}


@transaction.atomic
def _put_in(draft: CohortDraft, by: User) -> Added:
    """The next step: the first of those still to be put in, as far as they are officers here now."""
    draft = programmes.lock_draft(draft)
    some, rest = draft.people[:AT_ONCE], draft.people[AT_ONCE:]
    added = add_to_cohort(cohort=draft.made, people=_officers(draft.administration_id, some), by=by)
    draft.people = rest
    draft.save(update_fields=["people", "touched_at"])
    return added


def _officers(administration_id: int, ids: Sequence[int]) -> list[User]:
    """Those whose accounts are open, in the order in which they were chosen."""
    here = User.objects.filter(administration=administration_id, merged_into=None, is_active=True)
    order = {pk: place for place, pk in enumerate(ids)}
    return sorted(here.filter(pk__in=ids), key=lambda person: order[person.pk])


def page_of(job: jobs.Job) -> str:
    """Where the owner of a job sees what came of it."""
    draft = programmes.draft_by_id(job.payload["draft"])
    return reverse("coordination_cohort", args=[draft.administration.code, draft.made_id]) if draft else ""
