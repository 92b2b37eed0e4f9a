"""What people enter: manual grades, overrides, excuses, and what takes them back."""

from decimal import Decimal

import pytest

from clikc.people.models import AuditEntry
from enrolment.grading import api
from enrolment.grading.models import GradeEntry, Tutorship
from tests.factories import people
from tests.factories.gradebook import make_gradebook, marked, sat

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make_gradebook(participants=2, assignments=1, quizzes=1, manual=1, is_blind=False)


def cell(made, column, place=0, viewer=None):
    book = api.gradebook_of(run=made.run, viewer=viewer or made.boss)
    row = next(row for row in book.rows if row.enrolment_id == made.enrolments[place].pk)
    return row.cells[column]


def enter(made, verb, column, *, by=None, seen=0, place=0, **facts):
    return verb(
        run=made.run,
        column=column,
        enrolment_id=made.enrolments[place].pk,
        by=by or made.boss,
        seen=seen,
        **facts,
    )


def refused(made, verb, column, **facts) -> str:
    with pytest.raises(api.GradeRefused) as caught:
        enter(made, verb, column, **facts)
    return caught.value.reason


def test_a_tutor_enters_a_first_grade_by_hand_and_changes_none(made):
    tutor, oral = made.tutors[0], made.manual[0]
    entry = enter(made, api.record_grade, oral, by=tutor, points=Decimal(7))
    assert (entry.kind, entry.points, entry.by, entry.role, entry.number) == ("by_hand", 7, tutor, "tutor", 1)
    assert refused(made, api.record_grade, oral, by=tutor, points=Decimal(8), seen=1) == "released"
    assert (
        refused(made, api.override_grade, oral, by=tutor, points=Decimal(8), seen=1, reason="x") == "released"
    )
    assert refused(made, api.excuse, oral, by=tutor, seen=1, reason="x") == "released"
    assert refused(made, api.take_back, oral, by=tutor, seen=1, reason="x") == "released"
    assert cell(made, oral).points == 7


def test_the_same_again_is_no_second_entry(made):
    oral = made.manual[0]
    first = enter(made, api.record_grade, oral, points=Decimal(7))
    assert enter(made, api.record_grade, oral, points=Decimal(7)) == first
    assert GradeEntry.objects.count() == 1


def test_what_was_entered_meanwhile_is_shown(made):
    oral = made.manual[0]
    theirs = enter(made, api.record_grade, oral, points=Decimal(7), by=made.tutors[0])
    with pytest.raises(api.GradeRefused) as caught:
        enter(made, api.record_grade, oral, points=Decimal(9))
    assert (caught.value.reason, caught.value.theirs) == ("changed_meanwhile", theirs)


def test_a_tutor_who_lost_her_a_second_ago_changes_nothing(made):
    Tutorship.objects.update(ended_at=made.now)
    assert refused(made, api.record_grade, made.manual[0], by=made.tutors[0], points=Decimal(1)) == "unknown"


def test_nobody_else_finds_anything(made):
    for person in (people.officer(), people.coordinator(), people.tutor(), made.enrolments[0].learner):
        assert refused(made, api.record_grade, made.manual[0], by=person, points=Decimal(1)) == "unknown"
    assert not GradeEntry.objects.exists()


def test_a_tutor_grades_nobody_of_her_own_administration(made):
    learner = made.enrolments[0].learner
    learner.administration = made.tutors[0].administration
    learner.save()
    assert refused(made, api.record_grade, made.manual[0], by=made.tutors[0], points=Decimal(1)) == "unknown"


@pytest.mark.parametrize("column", ["m0", "m999999", "a999999", "x1", "a", "", "m" + "9" * 30, "a-1", "m٣"])
def test_no_such_column(made, column):
    assert refused(made, api.override_grade, column, points=Decimal(1), reason="x") == "unknown"


def test_a_column_of_another_run_is_none(made):
    other = make_gradebook(participants=1, manual=1)
    assert refused(made, api.record_grade, other.manual[0], points=Decimal(1)) == "unknown"


