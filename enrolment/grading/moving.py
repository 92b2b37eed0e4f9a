"""What an account was graded, and what it marks, becomes another one's. Nothing lost, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from enrolment.programmes import api as programmes

from .edits import end
from .locking import lock_current, lock_work
from .models import GradeEntry, Marking, Tutorship
from .receiving import give

if TYPE_CHECKING:
    from clikc.people.models import User

# Out of the way of every number that an entry can have.
ASIDE = 1_000_000


@transaction.atomic
def unite_grades(*, into: UUID, other: UUID, left: Iterable[UUID] = ()) -> None:
    """Grades and tutors of the enrolment ``other`` become those of ``into``. Safe to call twice.

    Grades of both for one item are numbered anew in the order in which they were entered: the latest
    counts. A release of a team's work that both had stays where it is: it is the same one. ``left``: works
    that nobody need mark any more.
    """
    for item_id in sorted(set(_entries(other).values_list("item", flat=True))):
        _unite_item(item_id, into, other)
    _unite_tutors(into, other)
    for submission_id in left:
        _give_up(submission_id)


def _give_up(submission_id: UUID) -> None:
    lock_work(submission_id)
    unfinished = Marking.objects.unfinished().select_for_update(of=("self",), no_key=True)
    for marking in unfinished.filter(submission=submission_id).order_by("pk"):
        end(marking, by=None)


def _entries(enrolment_id: UUID):
    return GradeEntry.objects.filter(enrolment=enrolment_id).order_by()


def _unite_item(item_id: int, into: UUID, other: UUID) -> None:
    """In two steps, because no number may stand twice at any moment."""
    own, theirs = _entries(into).filter(item=item_id), _entries(other).filter(item=item_id)
    marked = GradeEntry.Kind.MARKED
    both = own.filter(kind=marked, submission__isnull=False).values_list("submission", "attempt")
    twice = set(both)
    moved = [
        entry.pk
        for entry in theirs
        if entry.kind != marked or (entry.submission_id, entry.attempt) not in twice
    ]
    theirs.filter(pk__in=moved).update(enrolment=into, number=F("number") + ASIDE)
    own.filter(number__lt=ASIDE).update(number=F("number") + 2 * ASIDE)
    entries = list(own.order_by("at", "number").only("pk", "number"))
    for number, entry in enumerate(entries, start=1):
        entry.number = number
    GradeEntry.objects.bulk_update(entries, ["number"], batch_size=100)


def _unite_tutors(into: UUID, other: UUID) -> None:
    there = Tutorship.objects.filter(enrolment=other)
    runs = Tutorship.objects.current().filter(enrolment=into).order_by().values_list("run", flat=True)
    there.current().filter(run__in=list(runs)).update(ended_at=timezone.now())
    there.update(enrolment=into)


@transaction.atomic
def move_marker(*, kept: User, dropped: User) -> None:
    """What ``dropped`` tutors and marks becomes ``kept``'s, in the same runs. Safe to call twice.

    Where each of them marks the same work, which one person may not, what is not finished waits to be given.
    """
    Tutorship.objects.current().filter(tutor=dropped, enrolment__learner=kept).update(ended_at=timezone.now())
    for terms in dropped.tutors_in.select_related("run").order_by("run"):
        programmes.lock_run(terms.run_id)
        if not kept.tutors_in.filter(run=terms.run_id).exists():
            names = ("capacity", "languages", "away_from", "away_until")
            facts = {name: getattr(terms, name) for name in names}
            programmes.set_run_tutor(run=terms.run, tutor=kept, **facts)
        programmes.remove_run_tutor(run=terms.run, tutor=dropped)
    Tutorship.objects.filter(tutor=dropped).update(tutor=kept)
    works = Marking.objects.filter(tutor=dropped).order_by("submission")
    for submission_id, attempt in dict.fromkeys(works.values_list("submission", "attempt")):
        lock_work(submission_id)
        _move_markings(submission_id, attempt, kept, dropped)
    Marking.objects.filter(tutor=dropped).update(tutor=kept)


def _move_markings(submission_id: UUID, attempt: int, kept: User, dropped: User) -> None:
    markings = lock_current(submission_id, attempt).values()
    is_both = any(marking.tutor_id == kept.pk for marking in markings)
    for marking in markings:
        if marking.tutor_id == dropped.pk:
            is_barred = is_both and not marking.is_finished
            give(marking, None if is_barred else kept, by=None)


def would_move_grades(*, dropped: User) -> dict:
    """How many grades of somebody would move, and how many markings. Two queries."""
    return {
        "grades": GradeEntry.objects.filter(enrolment__learner=dropped).count(),
        "markings": Marking.objects.current().filter(tutor=dropped).count(),
    }
