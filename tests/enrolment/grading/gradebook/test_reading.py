"""The gradebook as values: who sees what, how cells stand, totals, and how many queries it takes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enrolment.assessment.models import DueExtension
from enrolment.grading import api
from enrolment.grading.gradebook.codes import code_of
from enrolment.grading.models import GradeEntry, GradeItem, Tutorship
from enrolment.programmes.models import Team, TeamMember
from tests.factories import people
from tests.factories.gradebook import fill, make_gradebook, marked
from tests.factories.tutoring import add_participant, make_hand_in

pytestmark = pytest.mark.django_db


def book_of(made, viewer=None):
    return api.gradebook_of(run=made.run, viewer=viewer or made.boss)


def row_of(made, place=0, viewer=None):
    rows = book_of(made, viewer).rows
    return next(row for row in rows if row.enrolment_id == made.enrolments[place].pk)


def test_columns_are_there_before_anything_is_entered():
    made = make_gradebook(assignments=2, quizzes=1, manual=1)
    [module] = book_of(made).modules
    assert [column.code for column in module.columns] == [*made.assignments, *made.quizzes, *made.manual]
    assert [column.most for column in module.columns] == [20, 20, 100, 10]
    assert GradeItem.objects.filter(kind="assignment").count() == 0


def test_what_is_due_and_not_there_is_missing():
    made = make_gradebook(participants=4, assignments=1)
    made.work[0].due_at = made.now - timedelta(hours=1)
    made.work[0].save()
    make_hand_in(made.work[0], made.enrolments[1])
    DueExtension.objects.create(
        run_assignment=made.work[0],
        enrolment=made.enrolments[2],
        due_at=made.now + timedelta(days=1),
        reason="Ill",
        at=made.now,
    )
    team = Team.objects.create(run=made.run, name="North")
    learner = made.enrolments[3].learner
    TeamMember.objects.create(run=made.run, team=team, person=learner, joined_at=made.now)
    make_hand_in(made.work[0], team=team)
    states = [row_of(made, place).cells[made.assignments[0]].state for place in range(4)]
    assert states == ["missing", "waiting", "waiting", "waiting"]


def test_within_the_grace_nothing_is_missing():
    made = make_gradebook(participants=1, grace_minutes=30)
    made.work[0].due_at = made.now - timedelta(minutes=20)
    made.work[0].save()
    assert row_of(made).cells[made.assignments[0]].state == "waiting"


def test_a_quiz_that_is_closed_and_was_not_sat_is_missing():
    made = make_gradebook(participants=1, quizzes=1)
    quiz = made.quiz_records[0]
    quiz.closes_at = made.now - timedelta(hours=1)
    quiz.save()
    assert row_of(made).cells[made.quizzes[0]].state == "missing"


def test_a_grade_says_how_it_came_about():
    made = make_gradebook(participants=1)
    marked(made, 0, 0, points=16, raw=Decimal(17), reasons=[{"code": "late", "percent": "5"}])
    cell = row_of(made).cells[made.assignments[0]]
    assert (cell.state, cell.points, cell.percent, cell.notes, cell.history) == (
        "graded",
        16,
        80,
        ("late",),
        1,
    )
    marked(made, 0, 0, points=14, attempt=2)
    assert row_of(made).cells[made.assignments[0]].notes == ("resubmitted",)


def test_totals_and_lines():
    made = make_gradebook(participants=3, assignments=2, pass_percent=60, honours_percent=85)
    for place, points in enumerate((20, 12, 11)):
        marked(made, place, 0, points=points)
    rows = [row_of(made, place) for place in range(3)]
    assert [row.total.percent for row in rows] == [100, 60, 55]
    assert [row.standing for row in rows] == ["honours", "passed", "below"]
    assert not any(row.total.is_final for row in rows)


def test_the_lowest_is_dropped_and_says_so():
    made = make_gradebook(participants=1, assignments=2)
    marked(made, 0, 0, points=5)
    marked(made, 0, 1, points=15)
    made.run.grade_categories.update(drop_lowest=1)
    row = row_of(made)
    assert row.total.percent == 75
    assert row.cells[made.assignments[0]].notes == ("dropped",)


def test_figures_of_a_column():
    made = make_gradebook(participants=4)
    for place, points in enumerate((4, 9, 20)):
        marked(made, place, 0, points=points)
    figures = api.figures_of(book_of(made).rows, made.assignments[0])
    assert (figures.median, figures.waiting) == (9, 1)
    assert api.figures_of((), made.assignments[0]) == api.Figures(None, 0)


def test_a_tutor_sees_those_she_tutors_now():
    made = make_gradebook(participants=4, tutors=2, is_blind=False)
    one, other = made.tutors
    assert {row.enrolment_id for row in book_of(made, one).rows} == {
        made.enrolments[0].pk,
        made.enrolments[2].pk,
    }
    assert [row.name for row in book_of(made, one).rows] == sorted(
        made.enrolments[place].learner.printed_name for place in (0, 2)
    )
    Tutorship.objects.filter(tutor=one, enrolment=made.enrolments[0]).update(ended_at=made.now)
    assert len(book_of(made, one).rows) == 1
    made.run.run_tutors.filter(tutor=other).delete()
    assert book_of(made, other).rows == ()
    assert api.run_seen_by(other, made.run.pk) is None


def test_rows_and_history_are_the_same_people():
    """``visible_to`` of the records and the rows of the gradebook, for everybody there is."""
    made = make_gradebook(participants=4, assignments=3, tutors=2)
    fill(made)
    for entry in GradeEntry.objects.all():
        assert entry.item.category.run_id == made.run.pk
    viewers = [
        made.boss,
        people.admin(),
        *made.tutors,
        people.tutor(),
        people.officer(),
        people.coordinator(),
        people.author(),
    ]
    for viewer in viewers:
        seen = set(GradeEntry.objects.visible_to(viewer).values_list("enrolment", flat=True))
        assert seen == {row.enrolment_id for row in book_of(made, viewer).rows}
        assert bool(api.run_seen_by(viewer, made.run.pk)) == bool(seen)


def test_own_entries_are_seen_and_no_gradebook():
    made = make_gradebook(participants=2)
    fill(made)
    learner = made.enrolments[0].learner
    assert set(GradeEntry.objects.visible_to(learner)) == set(made.enrolments[0].grade_entries.all())
    assert api.run_seen_by(learner, made.run.pk) is None


def test_marked_without_names_a_tutor_sees_codes():
    made = make_gradebook(participants=3, manual=1, is_blind=True)
    tutor = made.tutors[0]
    book = book_of(made, tutor)
    codes = {code_of(made.run.pk, enrolment.pk) for enrolment in made.enrolments}
    assert book.is_blind
    assert {row.name for row in book.rows} == {row.key for row in book.rows} == codes
    assert [row.name for row in book.rows] == sorted(codes)
    assert not any(row.administration for row in book.rows)
    assert [column.code for column in book.kept_apart] == made.manual
    assert made.manual[0] not in [column.code for column in book.columns]
    named = api.named_rows(run=made.run, viewer=tutor, column=book.column(made.manual[0]))
    assert {row.name for row in named} == {item.learner.printed_name for item in made.enrolments}
    assert all(set(row.cells) == set(made.manual) and row.total.percent is None for row in named)


def test_marked_without_names_nothing_is_missing_under_a_code():
    """Of the only one of whom something is missing, the name may be known."""
    made = make_gradebook(
        participants=3, assignments=1, quizzes=1, is_blind=True, due_at=timezone.now() - timedelta(days=30)
    )
    for place in (0, 1):
        marked(made, place, 0, points=Decimal(12))
    mine = {row.enrolment_id: row for row in book_of(made, made.tutors[0]).rows}[made.enrolments[2].pk]
    theirs = {row.enrolment_id: row for row in book_of(made, made.boss).rows}[made.enrolments[2].pk]
    assert (mine.cells[made.assignments[0]].state, mine.total.percent) == ("waiting", None)
    assert (theirs.cells[made.assignments[0]].state, theirs.total.percent) == ("missing", 0)


def test_a_code_is_another_in_every_run_and_none_of_a_work():
    made, other = make_gradebook(participants=1), make_gradebook(participants=1)
    enrolment = made.enrolments[0]
    assert code_of(made.run.pk, enrolment.pk) == code_of(made.run.pk, enrolment.pk)
    assert code_of(made.run.pk, enrolment.pk) != code_of(other.run.pk, enrolment.pk)
    assert make_hand_in(made.work[0], enrolment).submission.code != code_of(made.run.pk, enrolment.pk)


def test_as_many_queries_for_one_as_for_many():
    """Of each kind of column, for a manager and for a tutor."""
    for facts in ({}, {"is_blind": False}):
        small = make_gradebook(participants=1, assignments=2, quizzes=1, manual=1, **facts)
        large = make_gradebook(participants=12, assignments=4, quizzes=2, manual=2, **facts)
        for made in (small, large):
            fill(made)
        for who in ("boss", "tutor"):
            counts = []
            for made in (small, large):
                viewer = made.boss if who == "boss" else made.tutors[0]
                run = api.run_seen_by(viewer, made.run.pk)
                book_of(made, viewer)
                with CaptureQueriesContext(connection) as caught:
                    api.gradebook_of(run=run, viewer=viewer)
                counts.append(len(caught))
            assert counts[0] == counts[1] <= 17


def test_who_has_no_name_is_there_by_her_address():
    made = make_gradebook(participants=0)
    enrolment = add_participant(made.tutored, learner=people.officer(printed_name=""))
    made.enrolments.append(enrolment)
    assert row_of(made).name == enrolment.learner.email
