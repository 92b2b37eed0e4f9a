"""Exams: nothing counts before the release; then everything does, once, with who released it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Release
from enrolment.assessment.releasing import preview_release
from enrolment.assessment.signals import attempt_settled, result_known
from enrolment.progress.models import ActivityProgress
from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.desk import make_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    told = {"settled": [], "known": []}

    def settled(attempt, **_kwargs):
        told["settled"].append(attempt.pk)

    def known(attempt, **_kwargs):
        told["known"].append(attempt.pk)

    attempt_settled.connect(settled)
    result_known.connect(known)
    yield told
    attempt_settled.disconnect(settled)
    result_known.disconnect(known)


def make_exam(**facts):
    return make_sitting(mode="exam", **{"attempts_allowed": 3} | facts)


def release(exam, by=None):
    return api.release_results(quiz_id=exam.quiz.pk, by=by or people.manager())


def is_done(exam) -> bool:
    return ActivityProgress.objects.filter(
        enrolment=exam.enrolment, activity=exam.quiz.activity, completed_at__isnull=False
    ).exists()


def test_nothing_follows_before_and_everything_at_the_release(heard):
    exam, boss = make_exam(), people.manager()
    sit(exam.attempt)
    assert not is_done(exam)
    assert heard["settled"] == []
    quiz = release(exam, by=boss)
    assert is_done(exam)
    kept = Release.objects.get()
    assert (kept.by, kept.at, kept.quiz) == (boss, quiz.released_at, exam.quiz)


def test_twice_is_once(heard):
    exam, boss = make_exam(), people.manager()
    sit(exam.attempt)
    first = release(exam, by=boss)
    again = release(exam)
    assert first.released_at == again.released_at
    assert Release.objects.get().by == boss
    assert heard == {"settled": [exam.attempt.pk], "known": [exam.attempt.pk]}


def test_a_learner_of_several_attempts_is_told_once(heard):
    exam = make_exam()
    sit(exam.attempt, right=0)
    second = api.start_attempt(enrolment_id=exam.enrolment.pk, quiz=exam.quiz)
    sit(second)
    release(exam)
    assert heard["known"] == [second.pk]


def test_not_while_essays_wait():
    exam = make_waiting(mode="exam")
    with pytest.raises(api.ReleaseRefused, match="waiting"):
        release(exam)
    exam.quiz.refresh_from_db()
    assert exam.quiz.is_awaiting_release
    assert not Release.objects.exists()


def test_a_mark_before_the_release_tells_nobody(heard):
    exam = make_waiting(mode="exam")
    api.mark_by_hand(response_id=exam.waiting[0].pk, fraction=Decimal(1), comment="", by=people.manager())
    assert heard == {"settled": [], "known": []}
    release(exam)
    assert heard == {"settled": [exam.attempt.pk], "known": [exam.attempt.pk]}


def test_what_is_no_exam_is_not_released():
    with pytest.raises(api.ReleaseRefused, match="not_an_exam"):
        release(make_sitting())


def test_attempts_whose_time_is_up_are_closed_first():
    exam = make_exam(time_limit=10)
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(seconds=1))
    release(exam)
    assert Attempt.objects.get().is_timed_out


def test_later_attempts_are_known_at_once(heard):
    exam = make_exam()
    sit(exam.attempt, right=0)
    release(exam)
    exam.quiz.refresh_from_db()
    later = make_sitting(made=exam.made)
    sit(later.attempt)
    assert is_done(later)


def test_the_preview_counts_learners_by_the_attempt_that_counts(django_assert_num_queries):
    exam = make_exam(counts="last")
    sit(exam.attempt)
    sit(api.start_attempt(enrolment_id=exam.enrolment.pk, quiz=exam.quiz), right=0)
    passing = make_sitting(made=exam.made)
    sit(passing.attempt)
    make_sitting(made=exam.made)
    with django_assert_num_queries(1):
        preview = preview_release(exam.quiz)
    assert (preview.passed, preview.failed, preview.open, preview.waiting) == (1, 1, 1, 0)


def test_who_passes_gets_a_certificate_and_is_told(mailoutbox, django_capture_on_commit_callbacks):
    exam = make_exam(made=None)
    exam.made.course.activities.filter(kind="lesson").update(is_required=False)
    sit(exam.attempt)
    with django_capture_on_commit_callbacks(execute=True):
        release(exam)
    assert exam.enrolment.completion.certificate.learner == exam.learner
    assert {message.to[0] for message in mailoutbox} == {exam.learner.email}
    assert len(mailoutbox) == 2


def test_is_refused_while_an_attempt_cannot_be_closed():
    sitting = make_exam(time_limit=30)
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(minutes=1), paper=[{}])
    with pytest.raises(api.ReleaseRefused, match="not_closed"):
        api.release_results(quiz_id=sitting.quiz.pk, by=people.manager())
    assert not Release.objects.exists()
