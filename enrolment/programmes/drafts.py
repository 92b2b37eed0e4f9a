"""Cohorts that are being put together page by page. Nothing has happened yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from .models import Cohort, CohortDraft

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

# Nobody puts a cohort together for longer.
KEPT = timedelta(days=30)
MOST_PEOPLE = 20_000


def start_draft(
    *,
    administration: Administration,
    owner: User,
    person_ids: Iterable[int] = (),
    cohort: Cohort | None = None,
    cloned_from: Cohort | None = None,
    facts: dict | None = None,
) -> CohortDraft:
    """Begin a cohort with these people; or, with ``cohort``, begin to put them into it."""
    return CohortDraft.objects.create(
        administration=administration,
        owner=owner,
        cohort=cohort,
        cloned_from=cloned_from,
        people=list(dict.fromkeys(person_ids))[:MOST_PEOPLE],
        facts=facts or {},
    )


def drafts_of(user, *, administration_id: int) -> QuerySet[CohortDraft]:
    """What this person is putting together, the latest first."""
    found = CohortDraft.objects.visible_to(user).filter(administration=administration_id)
    return found.select_related("cohort", "made", "cloned_from")


def draft_by_id(pk: str | UUID) -> CohortDraft | None:
    """For the worker, which asks nobody; None where it was forgotten."""
    return CohortDraft.objects.select_related("administration", "made").filter(pk=pk).first()


def lock_draft(draft: CohortDraft) -> CohortDraft:
    """The draft, locked until the end of the transaction."""
    locked = CohortDraft.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("administration", "cohort", "made", "cloned_from").get(pk=draft.pk)


@transaction.atomic
def choose_people(*, draft: CohortDraft, add: Iterable[int] = (), drop: Iterable[int] = ()) -> CohortDraft:
    """Add people to a draft, or take some out of it again."""
    draft = lock_draft(draft)
    gone = set(drop)
    chosen = dict.fromkeys([*draft.people, *add])
    draft.people = [pk for pk in chosen if pk not in gone][:MOST_PEOPLE]
    draft.save(update_fields=["people", "touched_at"])
    return draft


def forget_old_drafts() -> int:
    """Delete those nobody has touched for long; how many."""
    return CohortDraft.objects.filter(touched_at__lt=timezone.now() - KEPT).delete()[0]
