"""A corrected key: the preview tells all and writes nothing; the change is made once and for good."""

from decimal import Decimal

import pytest

from courses.quizzes.models import Choice, QuestionVersion
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Regrade, RegradedAttempt, Response
from enrolment.certificates.models import Certificate
from tests.factories import people
from tests.factories.assessment import make_sitting
from tests.factories.desk import make_waiting, make_wrong_key, swap_key

pytestmark = pytest.mark.django_db


def preview(world):
    return api.preview_regrade(question_id=world.question.pk)


def regrade(world, digest=None, **more):
    facts = {"question_id": world.question.pk, "reason": "The key was wrong", "by": people.manager()}
    return api.regrade(**facts | {"digest": digest or preview(world).digest} | more)


def scores(sittings) -> list[Decimal]:
    return [Attempt.objects.get(pk=item.attempt.pk).score for item in sittings]


class TestThePreview:
    def test_says_whose_points_change_and_how(self):
        world = make_wrong_key(right=1, wrong=2)
        world.correct()
        found = preview(world)
        assert found.sittings == 3
        assert {item.attempt.pk for item in found.gains} == {item.attempt.pk for item in world.gainers}
        assert {item.attempt.pk for item in found.losses} == {item.attempt.pk for item in world.losers}
        gain = found.gains[0]
        assert (gain.score_before, gain.score_after, gain.starts_to_pass) == (0, 1, True)
        assert found.losses[0].stops_passing

    def test_writes_nothing(self):
        world = make_wrong_key()
        world.correct()
        versions = QuestionVersion.objects.count()
        preview(world)
        assert QuestionVersion.objects.count() == versions
        assert scores(world.gainers) == [0]

    def test_is_empty_where_nothing_was_corrected(self):
        world = make_wrong_key()
        found = preview(world)
        assert (found.changes, found.sittings) == ((), 0)

    def test_is_empty_for_other_words(self):
        world = make_wrong_key()
        Choice.objects.filter(question=world.question, code="one").update(text_en="Put better")
        found = preview(world)
        assert (found.changes, found.sittings) == ((), 1)

    def test_has_no_line_for_who_answered_nothing(self):
        world = make_wrong_key(wrong=0)
        blank = make_sitting(made=world.made)
        api.submit_attempt(attempt_id=blank.attempt.pk)
        world.correct()
        assert preview(world).changes == ()

    def test_counts_what_the_question_cannot_judge_any_more(self):
        world = make_wrong_key()
        world.correct()
        world.question.kind = "multiple"
        world.question.save()
        found = preview(world)
        assert (found.changes, found.unmarkable) == ((), 1)

    def test_leaves_out_what_is_open_and_says_how_many(self):
        world = make_wrong_key(wrong=0)
        make_sitting(made=world.made)
        world.correct()
        found = preview(world)
        assert (found.changes, found.open) == ((), 1)

    def test_costs_the_same_for_one_and_for_many(self, django_assert_max_num_queries):
        few, many = make_wrong_key(wrong=1, right=1), make_wrong_key(wrong=8, right=2)
        for world in (few, many):
            world.correct()
        with django_assert_max_num_queries(12) as queries:
            preview(few)
        with django_assert_max_num_queries(len(queries)):
            assert len(preview(many).changes) == 10

    def test_of_a_question_there_is_not(self):
        with pytest.raises(api.RegradeRefused, match="unknown"):
            api.preview_regrade(question_id="00000000-0000-0000-0000-000000000000")

    def test_says_what_the_change_will_be_to_the_last_decimal(self):
        """Thirds of points are rounded once, in the preview as in the score."""
        world = make_wrong_key()
        attempt = world.gainers[0].attempt
        Response.objects.filter(attempt=attempt).update(fraction=Decimal("0.3333"))
        Attempt.objects.filter(pk=attempt.pk).update(score=Decimal("0.33"))
        world.correct()
        promised = preview(world).changes[0].score_after
        regrade(world)
        assert Attempt.objects.get(pk=attempt.pk).score == promised == 1


