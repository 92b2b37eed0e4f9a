"""A quiz that is changed in the back office while it is sat, or after: what answers were given under stays,
and nobody waits for anybody for ever."""

from datetime import timedelta
from threading import Event

import pytest
from django.db.models.signals import post_init, post_save
from django.urls import reverse
from django.utils import timezone

from courses.quizzes.models import Quiz
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Release
from enrolment.progress.models import ActivityProgress
from tests.factories import people
from tests.factories.assessment import make_sitting, right_answers, sit
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    people.sign_in(client, people.make_person(is_superuser=True, is_staff=True))
    return client


def form_of(client, quiz) -> dict:
    """What the form of a quiz would send as it is shown."""
    form = client.get(reverse("quiz:edit", args=[quiz.pk])).context["form"]
    slots = form.formsets["slots"]
    data = {field.html_name: field.value() for part in (form, *slots.forms) for field in part}
    data = {name: "on" if value is True else value for name, value in data.items() if value or value == 0}
    data = {name: value for name, value in data.items() if value is not False}
    return data | {f"slots-{name}_FORMS": len(slots.forms) for name in ("TOTAL", "INITIAL")}


def save(client, quiz, **changes):
    data = form_of(client, quiz) | changes
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(reverse("quiz:edit", args=[quiz.pk]), data)


def refusals(response) -> dict[str, list[str]]:
    """Field → why it was refused; nothing where it was saved."""
    if response.status_code == 302:
        return {}
    return {
        name: [item.code for item in errors.as_data()]
        for name, errors in response.context["form"].errors.items()
    }


class TestAnotherMode:
    @pytest.mark.parametrize("mode", ["test", "practice"])
    def test_an_exam_that_was_sat_is_released_first(self, author, mode):
        exam = make_sitting(mode="exam")
        sit(exam.attempt)
        assert refusals(save(author, exam.quiz, mode=mode)) == {"mode": ["not_released"]}
        assert Quiz.objects.get().mode == "exam"
        api.release_results(quiz_id=exam.quiz.pk, by=exam.learner)
        assert refusals(save(author, exam.quiz, mode=mode)) == {}
        assert ActivityProgress.objects.filter(completed_at__isnull=False).count() == 1

    def test_an_exam_that_nobody_handed_in_may_become_a_test(self, author):
        exam = make_sitting(mode="exam")
        assert refusals(save(author, exam.quiz, mode="test")) == {}

    @pytest.mark.parametrize(
        ("before", "after"), [("practice", "test"), ("test", "practice"), ("practice", "exam")]
    )
    def test_not_to_or_from_practice_while_somebody_sits_it(self, author, before, after):
        sitting = make_sitting(mode=before)
        assert refusals(save(author, sitting.quiz, mode=after)) == {"mode": ["being_sat"]}
        sit(sitting.attempt)
        assert refusals(save(author, sitting.quiz, mode=after)) == {}

    def test_the_way_back_is_neither_closed_nor_opened_in_the_middle(self, author):
        sitting = make_sitting()
        assert refusals(save(author, sitting.quiz, is_sequential="on")) == {"is_sequential": ["being_sat"]}
        sit(sitting.attempt, right=0)
        assert refusals(save(author, sitting.quiz, is_sequential="on")) == {}
        other = api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=Quiz.objects.get())
        assert refusals(save(author, sitting.quiz, is_sequential=None)) == {"is_sequential": ["being_sat"]}
        assert Attempt.objects.get(pk=other.pk).is_open

    def test_anything_else_may_change_while_it_is_sat(self, author):
        sitting = make_sitting(mode="practice")
        assert refusals(save(author, sitting.quiz, own_pass_mark="80", time_limit="30")) == {}


class TestReleasedMeanwhile:
    def test_saving_what_was_read_before_takes_no_release_back(self, author):
        exam = make_sitting(mode="exam")
        sit(exam.attempt)

        def release(**_kwargs):
            post_init.disconnect(release, sender=Quiz)
            api.release_results(quiz_id=exam.quiz.pk, by=exam.learner)

        data = form_of(author, exam.quiz) | {"own_pass_mark": "80"}
        post_init.connect(release, sender=Quiz)
        author.post(reverse("quiz:edit", args=[exam.quiz.pk]), data)
        quiz = Quiz.objects.get()
        assert quiz.own_pass_mark == 80
        assert quiz.released_at == Release.objects.get().at

    def test_a_release_that_was_lost_is_made_again_as_it_was(self):
        exam, boss = make_sitting(mode="exam"), people.manager()
        sit(exam.attempt)
        first = api.release_results(quiz_id=exam.quiz.pk, by=boss)
        Quiz.objects.update(released_at=None)
        again = api.release_results(quiz_id=exam.quiz.pk, by=people.manager())
        assert again.released_at == first.released_at
        assert Release.objects.get().by == boss


@pytest.mark.django_db(transaction=True)
def test_another_closing_time_and_handing_in_do_not_wait_for_each_other(author):
    """The learner has her attempt and wants its exam while the author has the exam and its attempts are
    to be moved: whoever locks them the other way round ends one of the two."""
    exam = make_sitting(mode="exam", closes_at=timezone.now() + timedelta(hours=1))
    other = make_sitting(made=exam.made)
    api.save_answers(attempt_id=exam.attempt.pk, answers=right_answers(exam.attempt))
    data = form_of(author, exam.quiz) | {
        "closes_at": f"{exam.quiz.closes_at + timedelta(hours=2):%Y-%m-%d %H:%M}"
    }
    handed_in, saved = Event(), Event()

    def has_attempt(**_kwargs):
        handed_in.set()
        # Where one writes at a time the author waits for the learner, and there is nothing to see.
        saved.wait(timeout=1)

    def has_quiz(**_kwargs):
        saved.set()

    def act(is_author):
        if not is_author:
            return api.submit_attempt(attempt_id=exam.attempt.pk)
        handed_in.wait(timeout=20)
        return author.post(reverse("quiz:edit", args=[exam.quiz.pk]), data)

    post_save.connect(has_attempt, sender=Attempt)
    post_save.connect(has_quiz, sender=Quiz)
    try:
        _attempt, page = at_once(act, [False, True])
    finally:
        post_save.disconnect(has_attempt, sender=Attempt)
        post_save.disconnect(has_quiz, sender=Quiz)
    assert page.status_code == 302
    assert not Attempt.objects.get(pk=exam.attempt.pk).is_open
    moved = Attempt.objects.get(pk=other.attempt.pk).deadline_at - other.attempt.deadline_at
    assert timedelta(hours=1, minutes=58) < moved <= timedelta(hours=2)
