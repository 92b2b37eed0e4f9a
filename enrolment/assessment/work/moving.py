"""Work of an account that is merged into another: hers from then on, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ..models import DueExtension, Submission, SubmittedFile

if TYPE_CHECKING:
    from clikc.people.models import User


@dataclass(frozen=True)
class LeftBehind:
    """Both accounts had handed in for one assignment: hers goes on, that of the closed account stays with
    its enrolment, as a record which nobody need mark any more."""

    kept: UUID
    left: UUID


def lock_work_of(*, people: Iterable[User]) -> None:
    """Lock the works of people until the end of the transaction: after attempts, before enrolments."""
    found = Submission.objects.select_for_update(of=("self",), no_key=True)
    list(found.filter(enrolment__learner__in=list(people)).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def unite_work(*, into: UUID, other: UUID) -> list[LeftBehind]:
    """The works of the enrolment ``other``, and the time granted to it, become those of ``into``.

    Where both have one for an assignment, a mere draft goes into the other's work. Where both were handed
    in, each stays where it is; these are returned. Safe to call twice.
    """
    own = {work.run_assignment_id: work for work in Submission.objects.filter(enrolment=into)}
    left = []
    for work in Submission.objects.filter(enrolment=other).order_by("pk"):
        here = own.get(work.run_assignment_id)
        if here is None:
            Submission.objects.filter(pk=work.pk).update(enrolment=into)
        elif work.handed_in_at is None:
            _pour(work, here)
        elif here.handed_in_at is None:
            _pour(here, work)
            Submission.objects.filter(pk=work.pk).update(enrolment=into)
        else:
            left.append(LeftBehind(kept=here.pk, left=work.pk))
    DueExtension.objects.filter(enrolment=other).update(enrolment=into)
    return left


def would_move_work(*, dropped: User) -> dict:
    """How many works of somebody would move. One query."""
    return {"works": Submission.objects.filter(enrolment__learner=dropped).count()}


def _pour(draft: Submission, work: Submission) -> None:
    """What is only a draft goes into a work, and its record is gone. The newest words stand first."""
    if draft.draft and draft.draft not in work.draft:
        is_newer = (draft.draft_saved_at or draft.begun_at) > (work.draft_saved_at or work.begun_at)
        work.draft = draft.draft + work.draft if is_newer else work.draft + draft.draft
        work.draft_version += 1
        work.draft_sequence = max(draft.draft_sequence, work.draft_sequence) + 1
        work.draft_saved_at = timezone.now()
        work.save(update_fields=["draft", "draft_version", "draft_sequence", "draft_saved_at"])
    there = set(work.files.current().values_list("digest", flat=True))
    now = timezone.now()
    SubmittedFile.objects.current().filter(submission=draft, digest__in=there).update(removed_at=now)
    SubmittedFile.objects.filter(submission=draft).update(submission=work)
    draft.delete()
