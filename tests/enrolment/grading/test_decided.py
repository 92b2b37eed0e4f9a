"""What a manager decided stands: work that is released later is given back, and takes nothing away."""

from decimal import Decimal

import pytest

from clikc.post.models import Letter
from enrolment.assessment.models import Submission
from enrolment.grading import api
from enrolment.grading.models import GradeEntry, Marking
from tests.factories import people
from tests.factories.tutoring import finish, make_hand_in, make_marking, make_tutored_run
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 50, "honours_percent": 100}
# Of 20 points: what an attempt earns, and what stays of it where it is the second.
EARNED = {"full": 20, "partly": 12, "missing": 0}


@pytest.fixture
def made(db):
    return make_tutored_run(participants=2, tutors=2, **ONCE)


@pytest.fixture
def boss(db):
    return people.manager(administration="FR")


def release(made, boss, level, *, attempt=1, **facts) -> GradeEntry:
    hand_in = make_hand_in(made.work[0], made.enrolments[0], attempt=attempt, **facts)
    marking = finish(make_marking(made.work[0], made.enrolments[0], hand_in=hand_in), level)
    for second in Marking.objects.filter(role="second", finished_at=None):
        finish(second, level)
    done = api.release_grades(submission_ids=[marking.submission_id], by=boss)
    assert done.refused == {}
    return GradeEntry.objects.get(kind="marked", attempt=attempt)


def decide(made, boss, verb, reason="Appeal upheld", seen=None, **facts) -> GradeEntry:
    there = GradeEntry.objects.filter(enrolment=made.enrolments[0]).order_by("-number").first()
    return verb(
        run=made.run,
        column=f"a{made.work[0].pk}",
        enrolment_id=made.enrolments[0].pk,
        reason=reason,
        by=boss,
        seen=(there.number if there else 0) if seen is None else seen,
        **facts,
    )


def override(made, boss, points="19") -> GradeEntry:
    return decide(made, boss, api.override_grade, points=Decimal(points))


def excuse(made, boss) -> GradeEntry:
    return decide(made, boss, api.excuse)


DECISIONS = [
    pytest.param(override, ("graded", Decimal(19)), id="override"),
    pytest.param(excuse, ("excused", None), id="excuse"),
]


def now(made) -> GradeEntry:
    return GradeEntry.objects.filter(enrolment=made.enrolments[0]).latest("number")


def codes(entry) -> list[str]:
    return [reason["code"] for reason in entry.reasons]


@pytest.mark.parametrize(("verb", "decided"), DECISIONS)
def test_a_decision_before_the_first_release_stands(made, boss, verb, decided):
    verb(made, boss)
    entry = release(made, boss, "partly", late_days=1, late_percent=Decimal(10))
    assert (entry.state, entry.points) == decided
    assert (entry.number, entry.raw, entry.reason) == (2, 12, "Appeal upheld")
    assert codes(entry) == ["late", "decided_before"]
    shown = api.released_work_of(entry.submission)
    assert (shown.points, shown.raw) == (decided[1], 12)
    assert [reason["code"] for reason in shown.reasons] == ["late", "decided_before"]
    assert [item.level.code for item in shown.criteria] == ["partly", "partly"]
    assert Letter.objects.filter(kind="grade-released").count() == 1


@pytest.mark.parametrize(("verb", "decided"), DECISIONS)
@pytest.mark.parametrize("level", EARNED)
def test_a_decision_between_two_attempts_stands(made, boss, verb, decided, level):
    release(made, boss, "missing")
    verb(made, boss)
    entry = release(made, boss, level, attempt=2)
    assert (entry.state, entry.points, entry.raw, entry.number) == (*decided, EARNED[level], 3)
    assert codes(entry)[-1] == "decided_before"


@pytest.mark.parametrize(("verb", "decided"), DECISIONS)
def test_it_stands_over_every_attempt_that_follows(made, boss, verb, decided):
    made.scheme.resubmissions = 3
    made.scheme.save()
    verb(made, boss)
    for attempt, level in enumerate(("missing", "partly", "missing"), start=1):
        entry = release(made, boss, level, attempt=attempt)
        assert (entry.state, entry.points) == decided
    back = decide(made, boss, api.take_back, "It was another one")
    assert (back.points, back.raw, codes(back)) == (12, 0, ["earlier_better"])


