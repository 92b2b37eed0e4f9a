"""More for one learner: extensions add up, move the deadline of what is open, and are granted once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.quizzes.signals import quiz_rescheduled
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Extension
from tests.factories import people
from tests.factories.assessment import make_sitting, sit

pytestmark = pytest.mark.django_db


def grant(sitting, **more):
    facts = {"enrolment_id": sitting.enrolment.pk, "quiz": sitting.quiz, "by": people.manager()}
    return api.grant_extension(**facts | {"reason": "The line was down"} | more)


def in_hours(number):
    return timezone.now().replace(microsecond=0) + timedelta(hours=number)


def test_it_is_kept_with_who_why_and_when():
    sitting, boss = make_sitting(time_limit=30), people.manager()
    made = grant(sitting, minutes=10, by=boss, reason="  The line was down  ")
    kept = Extension.objects.get()
    assert (kept, kept.granted_by, kept.reason, kept.minutes) == (made, boss, "The line was down", 10)


def test_minutes_add_up_and_move_the_deadline_of_what_is_open():
    sitting = make_sitting(time_limit=30)
    grant(sitting, minutes=10)
    grant(sitting, minutes=5)
    attempt = Attempt.objects.get()
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=45)


def test_the_next_attempt_has_them_too():
    sitting = make_sitting(time_limit=30, is_started=False)
    grant(sitting, minutes=15)
    attempt = api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz)
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=45)


def test_others_have_the_terms_of_everybody():
    sitting = make_sitting(time_limit=30)
    other = make_sitting(made=sitting.made)
    grant(sitting, minutes=15)
    attempt = Attempt.objects.get(pk=other.attempt.pk)
    assert attempt.deadline_at == other.attempt.deadline_at


def test_one_more_attempt_can_be_started():
    sitting = make_sitting(attempts_allowed=1)
    sit(sitting.attempt, right=0)
    with pytest.raises(api.AttemptRefused):
        api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz)
    grant(sitting, attempts=1)
    assert api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz).number == 2


def test_a_later_closing_reaches_as_far_as_the_limit():
    sitting = make_sitting(time_limit=120, closes_at=in_hours(1))
    assert sitting.attempt.deadline_at == sitting.quiz.closes_at
    grant(sitting, closes_at=in_hours(5))
    attempt = Attempt.objects.get()
    assert attempt.deadline_at == attempt.started_at + timedelta(minutes=120)


def test_time_that_is_up_stays_up():
    sitting = make_sitting(time_limit=30)
    over = timezone.now() - timedelta(minutes=1)
    Attempt.objects.update(deadline_at=over)
    grant(sitting, minutes=60)
    assert Attempt.objects.get().deadline_at == over


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, "nothing"),
        ({"minutes": 5, "reason": " \n "}, "reason"),
        ({"attempts": 1}, "unlimited"),
        ({"minutes": 5, "attempts": 1}, "unlimited"),
        ({"closes_at": in_hours(1)}, "not_later"),
        ({"minutes": 5, "seen": 1}, "changed"),
    ],
)
def test_refusals_grant_nothing(more, why):
    sitting = make_sitting(time_limit=30, closes_at=in_hours(2))
    with pytest.raises(api.ExtensionRefused, match=why):
        grant(sitting, **more)
    assert not Extension.objects.exists()


def test_a_form_sent_twice_grants_once():
    sitting = make_sitting(time_limit=30)
    grant(sitting, minutes=10, seen=0)
    with pytest.raises(api.ExtensionRefused, match="changed"):
        grant(sitting, minutes=10, seen=0)
    attempt = Attempt.objects.get()
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=40)


class TestAnotherTimetable:
    def announce(self, quiz, **facts):
        for name, value in facts.items():
            setattr(quiz, name, value)
        quiz.save()
        quiz_rescheduled.send(type(quiz), quiz=quiz)

    def test_open_attempts_get_what_they_gained(self):
        sitting = make_sitting(time_limit=30)
        self.announce(sitting.quiz, time_limit=45)
        attempt = Attempt.objects.get()
        assert attempt.deadline_at - attempt.started_at == timedelta(minutes=45)

    def test_extensions_stay_on_top(self):
        sitting = make_sitting(time_limit=30)
        grant(sitting, minutes=10)
        self.announce(sitting.quiz, time_limit=45)
        attempt = Attempt.objects.get()
        assert attempt.deadline_at - attempt.started_at == timedelta(minutes=55)

    def test_what_was_promised_never_comes_nearer(self):
        sitting = make_sitting(time_limit=30)
        self.announce(sitting.quiz, time_limit=5)
        assert Attempt.objects.get().deadline_at == sitting.attempt.deadline_at

    def test_without_a_limit_there_is_no_deadline_any_more(self):
        sitting = make_sitting(time_limit=30)
        self.announce(sitting.quiz, time_limit=0)
        assert Attempt.objects.get().deadline_at is None

    def test_few_queries_whatever_the_number(self, django_assert_max_num_queries):
        sitting = make_sitting(time_limit=30)
        for _n in range(4):
            make_sitting(made=sitting.made)
        with django_assert_max_num_queries(5):
            assert api.move_deadlines(quiz=sitting.quiz) == 0
