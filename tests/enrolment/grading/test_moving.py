"""Two accounts of one person become one: her grades, her tutors, and what she marks."""

import pytest

from enrolment.grading import api
from enrolment.grading.models import GradeEntry, Marking, Tutorship
from enrolment.membership.api import merge_accounts
from enrolment.programmes.models import Team, TeamMember
from tests.factories import people
from tests.factories.tutoring import (
    add_participant,
    finish,
    make_hand_in,
    make_marking,
    make_tutored_run,
    mark_all,
    tutored_by,
)

pytestmark = pytest.mark.django_db
ONCE = {"sample_percent": 0, "pass_percent": 10, "honours_percent": 100}


@pytest.fixture
def manager(db):
    return people.manager(administration="UG")


@pytest.fixture
def made(db):
    """Two participants who are one person."""
    return make_tutored_run(participants=2, tutors=2, assignments=2, administrations=("KE",), **ONCE)


def graded(made, work, place, manager, level="partly") -> Marking:
    marking = finish(make_marking(made.work[work], made.enrolments[place]), level)
    api.release_grades(submission_ids=[marking.submission_id], by=manager)
    return marking


def merge(made, manager):
    kept, dropped = (item.learner for item in made.enrolments)
    merge_accounts(kept=kept, dropped=dropped, by=people.admin())


def grades_of(enrolment) -> list:
    found = GradeEntry.objects.filter(enrolment=enrolment).order_by("item", "number")
    return list(found.values_list("number", "points"))


def test_grades_come_along(made, manager):
    graded(made, 0, 0, manager)
    other = graded(made, 1, 1, manager, "missing")
    merge(made, manager)
    assert grades_of(made.enrolments[0]) == [(1, 12), (1, 0)]
    shown = api.released_work_of(type(other.submission).objects.get(pk=other.submission_id))
    assert shown.points == 0
    for _again in range(2):
        api.unite_grades(into=made.enrolments[0].pk, other=made.enrolments[1].pk)
    assert grades_of(made.enrolments[0]) == [(1, 12), (1, 0)]


def test_of_two_grades_the_latest_counts(made, manager):
    graded(made, 0, 0, manager)
    graded(made, 0, 1, manager, "missing")
    merge(made, manager)
    assert grades_of(made.enrolments[0]) == [(1, 12), (2, 0)]
    assert grades_of(made.enrolments[1]) == []


def test_a_team_s_grade_stays_one(made, manager):
    team = Team.objects.create(run=made.run, name="Team")
    for item in made.enrolments:
        TeamMember.objects.create(run=made.run, team=team, person=item.learner, joined_at="2020-01-01T00:00Z")
    marking = make_marking(made.work[0], hand_in=make_hand_in(made.work[0], team=team), tutor=made.tutors[0])
    finish(marking, "partly")
    api.release_grades(submission_ids=[marking.submission_id], by=manager)
    api.unite_grades(into=made.enrolments[0].pk, other=made.enrolments[1].pk)
    assert grades_of(made.enrolments[0]) == grades_of(made.enrolments[1]) == [(1, 12)]


def test_what_both_handed_in_is_marked_once(made, manager):
    markings = [api.receive_work(hand_in_id=make_hand_in(made.work[0], item).pk) for item in made.enrolments]
    merge(made, manager)
    left = Marking.objects.current().get()
    assert left == markings[0]
    assert Tutorship.objects.current().get().tutor == made.tutors[0]
    assert Tutorship.objects.count() == 2


def test_what_a_tutor_marks_is_hers(made, manager):
    begun = make_marking(made.work[0], made.enrolments[0])
    mark_all(begun)
    done = finish(make_marking(made.work[1], made.enrolments[0]), "partly")
    kept, dropped = people.tutor(administration="UG"), made.tutors[0]
    for _again in range(2):
        api.move_marker(kept=kept, dropped=dropped)
    assert list(api.queue_of(kept)) == [begun]
    done.refresh_from_db()
    assert done.tutor == kept
    assert api.tutor_of(run_id=made.run.pk, enrolment_id=made.enrolments[0].pk) == kept
    assert not dropped.tutors_in.exists()
    assert kept.tutors_in.get().capacity == 6


def test_one_person_does_not_mark_a_work_twice():
    made = make_tutored_run(participants=1, tutors=2, **ONCE | {"sample_percent": 100})
    marking = finish(make_marking(made.work[0], made.enrolments[0]), "partly")
    second = Marking.objects.get(role="second")
    api.move_marker(kept=marking.tutor, dropped=second.tutor)
    second.refresh_from_db()
    assert second.tutor is None


def test_nobody_tutors_herself():
    made = make_tutored_run(participants=0, tutors=1)
    learner = people.officer(administration="BJ")
    enrolment = add_participant(made, learner=learner)
    tutored_by(made, enrolment, made.tutors[0])
    api.move_marker(kept=learner, dropped=made.tutors[0])
    assert not Tutorship.objects.current().exists()
