"""Work comes in, participants get tutors, tutors leave: whose work is it?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from clikc.people.models import AuditEntry
from enrolment.grading import api
from enrolment.grading.models import Marking, Tutorship
from enrolment.programmes.models import RunTutor, Team, TeamMember
from tests.factories import people
from tests.factories.tutoring import (
    add_participant,
    finish,
    make_assignment,
    make_hand_in,
    make_marking,
    make_rubric,
    make_tutored_run,
    mark_all,
    tutored_by,
)
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db):
    return make_tutored_run(participants=2, tutors=3, sample_percent=0)


def receive(made, place=0, **facts) -> Marking:
    hand_in = make_hand_in(made.work[0], made.enrolments[place], **facts)
    return api.receive_work(hand_in_id=hand_in.pk)


def set_tutor(made, tutor, place=0):
    return api.set_tutor(run=made.run, enrolment_id=made.enrolments[place].pk, tutor=tutor, by=None)


def refusal(made, tutor, **facts) -> str:
    with pytest.raises(api.TutorRefused) as refused:
        api.set_tutor(
            **{"run": made.run, "enrolment_id": made.enrolments[0].pk, "tutor": tutor, "by": None} | facts
        )
    return refused.value.reason


# --- work comes in ------------------------------------------------------------------------------


def test_work_comes_to_the_tutor_of_who_wrote_it(made):
    hand_in = make_hand_in(made.work[0], made.enrolments[1])
    marking = api.receive_work(hand_in_id=hand_in.pk)
    assert api.receive_work(hand_in_id=hand_in.pk) == marking
    assert (marking.tutor, marking.role, marking.rubric) == (
        made.tutors[1],
        "first",
        made.work[0].assignment.rubric,
    )
    assert marking.due_at == hand_in.at + timedelta(days=7)
    assert (marking.begun_at, marking.version) == (None, 0)


def test_another_hand_in_takes_the_place_of_one_nobody_began(made):
    marking = receive(made)
    newer = make_rubric(made.work[0].assignment, version=2)
    hand_in = make_hand_in(made.work[0], made.enrolments[0])
    assert api.receive_work(hand_in_id=hand_in.pk) == marking
    marking.refresh_from_db()
    assert (marking.hand_in, marking.rubric, marking.version) == (hand_in, newer, 1)
    first = marking.submission.hand_ins.get(number=1)
    api.receive_work(hand_in_id=first.pk)
    marking.refresh_from_db()
    assert marking.hand_in == hand_in


def test_what_is_begun_stays_with_the_hand_in_it_was_begun_with(made):
    marking = receive(made)
    mark_all(marking)
    later = make_hand_in(made.work[0], made.enrolments[0])
    api.receive_work(hand_in_id=later.pk)
    marking.refresh_from_db()
    assert marking.hand_in.number == 1


def test_a_resubmission_is_a_marking_of_its_own(made):
    first = receive(made)
    finish(first, "partly")
    newer = make_rubric(made.work[0].assignment, version=2)
    second = receive(made, attempt=2)
    assert (second.attempt, second.tutor, second.rubric) == (2, first.tutor, newer)
    assert Marking.objects.current().filter(role="first").count() == 2


def test_without_a_tutor_it_waits_for_one(made):
    Tutorship.objects.all().delete()
    marking = receive(made)
    assert marking.tutor is None
    api.allocate_tutors(run=made.run, by=people.manager())
    marking.refresh_from_db()
    assert marking.tutor == api.tutor_of(run_id=made.run.pk, enrolment_id=made.enrolments[0].pk)


def test_without_a_rubric_it_waits_for_one(made):
    assignment = make_assignment(made.course)
    assignment.rubrics.all().delete()
    made.work[0].assignment = assignment
    made.work[0].save()
    assert receive(made) is None
    assert api.receive_waiting(run_id=made.run.pk) == []
    make_rubric(assignment)
    [marking] = api.receive_waiting(run_id=made.run.pk)
    assert marking.tutor == made.tutors[0]
    assert api.receive_waiting(run_id=made.run.pk) == []


def make_team(made, places=(0, 1)) -> Team:
    team = Team.objects.create(run=made.run, name="Team")
    for place in places:
        learner = made.enrolments[place].learner
        TeamMember.objects.create(run=made.run, team=team, person=learner, joined_at="2020-01-01T00:00Z")
    return team


def test_a_team_s_work_comes_to_who_tutors_most_of_them(made):
    made.enrolments.append(add_participant(made, administration="PE"))
    tutored_by(made, made.enrolments[2], made.tutors[1])
    team = make_team(made, (0, 1, 2))
    marking = api.receive_work(hand_in_id=make_hand_in(made.work[0], team=team).pk)
    assert marking.tutor == made.tutors[1]
    set_tutor(made, made.tutors[2], place=1)
    marking.refresh_from_db()
    assert marking.tutor == made.tutors[1]
    set_tutor(made, made.tutors[2], place=2)
    marking.refresh_from_db()
    assert marking.tutor == made.tutors[2]


def test_nobody_marks_the_team_of_a_colleague(made):
    team = make_team(made)
    colleague = made.enrolments[1].learner.administration
    made.tutors[0].administration = colleague
    made.tutors[0].save()
    marking = api.receive_work(hand_in_id=make_hand_in(made.work[0], team=team).pk)
    assert marking.tutor == made.tutors[1]
    marking.tutor = made.tutors[0]
    marking.save()
    assert api.sheet_of(type(made.tutors[0]).objects.get(pk=made.tutors[0].pk), marking.pk) is None


# --- tutors are given and changed ---------------------------------------------------------------


def test_another_tutor_gets_the_work_with_what_is_begun(made):
    waiting, begun = receive(made), make_marking_of_second_assignment(made)
    mark_all(begun)
    old, new = made.tutors[0], made.tutors[2]
    manager = people.manager()
    tutorship = api.set_tutor(
        run=made.run, enrolment_id=made.enrolments[0].pk, tutor=new, by=manager, reason="On leave"
    )
    assert set(api.queue_of(new)) == {waiting, begun}
    assert not api.queue_of(old).exists()
    assert begun.marks.count() == 2
    before = Tutorship.objects.get(tutor=old, enrolment=made.enrolments[0])
    assert (before.ended_by, before.reason, tutorship.began_by) == (manager, "On leave", manager)
    assert AuditEntry.objects.get(what="tutor_given").person == made.enrolments[0].learner
    assert set_tutor(made, new) == tutorship
    assert Tutorship.objects.count() == 3


def make_marking_of_second_assignment(made) -> Marking:
    from enrolment.programmes.models import RunAssignment

    other = RunAssignment.objects.create(
        run=made.run, assignment=make_assignment(made.course), due_at=made.work[0].due_at
    )
    return make_marking(other, made.enrolments[0])


def test_what_is_finished_or_with_somebody_else_stays(made):
    finished = receive(made)
    finish(finished, "partly")
    elsewhere = make_marking_of_second_assignment(made)
    api.hand_over(marking_id=elsewhere.pk, to=made.tutors[1], by=elsewhere.tutor)
    set_tutor(made, made.tutors[2])
    finished.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (finished.tutor, elsewhere.tutor) == (made.tutors[0], made.tutors[1])


def test_without_a_tutor_the_work_waits(made):
    marking = receive(made)
    set_tutor(made, None)
    marking.refresh_from_db()
    assert marking.tutor is None
    assert api.tutor_of(run_id=made.run.pk, enrolment_id=made.enrolments[0].pk) is None
    assert set_tutor(made, None) is None


def test_who_cannot_be_the_tutor(made):
    learner = made.enrolments[0].learner
    colleague = people.tutor(administration=learner.administration.code)
    RunTutor.objects.create(run=made.run, tutor=colleague)
    people.give_role(learner, "tutor")
    RunTutor.objects.create(run=made.run, tutor=learner)
    assert refusal(made, people.tutor(administration="UG")) == "not_a_tutor"
    assert refusal(made, colleague) == "own_administration"
    assert refusal(made, learner) == "own_work"
    stranger = make_tutored_run(participants=1).enrolments[0]
    assert refusal(made, made.tutors[0], enrolment_id=stranger.pk) == "not_a_participant"
    made.tutors[1].role_grants.all().delete()
    assert refusal(made, made.tutors[1]) == "not_a_tutor"


def test_who_is_no_tutor_of_the_run_any_more(made):
    waiting = receive(made)
    finished = receive(made, place=1)
    leaving = made.tutors[0]
    api.hand_over(marking_id=finished.pk, to=leaving, by=finished.tutor)
    finished.refresh_from_db()
    finish(finished, "partly")
    for _twice in range(2):
        api.end_run_tutor(run=made.run, tutor=leaving, by=people.manager(), reason="Moved on")
    waiting.refresh_from_db()
    finished.refresh_from_db()
    assert (waiting.tutor, finished.tutor) == (None, leaving)
    assert not api.markings_seen_by(leaving).exists()
    assert not Tutorship.objects.current().filter(tutor=leaving).exists()
    assert AuditEntry.objects.filter(what="run_tutor_ended").count() == 1
    api.allocate_tutors(run=made.run, by=None)
    waiting.refresh_from_db()
    assert waiting.tutor in made.tutors[1:]


def test_a_second_marking_of_who_left_goes_to_another_one():
    made = make_tutored_run(participants=1, tutors=3, sample_percent=100)
    marking = make_marking(made.work[0], made.enrolments[0])
    finish(marking, "partly")
    second = Marking.objects.get(role="second")
    mark_all(second)
    leaving = second.tutor
    api.end_run_tutor(run=made.run, tutor=leaving, by=None)
    second.refresh_from_db()
    assert second.tutor not in (leaving, marking.tutor, None)
    assert second.marks.count() == 2


# --- allocation ---------------------------------------------------------------------------------


def test_everybody_gets_a_tutor_who_may():
    made = make_tutored_run(participants=8, tutors=2, is_allocated=False)
    colleague = people.tutor(administration="KE")
    RunTutor.objects.create(run=made.run, tutor=colleague, capacity=8)
    preview = api.preview_allocation(run=made.run)
    assert not Tutorship.objects.exists()
    done = api.allocate_tutors(run=made.run, by=people.manager())
    assert (done.pairs, done.unplaced) == (preview.pairs, {})
    assert set(done.changed) == {item.pk for item in made.enrolments}
    for item in Tutorship.objects.current().select_related("tutor", "enrolment__learner"):
        assert item.tutor.administration_id != item.enrolment.learner.administration_id
    again = api.allocate_tutors(run=made.run, by=people.manager())
    assert (again.changed, again.pairs) == ((), done.pairs)
    assert Tutorship.objects.count() == 8


def test_nobody_loses_her_tutor_for_nothing():
    made = make_tutored_run(participants=3, tutors=1)
    RunTutor.objects.update(capacity=1)
    done = api.allocate_tutors(run=made.run, by=None)
    assert (done.changed, done.unplaced, len(done.pairs)) == ((), {}, 3)


def test_who_may_not_be_it_any_more_is_not():
    made = make_tutored_run(participants=1, tutors=1)
    marking = make_marking(made.work[0], made.enrolments[0])
    made.tutors[0].administration = made.enrolments[0].learner.administration
    made.tutors[0].save()
    done = api.allocate_tutors(run=made.run, by=None)
    assert done.unplaced == {made.enrolments[0].pk: "own_administration"}
    marking.refresh_from_db()
    assert marking.tutor is None


def test_nobody_is_her_own_tutor():
    made = make_tutored_run(participants=1, tutors=1, is_allocated=False)
    both = made.tutors[0]
    both.administration = None
    both.save()
    own = add_participant(made, learner=both)
    done = api.allocate_tutors(run=made.run, by=None)
    assert done.pairs == {made.enrolments[0].pk: both.pk}
    assert set(done.unplaced) == {own.pk}
    other = people.tutor(administration="BJ")
    RunTutor.objects.create(run=made.run, tutor=other)
    assert api.allocate_tutors(run=made.run, by=None).pairs[own.pk] == other.pk


@pytest.mark.django_db(transaction=True)
def test_handed_in_while_the_tutor_changes():
    """Whichever comes first, in the end the work is with the tutor whom the participant has then."""
    made = make_tutored_run(participants=6, tutors=2)
    hand_ins = [make_hand_in(made.work[0], item) for item in made.enrolments]

    def act(job):
        kind, place = job
        if kind == "in":
            return api.receive_work(hand_in_id=hand_ins[place].pk)
        return set_tutor(made, made.tutors[(place + 1) % 2], place=place)

    at_once(act, [(kind, place) for place in range(6) for kind in ("in", "tutor")])
    for place, item in enumerate(made.enrolments):
        marking = Marking.objects.get(submission__enrolment=item)
        assert marking.tutor == made.tutors[(place + 1) % 2]


@pytest.mark.django_db(transaction=True)
def test_handed_in_twice_at_once_is_one_marking():
    made = make_tutored_run(participants=1)
    hand_in = make_hand_in(made.work[0], made.enrolments[0])
    found = at_once(lambda _n: api.receive_work(hand_in_id=hand_in.pk), range(8))
    assert len({marking.pk for marking in found}) == Marking.objects.count() == 1


def test_the_check_after_the_commit_changes_nothing_where_all_is_well(made):
    with TestCase.captureOnCommitCallbacks(execute=True):
        marking = receive(made)
    marking.refresh_from_db()
    assert (marking.tutor, marking.version) == (made.tutors[0], 0)


# --- what is asked of the database --------------------------------------------------------------


def counted(verb) -> int:
    with CaptureQueriesContext(connection) as queries:
        verb()
    return len(queries)


def test_allocation_is_planned_with_the_same_queries():
    few, many = (make_tutored_run(participants=number, tutors=2, is_allocated=False) for number in (2, 30))
    asked = [counted(lambda made=made: api.preview_allocation(run=made.run)) for made in (few, many)]
    assert asked[0] == asked[1] <= 5
