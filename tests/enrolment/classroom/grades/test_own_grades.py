"""A participant's own grades: hers alone, explained, with what she needs."""

from datetime import timedelta
from decimal import Decimal

import pytest

from enrolment.grading import api as grading
from tests.factories import people
from tests.factories.gradebook import make_gradebook, marked
from tests.factories.tutoring import add_participant, finish, make_hand_in, make_marking

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make_gradebook(participants=2, assignments=2, manual=1, pass_percent=60, honours_percent=90)


@pytest.fixture
def learner(made, client):
    people.sign_in(client, made.enrolments[0].learner)
    return client


def at(made, query="") -> str:
    return f"/en/work/grades/{made.run.pk}/{query}"


def test_the_only_run_is_opened_at_once(made, learner):
    assert learner.get("/en/work/grades/")["Location"] == at(made)


def test_several_runs_are_listed_and_none_says_so(made, client):
    person = made.enrolments[0].learner
    other = make_gradebook(participants=0)
    add_participant(other.tutored, learner=person)
    people.sign_in(client, person)
    page = client.get("/en/work/grades/").content.decode()
    assert at(made) in page
    assert at(other) in page
    people.sign_in(client, people.officer())
    assert b"You have no grades yet" in client.get("/en/work/grades/").content


def test_nobody_elses(made, client):
    assert "/accounts/login/" in client.get(at(made))["Location"]
    for person in (people.officer(), people.coordinator(), made.tutors[0], made.boss):
        people.sign_in(client, person)
        assert client.get(at(made)).status_code == client.get("/en/work/grades/999999/").status_code == 404


@pytest.mark.parametrize("pk", ["0", "9" * 20])
def test_no_such_run(learner, pk):
    assert learner.get(f"/en/work/grades/{pk}/").status_code == 404


def test_a_deduction_is_explained_and_a_change_has_its_reason(made, learner):
    marked(
        made,
        0,
        0,
        points=16,
        raw=Decimal("17.5"),
        reasons=[{"code": "late", "percent": "10.00"}, {"code": "resubmitted", "percent": "70"}],
    )
    marked(made, 0, 1, points=4)
    grading.override_grade(
        run=made.run,
        column=made.assignments[1],
        enrolment_id=made.enrolments[0].pk,
        points=Decimal(9),
        reason="A page was overlooked",
        by=made.boss,
        seen=1,
    )
    page = learner.get(at(made)).content.decode()
    assert "Handed in late: 10% of the points were taken off." in page
    assert "it counts 70% of the points at most" in page
    assert "17.5" in page
    assert "A page was overlooked" in page
    assert "a programme manager" in page
    assert "your tutor" in page
    for person in (made.boss, made.tutors[0]):
        assert person.printed_name not in page


def decided(made, verb, **facts):
    """A manager decides about the first assignment, and its work is released after."""
    verb(
        run=made.run,
        column=made.assignments[0],
        enrolment_id=made.enrolments[0].pk,
        reason="Appeal upheld",
        by=made.boss,
        seen=0,
        **facts,
    )
    hand_in = make_hand_in(made.work[0], made.enrolments[0])
    marking = finish(make_marking(made.work[0], made.enrolments[0], hand_in=hand_in), "partly")
    grading.release_grades(submission_ids=[marking.submission_id], by=made.boss)


@pytest.mark.parametrize(
    ("verb", "facts", "words"),
    [
        (grading.override_grade, {"points": Decimal(19)}, "95%"),
        (grading.excuse, {}, "Released; the excuse stands, and it counts for nothing"),
    ],
)
def test_what_was_decided_before_its_release_is_said_to_stand(made, learner, verb, facts, words):
    made.scheme.sample_percent = made.scheme.border_percent = 0
    made.scheme.pass_percent = 50
    made.scheme.save()
    decided(made, verb, **facts)
    page = learner.get(at(made)).content.decode()
    for said in ("It had been decided before the work was released", "The work earned 12 of 20.", words):
        assert said in page
    assert page.count("Appeal upheld") == 3
    feedback = learner.get(f"/en/work/{made.work[0].pk}/feedback/").content.decode()
    assert "The work itself earned 12 points." in feedback
    assert "It had been decided before the work was released" in feedback
    assert f"/work/{made.work[0].pk}/feedback/" in page


def test_feedback_is_not_promised_before_its_release(made, learner):
    grading.override_grade(
        run=made.run,
        column=made.assignments[0],
        enrolment_id=made.enrolments[0].pk,
        points=Decimal(19),
        reason="Known from before",
        by=made.boss,
        seen=0,
    )
    assert "/feedback/" not in learner.get(at(made)).content.decode()


def test_what_is_dropped_is_marked(made, learner):
    marked(made, 0, 0, points=16)
    marked(made, 0, 1, points=4)
    made.run.grade_categories.update(drop_lowest=1)
    page = learner.get(at(made)).content.decode()
    assert page.count("dropped: it does not count") == 1
    assert "80%" in page


def test_what_is_missing_counts_as_nothing_in_the_total_alone(made, learner):
    made.work[0].due_at = made.now - timedelta(days=3)
    made.work[0].save()
    marked(made, 0, 1, points=16)
    page = learner.get(at(made)).content.decode()
    assert "Missing" in page
    assert "80%" in page
    assert "40%" in page


def test_what_if(made, learner):
    marked(made, 0, 0, points=10)
    page = learner.get(at(made, f"?if-{made.assignments[1]}=20&if-{made.manual[0]}=٧٫٥")).content.decode()
    assert "You would have 75%" in page
    assert 'value="20"' in page
    assert "Reached" in page
    assert "Out of reach" in page


def test_what_is_needed_of_what_is_open(made, learner):
    marked(made, 0, 0, points=10)
    page = learner.get(at(made)).content.decode()
    assert "You need 65% of the points of what is still open" in page
    assert "13 of 20" in page
    assert "6.5 of 10" in page


@pytest.mark.parametrize("typed", ["21", "-1", "1e30", "NaN", "x" * 10_000, "<b>", "9" * 20])
def test_what_is_no_number_of_points(made, learner, typed):
    answer = learner.get(at(made), {f"if-{made.assignments[0]}": typed})
    assert answer.status_code == 200
    assert b"Type a number from 0 to 20" in answer.content


def test_a_grade_that_stands_is_not_assumed_away(made, learner):
    marked(made, 0, 0, points=2)
    page = learner.get(at(made, f"?if-{made.assignments[0]}=20")).content.decode()
    assert "You would have" not in page


def test_who_left_keeps_her_grades(made, learner):
    marked(made, 0, 0, points=12)
    person = made.enrolments[0].learner
    person.places.update(left_at=made.now)
    made.enrolments[0].is_active = False
    made.enrolments[0].save()
    assert b"60%" in learner.get(at(made)).content


def test_nothing_is_kept_of_a_look(made, learner, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        first = learner.get(at(made, f"?if-{made.assignments[0]}=20"))
    assert first["Cache-Control"].startswith("max-age=0")
    assert b"You would have" not in learner.get(at(made)).content