class TestTheChange:
    def test_gives_what_was_withheld_and_takes_nothing_by_default(self):
        world = make_wrong_key(right=1, wrong=2)
        world.correct()
        boss = people.manager()
        made = regrade(world, by=boss)
        assert scores(world.gainers) == [1, 1]
        assert scores(world.losers) == [1]
        assert (made.made_by, made.reason, made.spares_losses) == (boss, "The key was wrong", True)
        assert [item.pk for item in made.spared.all()] == [world.losers[0].attempt.pk]
        kept = RegradedAttempt.objects.get(attempt=world.gainers[0].attempt)
        assert (kept.fraction_before, kept.fraction_after) == (0, 1)
        assert (kept.score_before, kept.score_after, kept.was_passed, kept.is_passed) == (0, 1, False, True)

    def test_takes_where_that_is_wanted(self):
        world = make_wrong_key(right=1, wrong=1)
        world.correct()
        regrade(world, spares_losses=False)
        assert scores(world.losers) == [0]
        assert Attempt.objects.get(pk=world.losers[0].attempt.pk).is_passed is False

    def test_is_made_once(self):
        world = make_wrong_key()
        world.correct()
        digest = preview(world).digest
        regrade(world, digest)
        with pytest.raises(api.RegradeRefused, match="made_before"):
            regrade(world, digest)
        assert Regrade.objects.count() == RegradedAttempt.objects.count() == 1

    def test_what_was_spared_stays_spared(self):
        world = make_wrong_key(right=1)
        world.correct()
        regrade(world)
        with pytest.raises(api.RegradeRefused, match="made_before"):
            regrade(world, spares_losses=False)
        assert scores(world.losers) == [1]

    def test_reaches_who_was_still_sitting_once_she_has_handed_in(self):
        world = make_wrong_key()
        sitting = make_sitting(made=world.made)
        world.correct()
        regrade(world)
        second = Choice.objects.get(question=world.question, code="two")
        api.save_answers(attempt_id=sitting.attempt.pk, answers={str(world.question.pk): [str(second.pk)]})
        assert api.submit_attempt(attempt_id=sitting.attempt.pk).score == 0
        regrade(world)
        assert Attempt.objects.get(pk=sitting.attempt.pk).score == 1
        assert RegradedAttempt.objects.count() == 2

    def test_is_bound_to_what_was_looked_at(self):
        world = make_wrong_key()
        other = make_sitting(made=world.made)
        second = Choice.objects.get(question=world.question, code="two")
        api.save_answers(attempt_id=other.attempt.pk, answers={str(world.question.pk): [str(second.pk)]})
        world.correct()
        digest = preview(world).digest
        api.submit_attempt(attempt_id=other.attempt.pk)
        with pytest.raises(api.RegradeRefused, match="preview_is_old"):
            regrade(world, digest)
        assert scores(world.gainers) == [0]

    def test_is_bound_to_the_key_that_was_looked_at(self):
        world = make_wrong_key()
        world.correct()
        digest = preview(world).digest
        Choice.objects.filter(question=world.question, code="three").update(text_en="Another text")
        with pytest.raises(api.RegradeRefused, match="preview_is_old"):
            regrade(world, digest)

    @pytest.mark.parametrize(("more", "why"), [({"reason": " "}, "reason"), ({}, "nothing_changes")])
    def test_is_refused(self, more, why):
        world = make_wrong_key(right=1, wrong=0)
        world.correct()
        with pytest.raises(api.RegradeRefused, match=why):
            regrade(world, **more)
        assert not Regrade.objects.exists()

    def test_leaves_essays_of_the_attempt_waiting(self):
        sitting = make_waiting()
        short = sitting.made.questions[0]
        short.definition = {"accepted": {"en": ["perch"]}}
        short.save()
        found = api.preview_regrade(question_id=short.pk)
        assert [item.score_after for item in found.losses] == [0]
        api.regrade(
            question_id=short.pk, digest=found.digest, reason="x", by=people.manager(), spares_losses=False
        )
        attempt = Attempt.objects.get()
        assert (attempt.score, attempt.waiting, attempt.is_passed) == (0, 1, None)

    def test_a_new_pass_completes_the_course_and_brings_the_certificate(self):
        world = make_wrong_key()
        world.correct()
        assert not Certificate.objects.exists()
        regrade(world)
        assert Certificate.objects.get().learner == world.gainers[0].learner

    def test_no_certificate_is_taken_away(self):
        world = make_wrong_key(right=1, wrong=0)
        assert Certificate.objects.valid().count() == 1
        world.correct()
        regrade(world, spares_losses=False)
        assert Attempt.objects.get().is_passed is False
        assert Certificate.objects.valid().count() == 1

    def test_in_an_exam_nothing_follows_before_its_release(self):
        world = make_wrong_key(mode="exam")
        world.correct()
        regrade(world)
        assert not Certificate.objects.exists()
        api.release_results(quiz_id=world.quiz.pk, by=people.manager())
        assert Certificate.objects.count() == 1

    def test_all_or_nothing(self, monkeypatch):
        """Broken off at the second attempt, nothing is changed, and it can be made afterwards."""
        world = make_wrong_key(wrong=3)
        world.correct()
        digest, calls = preview(world).digest, []

        def break_off(attempt):
            calls.append(attempt)
            if len(calls) == 2:
                raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("enrolment.assessment.regrading.announce_settled", break_off)
            with pytest.raises(KeyboardInterrupt):
                regrade(world, digest)
        assert scores(world.gainers) == [0, 0, 0]
        assert not Regrade.objects.exists()
        regrade(world, digest)
        assert scores(world.gainers) == [1, 1, 1]

    def test_a_key_that_is_wrong_again_can_be_corrected_again(self):
        world = make_wrong_key(right=0, wrong=1)
        world.correct()
        regrade(world)
        Choice.objects.filter(question=world.question, code="two").update(is_right=False)
        Choice.objects.filter(question=world.question, code="three").update(is_right=True)
        found = preview(world)
        assert len(found.losses) == 1
        regrade(world, found.digest, spares_losses=False)
        assert scores(world.gainers) == [0]


