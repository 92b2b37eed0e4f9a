"""What a participant sees of her work once it is released. Never who marked it, never a note between
markers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from enrolment.programmes import api as programmes

from .decided import is_decided, without_decision
from .models import Annotation, CriterionMark, GradeEntry, Marking
from .rules import marking as rules
from .standing import Standing, released_entries, standing_with

if TYPE_CHECKING:
    from courses.lessons.models import Criterion, Level
    from enrolment.assessment.models import HandIn, Submission


@dataclass(frozen=True)
class GradeLine:
    """A grade as it was entered. ``points`` None: ``state`` says what stands there. ``reason``: why it was
    changed. ``role``: in which role somebody entered it; who, is not said."""

    number: int
    kind: str
    state: str
    points: Decimal | None
    reason: str
    role: str
    at: datetime


@dataclass(frozen=True)
class ReleasedCriterion:
    """What was looked at, its levels from the best to the least, and the mark: ``level`` (None of a guide),
    ``points`` and the comment that says why."""

    criterion: Criterion
    levels: tuple[Level, ...]
    level: Level | None
    points: Decimal | None
    comment: str


@dataclass(frozen=True)
class ReleasedWork:
    """A released attempt at a work.

    ``points`` is the grade as it is now, None where it was taken back, out of ``most``; ``raw`` what the
    work earned before ``reasons`` took something off (``{"code", "percent"}``: ``late``, ``resubmitted``; or
    ``earlier_better``: the attempt before counts; ``decided_before``: a manager had decided, and that stays).
    ``agreement`` says how markers came to it; None
    while they are at it again.
    ``feedback``: of who marked it, and of the moderator after it, where she wrote some. ``history``: every
    grade entered, oldest first. ``attempts``: the numbers of those that are released.
    """

    attempt: int
    attempts: tuple[int, ...]
    hand_in: HandIn
    points: Decimal | None
    most: Decimal
    percent: Decimal | None
    is_passed: bool | None
    raw: Decimal | None
    reasons: tuple[dict, ...]
    agreement: rules.State | None
    criteria: tuple[ReleasedCriterion, ...]
    feedback: tuple[str, ...]
    annotations: tuple[Annotation, ...]
    history: tuple[GradeLine, ...]
    released_at: datetime
    resubmit_until: datetime | None

    @property
    def is_excused(self) -> bool:
        return self.history[-1].state == GradeEntry.State.EXCUSED


def released_work_of(
    submission: Submission, *, enrolment_id: UUID | None = None, attempt: int | None = None
) -> ReleasedWork | None:
    """What is known of a work to the participant of ``enrolment_id`` (needed for a team's work, where each
    has a grade of her own): of an ``attempt``, without one of the newest that is released. None where
    nothing is.

    The caller has seen that the work is hers. The number of queries does not grow with what is in it.
    """
    enrolment_id = enrolment_id or submission.enrolment_id
    rows = released_entries([submission.pk]).filter(enrolment=enrolment_id).select_related("item")
    entries = list(rows.order_by("attempt"))
    chosen = [entry for entry in entries if attempt in (None, entry.attempt)]
    if not chosen:
        return None
    entry = chosen[-1]
    standing = _standing(submission, entry)
    shown = [standing.first]
    if standing.deciding.pk != standing.first.pk:
        shown.append(standing.deciding)
    entered = _history(entry)
    grade = entered[-1]
    most = entry.item.most
    percent = None if grade.points is None else grade.points * 100 / most
    scheme = programmes.scheme_of(submission.run_assignment.run)
    return ReleasedWork(
        attempt=entry.attempt,
        attempts=tuple(item.attempt for item in entries),
        hand_in=standing.first.hand_in,
        points=grade.points,
        most=most,
        percent=percent,
        is_passed=None if percent is None else percent >= scheme.pass_percent,
        raw=entry.raw,
        reasons=tuple(entry.reasons if is_decided(grade) else without_decision(entry.reasons)),
        agreement=standing.agreement.state if standing.agreement else None,
        criteria=tuple(_criteria(standing.deciding)),
        feedback=tuple(marking.feedback for marking in shown if marking.feedback.strip()),
        annotations=tuple(
            item for marking in shown for item in marking.annotations.all() if item.removed_at is None
        ),
        history=tuple(map(_line, entered)),
        released_at=entry.at,
        resubmit_until=submission.resubmit_until,
    )


def _standing(submission: Submission, entry: GradeEntry) -> Standing:
    found = Marking.objects.current().filter(submission=submission, attempt=entry.attempt)
    rows = found.select_related("hand_in", "rubric").prefetch_related(
        "rubric__criteria__levels", "marks", "annotations", "hand_in__files"
    )
    scheme = programmes.scheme_of(submission.run_assignment.run)
    return standing_with({item.role: item for item in rows}, scheme, released_at=entry.at)


def _history(entry: GradeEntry) -> list[GradeEntry]:
    """Every grade of the item, also of other attempts: they are one grade after the other."""
    found = GradeEntry.objects.filter(item=entry.item_id, enrolment=entry.enrolment_id)
    return list(found.order_by("number"))


def _line(entry: GradeEntry) -> GradeLine:
    names = ("number", "kind", "state", "points", "reason", "role", "at")
    return GradeLine(**{name: getattr(entry, name) for name in names})


def _criteria(marking: Marking) -> list[ReleasedCriterion]:
    marks = {mark.criterion_id: mark for mark in marking.marks.all()}
    found = []
    for criterion in marking.rubric.criteria.all():
        mark = marks.get(criterion.pk) or CriterionMark()
        levels = tuple(criterion.levels.all())
        level = next((item for item in levels if item.pk == mark.level_id), None)
        found.append(ReleasedCriterion(criterion, levels, level, mark.points, mark.comment))
    return found


def activity_done_by(entry: GradeEntry) -> UUID | None:
    """The activity that a grade completes: that of an assignment, where the grade is enough to pass. At most
    two queries."""
    work = entry.item.run_assignment
    if work is None or entry.points is None:
        return None
    passes = programmes.scheme_of(work.run).pass_percent
    return work.assignment.activity_id if entry.points * 100 >= passes * entry.item.most else None