def test_points_are_within_the_item(made):
    assert refused(made, api.record_grade, made.manual[0], points=Decimal("10.5")) == "points"
    assert refused(made, api.record_grade, made.manual[0], points=Decimal(-1)) == "points"


def test_only_what_is_graded_by_hand_is_recorded(made):
    assert refused(made, api.record_grade, made.assignments[0], points=Decimal(1)) == "not_by_hand"


def test_an_override_needs_a_reason_and_is_kept_in_the_record(made):
    essay = made.assignments[0]
    assert refused(made, api.override_grade, essay, points=Decimal(5), reason="  ") == "reason"
    entry = enter(made, api.override_grade, essay, points=Decimal(5), reason=" Heard orally ")
    assert (entry.kind, entry.reason) == ("override", "Heard orally")
    assert "changed" in cell(made, essay).notes
    deed = AuditEntry.objects.get(what="grade_overridden")
    assert (deed.person, deed.actor) == (made.enrolments[0].learner, made.boss)
    assert "5" not in str(deed.facts.get("points", ""))


def test_an_excuse_taken_back_leaves_the_released_grade(made):
    essay = made.assignments[0]
    marked(made, 0, 0, points=12, reasons=[{"code": "late", "percent": "5"}])
    enter(made, api.excuse, essay, seen=1, reason="Ill")
    assert cell(made, essay).state == "excused"
    entry = enter(made, api.take_back, essay, seen=2, reason="It was another one")
    assert (entry.points, entry.number, entry.reasons) == (12, 4, [{"code": "late", "percent": "5"}])
    assert cell(made, essay).notes == ("late", "changed")


def test_what_was_taken_back_does_not_come_back_by_itself(made):
    oral = made.manual[0]
    enter(made, api.record_grade, oral, points=Decimal(3))
    enter(made, api.take_back, oral, seen=1, reason="Not hers")
    enter(made, api.override_grade, oral, points=Decimal(4), seen=2, reason="By the board")
    enter(made, api.take_back, oral, seen=3, reason="Not by the board")
    assert cell(made, oral).state == "waiting"
    assert cell(made, oral).history == 4
    assert enter(made, api.record_grade, oral, by=made.tutors[0], seen=4, points=Decimal(6)).number == 5


def test_nothing_is_taken_back_where_nothing_is(made):
    assert refused(made, api.take_back, made.manual[0], reason="x") == "nothing"


def test_a_quiz_result_counts_at_once_and_is_entered_once(made):
    quiz = made.quizzes[0]
    sat(made, 0, right=2)
    assert cell(made, quiz).points == 50
    assert api.enter_quiz_results(enrolment_id=made.enrolments[0].pk, quiz=made.quiz_records[0]) == []
    sat(made, 0, right=4)
    assert (cell(made, quiz).points, cell(made, quiz).history) == (100, 2)


def test_a_decision_stands_over_a_quiz_until_it_is_taken_back(made):
    quiz = made.quizzes[0]
    enter(made, api.override_grade, quiz, points=Decimal(40), reason="Sat on paper")
    sat(made, 0, right=2)
    assert cell(made, quiz).points == 40
    enter(made, api.take_back, quiz, seen=1, reason="The paper was another's")
    assert cell(made, quiz).points == 50
    enter(made, api.take_back, quiz, seen=3, reason="Void")
    api.enter_quiz_results(enrolment_id=made.enrolments[0].pk, quiz=made.quiz_records[0])
    assert cell(made, quiz).state == "waiting"
    sat(made, 0, right=4)
    assert cell(made, quiz).points == 100


def test_a_quiz_of_no_gradebook_costs_one_query(made, django_assert_num_queries):
    other = make_gradebook(participants=1, quizzes=1)
    other.run.grade_categories.all().first().items.filter(kind="quiz").delete()
    with django_assert_num_queries(1):
        api.enter_quiz_results(enrolment_id=other.enrolments[0].pk, quiz=other.quiz_records[0])


def test_who_is_not_in_the_run_is_not_entered_there(made):
    made.enrolments[0].learner.places.update(left_at=made.now)
    assert sat(made, 0, right=3)
    assert not GradeEntry.objects.filter(kind="quiz").exists()
