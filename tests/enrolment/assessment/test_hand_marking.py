"""Answers that a person marks: whose they may be, the mark, and what follows once none waits."""

from decimal import Decimal

import pytest

from clikc.post.api import deliver_due, letter_of
from enrolment.assessment import api
from enrolment.assessment.markers import end_marker
from enrolment.assessment.models import Attempt, Response
from enrolment.assessment.permissions import markable_by
from enrolment.completion.models import CourseCompletion
from enrolment.progress.api import record_progress
from tests.factories import people
from tests.factories.desk import make_essay_course, make_marker, make_waiting

pytestmark = pytest.mark.django_db


def mark(response, share="1", by=None, comment="Good."):
    return api.mark_by_hand(
        response_id=response.pk, fraction=Decimal(share), comment=comment, by=by or people.manager()
    )


def tell(sitting):
    """What became of the letter to the learner."""
    api.tell_learner(attempt=sitting.attempt)
    deliver_due()
    return letter_of(f"answers-marked:{sitting.attempt.pk}").outcome


def test_the_mark_is_kept_with_who_and_when():
    sitting, boss = make_waiting(), people.manager()
    kept = mark(sitting.waiting[0], "0.75", by=boss, comment="  Nearly.  ")
    kept.refresh_from_db()
    assert (kept.fraction, kept.comment, kept.marked_by) == (Decimal("0.75"), "Nearly.", boss)
    assert kept.marked_at is not None
    attempt = Attempt.objects.get()
    assert (attempt.score, attempt.waiting, attempt.is_passed) == (Decimal("1.75"), 0, True)


@pytest.mark.parametrize("share", ["-0.01", "1.01"])
def test_more_than_a_point_or_less_than_none_is_refused(share):
    sitting = make_waiting()
    with pytest.raises(api.MarkRefused, match="fraction"):
        mark(sitting.waiting[0], share)
    assert Response.objects.waiting().count() == 1


def test_the_first_mark_stands():
    sitting = make_waiting()
    mark(sitting.waiting[0], "0.25", comment="First")
    with pytest.raises(api.MarkRefused, match="not_waiting"):
        mark(sitting.waiting[0], "1", comment="Second")
    kept = Response.objects.get(pk=sitting.waiting[0].pk)
    assert (kept.fraction, kept.comment) == (Decimal("0.25"), "First")


class TestWhoMarksWhat:
    def test_a_tutor_in_her_courses_others_answers_alone(self):
        here, elsewhere = make_essay_course(), make_essay_course()
        marker = make_marker(here.course, administration="KE")
        foreign = make_waiting(made=here)
        make_waiting(made=here, learner=people.officer(administration="KE"))
        make_waiting(made=elsewhere, learner=people.officer(administration="FJ"))
        assert list(markable_by(marker.tutor)) == foreign.waiting

    def test_an_answer_of_somebody_without_an_administration_too(self):
        made = make_essay_course()
        marker = make_marker(made.course)
        sitting = make_waiting(made=made, learner=people.officer(administration=None))
        assert list(markable_by(marker.tutor)) == sitting.waiting

    def test_nobody_her_own(self):
        boss = people.manager()
        make_waiting(learner=boss)
        assert not markable_by(boss).exists()
        assert markable_by(people.manager()).exists()

    def test_not_before_it_is_handed_in(self):
        sitting = make_waiting()
        Attempt.objects.update(submitted_at=None, score=None)
        assert not markable_by(people.manager()).exists()
        with pytest.raises(api.MarkRefused, match="not_waiting"):
            mark(sitting.waiting[0])

    @pytest.mark.parametrize("make", [people.officer, people.coordinator, people.author, people.translator])
    def test_nobody_else(self, make):
        make_waiting()
        assert not markable_by(make()).exists()

    def test_a_tutor_who_was_ended_or_lost_the_role(self):
        made = make_essay_course()
        make_waiting(made=made)
        ended, former = make_marker(made.course), make_marker(made.course)
        end_marker(marker=ended, by=people.manager())
        former.tutor.role_grants.update(ended_at="2026-01-01T00:00Z")
        fresh = type(former.tutor).objects.get(pk=former.tutor.pk)
        assert not markable_by(ended.tutor).exists()
        assert not markable_by(fresh).exists()

    def test_the_oldest_first(self):
        made = make_essay_course()
        first, second = (make_waiting(made=made, learner=people.officer()) for _n in range(2))
        Attempt.objects.filter(pk=second.attempt.pk).update(submitted_at="2026-01-01T00:00Z")
        found = [item.attempt_id for item in markable_by(people.manager())]
        assert found == [second.attempt.pk, first.attempt.pk]


class TestWhatFollows:
    def test_passing_completes_the_course_with_its_certificate(self):
        sitting = make_waiting()
        for lesson in sitting.made.activities[:-1]:
            record_progress(enrolment_id=sitting.enrolment.pk, activity=lesson, is_all=True)
        assert not CourseCompletion.objects.exists()
        mark(sitting.waiting[0])
        assert CourseCompletion.objects.get().certificate.learner == sitting.learner

    def test_the_learner_is_told_when_the_last_is_marked(
        self, mailoutbox, django_capture_on_commit_callbacks
    ):
        made = make_essay_course(essays=2)
        sitting = make_waiting(made=made, learner=people.officer(preferred_language="ar"))
        with django_capture_on_commit_callbacks(execute=True):
            mark(sitting.waiting[0])
        assert mailoutbox == []
        with django_capture_on_commit_callbacks(execute=True):
            mark(sitting.waiting[1])
        told = [item for item in mailoutbox if f"/ar/attempts/{sitting.attempt.pk}/result/" in item.body]
        (message,) = told
        ((html, kind),) = message.alternatives
        assert message.to == [sitting.learner.email]
        assert kind == "text/html"
        assert '<html lang="ar" dir="rtl">' in html
        for text in (message.subject, message.body, html):
            assert sitting.learner.printed_name not in text
            assert "%" not in text
            assert "Good." not in text
        assert "Final test" in message.body

    def test_she_is_told_once(self, mailoutbox):
        sitting = make_waiting()
        mark(sitting.waiting[0])
        for _n in range(2):
            assert tell(sitting) == "sent"
        told = [message for message in mailoutbox if str(sitting.attempt.pk) in message.body]
        assert len(told) == 1
        assert Attempt.objects.get().told_at is not None

    def test_who_was_told_before_there_were_letters_is_not_told_again(self, mailoutbox):
        sitting = make_waiting()
        Attempt.objects.update(told_at="2026-01-01T00:00Z")
        mark(sitting.waiting[0])
        assert tell(sitting) == "dropped"
        assert mailoutbox == []

    def test_nobody_is_told_of_what_is_not_known(self, mailoutbox):
        still = make_waiting()
        exam = make_waiting(made=make_essay_course(), learner=people.officer(), mode="exam")
        closed = make_waiting(made=make_essay_course(), learner=people.officer(is_active=False))
        for sitting in (exam, closed):
            mark(sitting.waiting[0])
        assert [tell(sitting) for sitting in (still, exam, closed)] == ["dropped"] * 3
        assert mailoutbox == []