class TestUndoing:
    """A correction that was wrong itself: the old key is restored, and what was asked is asked again."""

    def restore(self, world):
        Choice.objects.filter(question=world.question, code="one").update(is_right=True)
        Choice.objects.filter(question=world.question, code="two").update(is_right=False)

    def test_there_and_back_and_there_again(self):
        world = make_wrong_key(right=1, wrong=1)
        for number, turn in enumerate([swap_key, None, swap_key], start=1):
            turn(world.question) if turn else self.restore(world)
            found = preview(world)
            assert len(found.changes) == 2
            regrade(world, found.digest, spares_losses=False)
            assert scores(world.gainers) == [number % 2]
            assert scores(world.losers) == [1 - number % 2]
            with pytest.raises(api.RegradeRefused, match="made_before"):
                regrade(world, found.digest, spares_losses=False)
        rows = RegradedAttempt.objects.filter(attempt=world.gainers[0].attempt)
        assert list(rows.values_list("fraction_before", "fraction_after")) == [(0, 1), (1, 0), (0, 1)]
        assert len(set(Regrade.objects.values_list("digest"))) == 3
        assert QuestionVersion.objects.filter(question=world.question).count() == 2

    def test_a_confirmation_of_the_first_time_is_old_the_second_time(self):
        world = make_wrong_key()
        world.correct()
        first = preview(world).digest
        regrade(world, first)
        self.restore(world)
        regrade(world, spares_losses=False)
        world.correct()
        with pytest.raises(api.RegradeRefused, match="preview_is_old"):
            regrade(world, first)
        regrade(world)
        assert scores(world.gainers) == [1]

    def test_who_was_spared_by_a_key_stays_so_when_it_comes_back(self):
        world = make_wrong_key(right=1, wrong=1)
        world.correct()
        regrade(world)
        self.restore(world)
        assert [item.attempt.pk for item in preview(world).changes] == [world.gainers[0].attempt.pk]
        regrade(world, spares_losses=False)
        world.correct()
        regrade(world, spares_losses=False)
        assert scores([*world.gainers, *world.losers]) == [1, 1]

    def test_answers_say_which_version_marked_them_last(self):
        world = make_wrong_key(right=1, wrong=1)
        asked = QuestionVersion.objects.get(question=world.question)
        marked = Response.objects.filter(question=world.question).order_by("pk")
        assert set(marked.values_list("marked_version", flat=True)) == {asked.pk}
        world.correct()
        made = regrade(world)
        versions = dict(marked.values_list("attempt", "marked_version"))
        assert versions == {
            world.gainers[0].attempt.pk: made.version_id,
            world.losers[0].attempt.pk: asked.pk,
        }
