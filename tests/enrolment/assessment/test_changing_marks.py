"""A mark by hand is corrected: who may when, what stays on record, and what follows."""

from decimal import Decimal

import pytest

from enrolment.assessment import api
from enrolment.assessment.models import Attempt, HandMark, Response
from enrolment.assessment.signals import attempt_settled
from enrolment.certificates.models import Certificate
from enrolment.completion.models import CourseCompletion
from tests.factories import people
from tests.factories.desk import make_essay_course, make_marker, make_waiting
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db


def mark(response, share="1", by=None, comment="Good."):
    return api.mark_by_hand(
        response_id=response.pk, fraction=Decimal(share), comment=comment, by=by or people.manager()
    )


def change(response, share, by, reason="A line was overlooked", seen=None):
    return api.change_mark(
        response_id=response.pk,
        fraction=Decimal(share),
        comment="Look again.",
        reason=reason,
        by=by,
        seen=HandMark.objects.filter(response=response).last().pk if seen is None else seen,
    )


@pytest.fixture
def settled():
    heard = []

    def hear(attempt, **_kwargs):
        heard.append(attempt.pk)

    attempt_settled.connect(hear)
    yield heard
    attempt_settled.disconnect(hear)


def test_every_mark_stays_on_record_and_the_last_one_counts():
    sitting, first, boss = make_waiting(), people.manager(), people.manager()
    essay = mark(sitting.waiting[0], "0.25", by=first, comment=" Short. ")
    change(essay, "0.75", boss, reason="  The second page  ")
    kept = list(HandMark.objects.values_list("fraction", "comment", "reason", "by"))
    assert kept == [
        (Decimal("0.25"), "Short.", "", first.pk),
        (Decimal("0.75"), "Look again.", "The second page", boss.pk),
    ]
    essay.refresh_from_db()
    assert (essay.fraction, essay.comment, essay.marked_by) == (Decimal("0.75"), "Look again.", boss)
    assert Attempt.objects.get().score == Decimal("1.75")


class TestATutor:
    @pytest.fixture
    def made(self):
        return make_essay_course(essays=2)

    @pytest.fixture
    def tutor(self, made):
        return make_marker(made.course).tutor

    def test_changes_her_own_as_long_as_others_wait(self, made, tutor):
        sitting = make_waiting(made=made)
        change(mark(sitting.waiting[0], by=tutor), "0.5", tutor, reason="")
        assert Response.objects.get(pk=sitting.waiting[0].pk).fraction == Decimal("0.5")
        mark(sitting.waiting[1], by=tutor)
        with pytest.raises(api.MarkRefused, match="not_hers"):
            change(sitting.waiting[0], "1", tutor)

    def test_changes_her_own_in_an_exam_until_it_is_released(self, made, tutor):
        sitting = make_waiting(made=made, mode="exam")
        for essay in sitting.waiting:
            mark(essay, by=tutor)
        change(sitting.waiting[0], "0.5", tutor, reason="")
        api.release_results(quiz_id=made.quiz.pk, by=people.manager())
        with pytest.raises(api.MarkRefused, match="not_hers"):
            change(sitting.waiting[0], "1", tutor)
        assert Response.objects.get(pk=sitting.waiting[0].pk).fraction == Decimal("0.5")

    def test_changes_no_one_elses_nor_hers_once_somebody_changed_it(self, made, tutor):
        sitting = make_waiting(made=made)
        mark(sitting.waiting[0], by=people.manager())
        with pytest.raises(api.MarkRefused, match="not_hers"):
            change(sitting.waiting[0], "0.5", tutor)


class TestAManager:
    @pytest.mark.parametrize("make", [people.manager, people.admin])
    def test_changes_any_at_any_time_but_for_a_reason(self, make):
        sitting, boss = make_waiting(), make()
        mark(sitting.waiting[0], "0", by=people.manager())
        with pytest.raises(api.MarkRefused, match="reason"):
            change(sitting.waiting[0], "1", boss, reason="  ")
        change(sitting.waiting[0], "1", boss)
        assert Attempt.objects.get().is_passed

    def test_no_more_than_a_point_nor_what_waits(self):
        sitting, boss = make_waiting(), people.manager()
        with pytest.raises(api.MarkRefused, match="not_hers"):
            change(sitting.waiting[0], "1", boss, seen=1)
        mark(sitting.waiting[0])
        with pytest.raises(api.MarkRefused, match="fraction"):
            change(sitting.waiting[0], "1.01", boss)


class TestWhatFollows:
    def test_who_passes_now_gets_what_passing_brings_and_keeps_it(self, settled):
        made = make_essay_course(lessons=0)
        sitting, boss = make_waiting(made=made), people.manager()
        mark(sitting.waiting[0], "0")
        assert not CourseCompletion.objects.exists()
        settled.clear()
        change(sitting.waiting[0], "1", boss)
        assert settled == [sitting.attempt.pk]
        assert Certificate.objects.get().learner == sitting.learner
        change(sitting.waiting[0], "0", boss)
        assert Attempt.objects.get().is_passed is False
        assert CourseCompletion.objects.count() == Certificate.objects.count() == 1

    def test_another_comment_alone_settles_nothing(self, settled):
        sitting, boss = make_waiting(), people.manager()
        mark(sitting.waiting[0], "0.5")
        settled.clear()
        change(sitting.waiting[0], "0.5", boss)
        assert settled == []
        assert Response.objects.get(pk=sitting.waiting[0].pk).comment == "Look again."

    def test_in_an_exam_nothing_is_told_before_its_release(self, settled):
        sitting = make_waiting(mode="exam")
        mark(sitting.waiting[0], "0")
        change(sitting.waiting[0], "1", people.manager())
        assert settled == []


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_is_refused():
    sitting, boss = make_waiting(), people.manager()
    mark(sitting.waiting[0], "0")
    seen = HandMark.objects.get().pk

    def correct(share):
        try:
            return change(sitting.waiting[0], share, boss, seen=seen).fraction
        except api.MarkRefused as refused:
            return str(refused)

    outcomes = at_once(correct, ["0.25", "0.5", "0.75", "1"])
    assert outcomes.count("changed_meanwhile") == 3
    assert HandMark.objects.count() == 2
    kept = Response.objects.get(pk=sitting.waiting[0].pk)
    assert kept.fraction in outcomes
    assert Attempt.objects.get().score == 1 + kept.fraction


def test_marks_are_seen_by_their_learner_alone():
    sitting = make_waiting()
    mark(sitting.waiting[0])
    assert HandMark.objects.visible_to(sitting.learner).count() == 1
    assert not HandMark.objects.visible_to(people.officer()).exists()
