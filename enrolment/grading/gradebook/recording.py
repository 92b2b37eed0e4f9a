"""What is entered in a gradebook by people: each a new entry, with who, when, in which role and why."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clikc.people import api as people
from enrolment.admissions import api as admissions

from ..decided import earned_under, is_decided
from ..entries import GradeRefused, current_entries, enter_grade
from ..items import item_at
from ..letters import tell_changed
from ..models import GradeEntry, GradeItem
from .permissions import participants_seen_by, runs_seen_by, sees_all
from .quizzes import enter_quiz_result

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun

Kind, State = GradeEntry.Kind, GradeEntry.State
RECORDED, OVERRIDDEN, EXCUSED, TAKEN_BACK = (
    "grade_recorded",
    "grade_overridden",
    "grade_excused",
    "grade_taken_back",
)
DEEDS = {
    RECORDED: _("Grade entered by hand: “%(item)s” in “%(run)s”."),
    OVERRIDDEN: _("Grade overridden: “%(item)s” in “%(run)s”."),
    EXCUSED: _("Excused from “%(item)s” in “%(run)s”."),
    TAKEN_BACK: _("Grade taken back: “%(item)s” in “%(run)s”."),
}


@transaction.atomic
def record_grade(
    *, run: CourseRun, column: str, enrolment_id: UUID, points: Decimal, by: User, seen: int, reason: str = ""
) -> GradeEntry:
    """Enter the grade of an item that is graded by hand (participation, an oral), where there is none.

    ``column``: its code; ``seen``: the number of the entry ``by`` has looked at, 0 for none. Tutors enter
    those of the participants they tutor now, managers everybody's. The same again is no second entry.
    Raises GradeRefused.
    """
    enrolment, item, last = _opened(run, column, enrolment_id, by)
    if item.kind != GradeItem.Kind.MANUAL:
        raise GradeRefused("not_by_hand")
    if _is_same(last, seen, Kind.BY_HAND, State.GRADED, points):
        return last
    if last and last.state != State.WITHDRAWN and last.number == seen:
        raise GradeRefused("released")
    return _entered(
        enrolment, item, by, RECORDED, run, kind=Kind.BY_HAND, points=points, seen=seen, reason=reason
    )


@transaction.atomic
def override_grade(
    *, run: CourseRun, column: str, enrolment_id: UUID, points: Decimal, reason: str, by: User, seen: int
) -> GradeEntry:
    """Put other points in the place of what is there, whatever it is. For managers, with a reason that the
    participant reads; where she knew a grade, a letter tells her. What is released later leaves it standing.
    Sent twice it is one entry and one letter. Raises GradeRefused."""
    enrolment, item, last = _decided(run, column, enrolment_id, by, reason)
    if _is_same(last, seen, Kind.OVERRIDE, State.GRADED, points):
        return last
    entry = _entered(
        enrolment, item, by, OVERRIDDEN, run, kind=Kind.OVERRIDE, points=points, seen=seen, reason=reason
    )
    return _told(entry, last, enrolment)


@transaction.atomic
def excuse(
    *, run: CourseRun, column: str, enrolment_id: UUID, reason: str, by: User, seen: int
) -> GradeEntry:
    """Let a participant off an item: it counts for nothing, the others bear its weight. For managers, with a
    reason; told and left standing like an override. Raises GradeRefused."""
    enrolment, item, last = _decided(run, column, enrolment_id, by, reason)
    if _is_same(last, seen, Kind.OVERRIDE, State.EXCUSED, None):
        return last
    entry = _entered(
        enrolment,
        item,
        by,
        EXCUSED,
        run,
        kind=Kind.OVERRIDE,
        state=State.EXCUSED,
        seen=seen,
        reason=reason,
    )
    return _told(entry, last, enrolment)


@transaction.atomic
def take_back(
    *, run: CourseRun, column: str, enrolment_id: UUID, reason: str, by: User, seen: int
) -> GradeEntry:
    """Take back what was entered last. For managers, with a reason; a letter tells her. Raises GradeRefused.

    An override or an excuse gives way to what was earned beside it: the result of the quiz as it is now, or
    the grade of what was released, before it or since. Anything else leaves no grade.
    """
    enrolment, item, last = _decided(run, column, enrolment_id, by, reason)
    if _is_same(last, seen, None, State.WITHDRAWN, None):
        return last
    if last is None or last.state == State.WITHDRAWN:
        raise GradeRefused("changed_meanwhile" if seen else "nothing", last)
    entry = _entered(
        enrolment,
        item,
        by,
        TAKEN_BACK,
        run,
        kind=Kind.OVERRIDE,
        state=State.WITHDRAWN,
        seen=seen,
        reason=reason,
    )
    earned = _restored(entry, last, enrolment, by) if is_decided(last) else None
    return _told(earned or entry, last, enrolment)


def history_of(*, run: CourseRun, viewer: User, item_id: int | None, enrolment_id: UUID) -> list[GradeEntry]:
    """Every entry of a cell that ``viewer`` may see, the latest first, with who entered it. One query."""
    found = GradeEntry.objects.visible_to(viewer).filter(
        item=item_id, item__category__run=run, enrolment=enrolment_id
    )
    return list(found.select_related("by").order_by("-number"))


def _opened(
    run: CourseRun, column: str, enrolment_id: UUID, by: User
) -> tuple[Enrolment, GradeItem, GradeEntry | None]:
    """Participant, item and grade as they are now, the enrolment locked. A tutor from whom she was taken a
    second ago finds nothing."""
    if not runs_seen_by(by).filter(pk=run.pk).exists():
        raise GradeRefused("unknown")
    if not participants_seen_by(by, run).filter(pk=enrolment_id).exists():
        raise GradeRefused("unknown")
    item = item_at(run, column)
    if item is None:
        raise GradeRefused("unknown")
    admissions.lock_enrolment(enrolment_id)
    # Once more, now that nobody can take her away meanwhile.
    enrolment = participants_seen_by(by, run).filter(pk=enrolment_id).first()
    if enrolment is None:
        raise GradeRefused("unknown")
    if enrolment.learner_id == by.pk:
        raise GradeRefused("own")
    last = current_entries(item_ids=[item.pk], enrolment_ids=[enrolment_id]).get((item.pk, enrolment_id))
    return enrolment, item, last


def _decided(run: CourseRun, column: str, enrolment_id: UUID, by: User, reason: str):
    """The same for what managers decide, which needs a reason."""
    found = _opened(run, column, enrolment_id, by)
    if not sees_all(by):
        raise GradeRefused("released")
    if not reason.strip():
        raise GradeRefused("reason")
    return found


def _is_same(last: GradeEntry | None, seen: int, kind: str | None, state: str, points) -> bool:
    """Whether just this was entered since: sent twice, or by two who agree."""
    if last is None or last.number <= seen:
        return False
    return (last.state, last.points) == (state, points) and kind in (None, last.kind)


def _entered(
    enrolment: Enrolment, item: GradeItem, by: User, deed: str, run: CourseRun, **facts
) -> GradeEntry:
    entry = enter_grade(item=item, enrolment_id=enrolment.pk, by=by, **facts)
    people.record(what=deed, by=by, person=enrolment.learner, facts={"item": name_of(item), "run": run.name})
    return entry


def _told(entry: GradeEntry, last: GradeEntry | None, enrolment: Enrolment) -> GradeEntry:
    """Whoever knew a grade is told that it is another one now."""
    if last is not None:
        tell_changed(entry, enrolment.learner)
    return entry


def name_of(item: GradeItem) -> str:
    """What an item is called in the record, in no language: its own title, or the code of its activity."""
    if item.run_assignment_id:
        return item.run_assignment.assignment.activity.code
    return item.quiz.activity.code if item.quiz_id else item.title


def _restored(taken_back: GradeEntry, last: GradeEntry, enrolment: Enrolment, by: User) -> GradeEntry | None:
    """What was earned before the decision ``last`` stands again; None where nothing did."""
    if last.item.kind == GradeItem.Kind.QUIZ:
        return enter_quiz_result(item=taken_back.item, enrolment=enrolment)
    earned = earned_under(last)
    if earned is None:
        return None
    made = earned.entry
    return enter_grade(
        item=taken_back.item,
        enrolment_id=enrolment.pk,
        kind=Kind.BY_HAND if made.kind == Kind.BY_HAND else Kind.CHANGED,
        by=by,
        points=earned.points,
        raw=made.raw,
        reasons=earned.reasons,
        reason=taken_back.reason,
        submission=made.submission,
        attempt=made.attempt,
        marking=made.marking,
    )
