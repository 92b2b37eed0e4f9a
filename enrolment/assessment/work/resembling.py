"""What was handed in is compared with the other works of the run: pointed out, never decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from clikc.jobs import api as jobs
from courses.lessons import api as lessons

from ..models import HandIn, Resemblance, WorkPrint
from .similarity import candidates, fingerprints, owners_of, resemblance

if TYPE_CHECKING:
    from clikc.people.models import User

COMPARE = "assessment.compare_work"
WHAT = "submission__run_assignment__assignment"
# Of those that may resemble it, so many are read: the ones with the most in common.
MOST_READ = 20
# Per cent of the shorter text from which on a tutor is shown it.
LEAST_SHARE = 10
LONGEST_COMPARED = 400_000


@dataclass(frozen=True)
class Resembling:
    """``share`` per cent of the shorter text stand in ``other`` word for word. ``passages``: (start, end) in
    ``text_of`` this hand-in, (start, end) in that of the other one, in characters."""

    other: HandIn
    share: Decimal
    passages: list[tuple[int, int, int, int]]
    at: datetime


def compare_later(hand_in: HandIn, owner: User) -> None:
    """Have it compared once it is handed in; whoever handed it in waits for nothing."""
    jobs.start_job(
        kind=COMPARE, owner=owner, payload={"hand_in": str(hand_in.pk)}, key=f"{COMPARE}:{hand_in.pk}"
    )


def compare(job: jobs.Running) -> None:
    """Compare one hand-in with the newest of everybody else in its run. Safe to run again."""
    found = HandIn.objects.select_related("submission__run_assignment__run", WHAT)
    hand_in = found.filter(pk=job.payload["hand_in"]).first()
    if hand_in is None:
        return
    text, asked = text_of(hand_in), instructions_of(hand_in)
    prints = fingerprints(text, instructions=asked)
    _keep_prints(hand_in, prints)
    others = _alike(hand_in, prints)
    for done, other in enumerate(others, start=1):
        job.advance(done, len(others))
        _keep(hand_in, text, other, asked)


def text_of(hand_in: HandIn) -> str:
    """All its words: the text, then those of its files in their order, a blank line between. One query.

    ``Resemblance.passages`` are places in this."""
    parts = [hand_in.plain, *(kept.plain for kept in hand_in.files.order_by("at", "pk"))]
    return "\n\n".join(part for part in parts if part)[:LONGEST_COMPARED]


def instructions_of(hand_in: HandIn) -> str:
    """What was asked, in every language: to repeat it is no resemblance. One query."""
    key = hand_in.submission.run_assignment.assignment.activity_id
    pages = lessons.AssignmentPage.objects.live().filter(translation_key=key)
    return "\n\n".join(
        words for page in pages for words in page.body.stream_block.get_searchable_content(page.body)
    )


@transaction.atomic
def _keep_prints(hand_in: HandIn, prints: Iterable[int]) -> None:
    """Those of an earlier hand-in of the same work go: it is compared no more."""
    WorkPrint.objects.filter(hand_in__submission=hand_in.submission_id).filter(
        hand_in__number__lte=hand_in.number
    ).delete()
    if hand_in.submission.hand_ins.filter(number__gt=hand_in.number).exists():
        return
    run = hand_in.submission.run_assignment.run
    WorkPrint.objects.bulk_create(
        (WorkPrint(hand_in=hand_in, run=run, value=value) for value in sorted(prints)), batch_size=500
    )


def _alike(hand_in: HandIn, prints: Iterable[int]) -> list[HandIn]:
    """Works of others with the most prints in common, in batches that SQLite takes."""
    shared: dict[UUID, set[int]] = {}
    numbers = sorted(prints)
    run = hand_in.submission.run_assignment.run_id
    for start in range(0, len(numbers), 500):
        rows = WorkPrint.objects.filter(run=run, value__in=numbers[start : start + 500])
        rows = rows.exclude(hand_in__submission=hand_in.submission_id)
        if hand_in.submission.enrolment_id is not None:
            rows = rows.exclude(hand_in__submission__enrolment=hand_in.submission.enrolment_id)
        for owner, value in rows.values_list("hand_in", "value"):
            shared.setdefault(owner, set()).add(value)
    best = candidates(numbers, owners_of(shared))[:MOST_READ]
    there = HandIn.objects.in_bulk(best)
    return [there[pk] for pk in best if pk in there]


def _keep(hand_in: HandIn, text: str, other: HandIn, asked: str) -> None:
    """One record of each two, whichever was compared first: its ``one`` is the hand-in that came first."""
    found = resemblance(text, text_of(other), instructions=asked)
    if found.share_percent < LEAST_SHARE:
        return
    is_first = (hand_in.at, hand_in.pk) < (other.at, other.pk)
    one, two = (hand_in, other) if is_first else (other, hand_in)
    passages = [
        [p.start_a, p.end_a, p.start_b, p.end_b] if is_first else [p.start_b, p.end_b, p.start_a, p.end_a]
        for p in found.passages
    ]
    Resemblance.objects.update_or_create(
        one=one,
        other=two,
        defaults={"share": found.share_percent, "passages": passages, "at": timezone.now()},
    )


def resemblances_of(hand_in: HandIn) -> list[Resembling]:
    """What a hand-in resembles, the most alike first: works as they stand now, with their submission. One
    query."""
    later = HandIn.objects.filter(submission=OuterRef("submission"), number__gt=OuterRef("number"))
    current = HandIn.objects.filter(~Exists(later))
    found = Resemblance.objects.filter(
        Q(one=hand_in, other__in=current) | Q(other=hand_in, one__in=current)
    ).select_related("one__submission", "other__submission")
    return [_seen_from(hand_in, item) for item in found.order_by(F("share").desc(), "pk")]


def _seen_from(hand_in: HandIn, item: Resemblance) -> Resembling:
    if item.one_id == hand_in.pk:
        return Resembling(item.other, item.share, [tuple(p) for p in item.passages], item.at)
    turned = sorted((c, d, a, b) for a, b, c, d in item.passages)
    return Resembling(item.one, item.share, turned, item.at)