@pytest.mark.parametrize(("verb", "decided"), DECISIONS)
@pytest.mark.parametrize(
    ("first", "again", "points", "reasons"),
    [
        ("missing", "full", 14, ["resubmitted"]),
        ("partly", "missing", 12, ["earlier_better"]),
        ("missing", "partly", 12, []),
    ],
)
def test_taken_back_after_a_release_what_was_earned_stands(
    made, boss, verb, decided, first, again, points, reasons
):
    release(made, boss, first)
    verb(made, boss)
    entry = release(made, boss, again, attempt=2)
    assert entry.points == decided[1]
    back = decide(made, boss, api.take_back, "It was another one")
    assert (back.kind, back.state, back.points, back.number) == ("changed", "graded", points, 5)
    assert codes(back) == reasons
    shown = api.released_work_of(entry.submission)
    assert (shown.points, [reason["code"] for reason in shown.reasons]) == (points, reasons)


@pytest.mark.parametrize(("verb", "decided"), DECISIONS)
def test_taken_back_before_a_release_it_keeps_nothing(made, boss, verb, decided):
    verb(made, boss)
    decide(made, boss, api.take_back, "It was another one")
    first = release(made, boss, "missing")
    assert (first.state, first.points, first.reasons) == ("graded", 0, [])
    verb(made, boss)
    assert decide(made, boss, api.take_back, "Again another one").points == 0
    later = release(made, boss, "partly", attempt=2)
    assert (later.state, later.points, codes(later)) == ("graded", 12, [])


def test_one_decision_after_the_other(made, boss):
    release(made, boss, "missing")
    override(made, boss)
    release(made, boss, "partly", attempt=2)
    excuse(made, boss)
    assert override(made, boss, "3").points == 3
    back = decide(made, boss, api.take_back, "None of them")
    assert (back.points, back.raw) == (12, 12)


def test_a_grade_that_was_taken_back_is_no_decision(made, boss):
    release(made, boss, "partly")
    assert decide(made, boss, api.take_back, "Another's work").state == "withdrawn"
    entry = release(made, boss, "missing", attempt=2)
    assert (entry.points, entry.reasons) == (0, [])


def test_nobody_is_asked_to_try_again_where_nothing_can_be_gained(made, boss):
    override(made, boss, "5")
    release(made, boss, "missing")
    assert Submission.objects.get().resubmit_until is None


@pytest.mark.parametrize(
    ("verb", "notes", "state"),
    [(override, ("late", "decided"), "graded"), (excuse, ("decided",), "excused")],
)
def test_the_gradebook_says_so(made, boss, verb, notes, state):
    verb(made, boss)
    release(made, boss, "partly", late_days=1, late_percent=Decimal(10))
    book = api.gradebook_of(run=made.run, viewer=boss)
    [row] = [row for row in book.rows if row.enrolment_id == made.enrolments[0].pk]
    cell = row.cells[f"a{made.work[0].pk}"]
    assert (cell.state, cell.notes, cell.history) == (state, notes, 2)


@pytest.mark.django_db(transaction=True)
def test_decided_and_released_at_once(boss):
    """Whichever was first, the decision stands or is refused, for who released had not seen it."""
    for _again in range(3):
        made = make_tutored_run(participants=2, tutors=2, **ONCE)
        marking = make_marking(made.work[0], made.enrolments[0])
        finish(marking, "partly")

        def act(what, made=made, marking=marking):
            if what == "release":
                return api.release_grades(submission_ids=[marking.submission_id], by=boss).refused
            try:
                return decide(made, boss, api.override_grade, points=Decimal(19), seen=0).number
            except api.GradeRefused as refused:
                return refused.reason

        told, decided = at_once(act, ["release", "override"])
        assert told == {}
        assert now(made).points == (19 if decided == 1 else 12)
        assert decided in (1, "changed_meanwhile")
