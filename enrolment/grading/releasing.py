"""Release: the grade of a work is known from now on. A step of its own, once for each attempt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment
from enrolment.programmes import api as programmes

from .decided import Earned, earned_under, is_decided, kept
from .entries import current_entries, enter_grade
from .items import item_of
from .letters import tell_released
from .locking import lock_current, lock_work
from .models import GradeEntry, Marking
from .rules import caps
from .rules.rounding import round_half_up
from .staff import Author, authors_of, is_manager
from .standing import Standing, released_entries, standing_with

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.grading.models import GradeItem
    from enrolment.programmes.models import GradingScheme

# A reason of an entry: the grade of the attempt before was better, and stays.
EARLIER_BETTER = "earlier_better"


@dataclass(frozen=True)
class Released:
    """``done``: ids of works whose newest attempt is released now, or was before. ``refused``: the others,
    each with a code: ``unknown`` to her, ``own_work``, ``not_finished``, ``second_waiting``, ``disputed``,
    ``not_yours`` (managers release in this run, or the work is another tutor's), ``no_participant``."""

    done: tuple[UUID, ...] = ()
    refused: dict[UUID, str] = field(default_factory=dict)


def release_grades(*, submission_ids: Iterable[UUID], by: User) -> Released:
    """Let participants know the grades of these works, each in a transaction of its own. Safe to call twice.

    Each participant gets an entry in the gradebook and one letter, and may hand in anew where the scheme
    allows it and there is something to gain. What a manager decided before, an override or an excuse, stays
    her grade. Managers release any; a tutor what she marked first, where the
    scheme lets tutors. Whoever was refused keeps waiting, and is told why.
    """
    done, refused = [], {}
    for submission_id in dict.fromkeys(submission_ids):
        why = release_one(submission_id=submission_id, by=by)
        if why:
            refused[submission_id] = why
        else:
            done.append(submission_id)
    return Released(tuple(done), refused)


@transaction.atomic
def release_one(*, submission_id: UUID, by: User) -> str:
    """Release the newest attempt of a work: "" when it is released, else why it is not."""
    attempt, why = _seen(submission_id, by)
    if why:
        return why
    submission = lock_work(submission_id)
    markings = lock_current(submission_id, attempt)
    scheme = programmes.scheme_of(submission.run_assignment.run)
    # Somebody may have handed it over while this waited for the lock.
    _attempt, why = _seen(submission_id, by)
    standing = standing_with(markings, scheme)
    why = why or _why_not(standing, scheme, by)
    if why or released_entries([submission_id]).filter(attempt=attempt).exists():
        return why
    authors = [author for author in authors_of(submission, at=standing.first.hand_in.at) if author.enrolment]
    if not authors:
        return "no_participant"
    _release(standing, scheme, authors, by)
    return ""


def why_not_release(*, submission_id: UUID, by: User) -> str:
    """Why ``by`` may not release a work now; "" where she may, or where it is released."""
    attempt, why = _seen(submission_id, by)
    if why:
        return why
    found = Marking.objects.current().filter(submission=submission_id, attempt=attempt)
    rows = found.select_related("submission__run_assignment__run__scheme", "rubric")
    markings = {marking.role: marking for marking in rows.prefetch_related("rubric__criteria")}
    some = next(iter(markings.values()))
    scheme = programmes.scheme_of(some.submission.run_assignment.run)
    return _why_not(standing_with(markings, scheme), scheme, by)


def _seen(submission_id: UUID, by: User) -> tuple[int, str]:
    """The newest attempt at a work, and whether it is ``unknown`` to her or ``not_yours`` to release."""
    try:
        seen = Marking.objects.visible_to(by).current().filter(submission=submission_id)
        rows = list(seen.values_list("attempt", "role", "tutor"))
    except (ValidationError, ValueError):
        rows = []
    if not rows:
        return 0, "unknown"
    newest = Marking.objects.current().filter(submission=submission_id, role=Marking.Role.FIRST)
    attempt = newest.order_by("-attempt").values_list("attempt", flat=True).first() or 0
    is_hers = (attempt, Marking.Role.FIRST, by.pk) in rows
    return attempt, "" if is_manager(by) or is_hers else "not_yours"


def _why_not(standing: Standing | None, scheme: GradingScheme, by: User) -> str:
    if standing is None or not standing.first.is_finished:
        return "not_finished"
    if standing.second is not None and not standing.second.is_finished:
        return "second_waiting"
    if standing.is_in_dispute:
        return "disputed"
    return "" if is_manager(by) or scheme.tutors_release else "not_yours"


def _release(standing: Standing, scheme: GradingScheme, authors: list[Author], by: User) -> None:
    first = standing.first
    item = item_of(first.submission.run_assignment)
    raw = _in_points_of(item, standing)
    decision = caps.final_points(
        points=raw,
        most=item.most,
        lateness_percent=first.hand_in.late_percent,
        attempt_number=first.attempt,
        resubmission_cap_percent=Decimal(scheme.resubmission_cap),
        decimals=scheme.decimals,
    )
    now_there = _locked_entries(item, authors)
    for author in authors:
        entry = enter_grade(
            item=item,
            enrolment_id=author.enrolment.pk,
            kind=GradeEntry.Kind.MARKED,
            by=by,
            raw=raw,
            submission=first.submission,
            attempt=first.attempt,
            marking=standing.deciding,
            **_grade(decision, now_there.get(author.enrolment.pk), first),
        )
        tell_released(entry, author.person)
    open_ones = [one for one in authors if not _stands(now_there.get(one.enrolment.pk))]
    _allow_resubmission(first, scheme, decision.points if open_ones else item.most, item.most)


def _locked_entries(item: GradeItem, authors: list[Author]) -> dict[UUID, GradeEntry]:
    """Enrolment id → the grade as it is now, which nobody changes before the end of the transaction."""
    ids = [author.enrolment.pk for author in authors]
    for enrolment_id in ids:
        admissions.lock_enrolment(enrolment_id)
    there = current_entries(item_ids=[item.pk], enrolment_ids=ids)
    return {enrolment_id: entry for (_item, enrolment_id), entry in there.items()}


def _stands(last: GradeEntry | None) -> bool:
    """Whether a manager has decided, and it was not taken back."""
    return last is not None and is_decided(last)


def _grade(decision: caps.Decision, last: GradeEntry | None, first: Marking) -> dict:
    """Points, state and reasons of an entry: what was earned, or what was decided before."""
    reasons = [{"code": str(why.code), "percent": str(why.percent)} for why in decision.reasons]
    points, before = decision.points, _earlier(earned_under(last) if last else None, first)
    if before is not None and before > points:
        points = before
        reasons.append({"code": EARLIER_BETTER})
    if not _stands(last):
        return {"points": points, "reasons": reasons}
    decided = {"state": last.state, "points": last.points, "reason": last.reason}
    return decided | {"reasons": [*reasons, kept(points)]}


def _in_points_of(item: GradeItem, standing: Standing) -> Decimal:
    """The points agreed upon, out of the most of the gradebook: a newer rubric may have another most."""
    points = standing.agreement.points
    return points if item.most == standing.most else round_half_up(points * item.most / standing.most, 2)


def _earlier(earned: Earned | None, first: Marking) -> Decimal | None:
    """What an earlier attempt at the same work has brought: trying again takes nothing away."""
    is_same_work = earned is not None and earned.entry.submission_id == first.submission_id
    return earned.points if is_same_work and first.attempt > 1 else None


def _allow_resubmission(first: Marking, scheme: GradingScheme, points: Decimal, most: Decimal) -> None:
    ceiling = most * Decimal(scheme.resubmission_cap) / 100
    if first.attempt <= scheme.resubmissions and points < ceiling:
        until = timezone.now() + timedelta(days=scheme.resubmission_days)
        assessment.allow_resubmission(first.submission_id, until)
