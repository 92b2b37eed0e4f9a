"""A state machine of one learner with several tabs, a clock that jumps, links that break and servers that
are killed: whatever happens in whatever order, what is stored is what was acknowledged."""

from __future__ import annotations

import math
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Response
from enrolment.assessment.signals import attempt_settled, attempt_submitted
from enrolment.progress.models import ActivityProgress
from tests.factories.assessment import make_sitting, right_answers
from tests.factories.courses import make_course
from tests.factories.people import make_person

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
QUESTIONS = 3
TABS = range(3)

questions = st.integers(0, QUESTIONS - 1)
sends = st.tuples(
    st.sampled_from(TABS),
    questions,
    st.integers(0, 2),
    st.sampled_from(["arrives", "reply is lost", "server is killed", "comes twice"]),
    st.integers(0, 2),
)


class ServerKilled(Exception):
    """The process died before its transaction was committed."""


class Sitting(RuleBasedStateMachine):
    """The model keeps, for the open attempt, the answer of the highest acknowledged sequence."""

    made = None

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = START
        self.kept: dict[str, tuple[int, list[str]]] = {}
        self.checked: set[str] = set()
        self.place = 0
        self.finished: dict = {}
        self.heard: list = []
        self.settled: list = []
        attempt_submitted.connect(self._hear)
        attempt_settled.connect(self._settle)

    def teardown(self):
        attempt_submitted.disconnect(self._hear)
        attempt_settled.disconnect(self._settle)
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def _hear(self, attempt, **_kwargs):
        self.heard.append(attempt.pk)

    def _settle(self, attempt, **_kwargs):
        self.settled.append(attempt.pk)

    @contextmanager
    def clock(self):
        with mock.patch("django.utils.timezone.now", side_effect=lambda: self.now):
            yield

    @initialize(
        mode=st.sampled_from(["test", "practice", "exam"]),
        time_limit=st.sampled_from([0, 10]),
        attempts_allowed=st.sampled_from([0, 1, 3]),
        cool_down=st.sampled_from([0, 30]),
        is_sequential=st.booleans(),
        closes_after=st.sampled_from([None, 60]),
    )
    def a_quiz(self, closes_after, **facts):
        closes_at = START + timedelta(minutes=closes_after) if closes_after else None
        sitting = make_sitting(made=self.made, is_started=False, closes_at=closes_at, **facts)
        self.quiz, self.enrolment = sitting.quiz, sitting.enrolment
        self.manager = make_person(role="programme_manager")
        self.extra_minutes = self.extra_attempts = 0
        self.attempt = None

    # --- what the model expects -------------------------------------------------------------------

    def open_attempt(self) -> Attempt | None:
        return Attempt.objects.open().filter(enrolment=self.enrolment).first()

    @property
    def is_over(self) -> bool:
        """Whether the open attempt's time is up by the model's own reckoning."""
        return self.attempt is not None and self.deadline is not None and self.now >= self.deadline

    @property
    def deadline(self):
        started = self.attempt.started_at
        limit = self.quiz.time_limit
        ends = [started + timedelta(minutes=limit + self.extra_minutes)] if limit else []
        return min([*ends, *([self.quiz.closes_at] if self.quiz.closes_at else [])], default=None)

    def expect_closed(self):
        """The attempt is over: remember what it must be worth for ever after."""
        right = right_answers(self.attempt)
        kept = {question: answer for question, (_sequence, answer) in self.kept.items()}
        points = sum(
            set(kept.get(item["question"], [])) == set(right[item["question"]]) for item in self.paper
        )
        self.finished[self.attempt.pk] = (kept, points)
        self.attempt, self.kept, self.checked, self.place = None, {}, set(), 0

    @property
    def paper(self) -> list[dict]:
        return self.attempt.paper

    # --- what people, links and servers do --------------------------------------------------------

    @rule()
    def start(self):
        if self.is_over:
            self.expect_closed()
        with self.clock():
            try:
                started = api.start_attempt(enrolment_id=self.enrolment.pk, quiz=self.quiz)
            except api.AttemptRefused:
                assert self.attempt is None
                assert self.may_not_start()
                return
        if self.attempt is None:
            assert not self.may_not_start(), self.may_not_start()
            self.attempt = started
        assert started.pk == self.attempt.pk
        assert started.deadline_at == self.deadline

    def may_not_start(self) -> str:
        """Why the model would have refused a new attempt; empty if it would not."""
        made = Attempt.objects.submitted().filter(enrolment=self.enrolment)
        allowed = self.quiz.attempts_allowed
        if allowed and made.count() >= allowed + self.extra_attempts:
            return "attempts"
        if self.quiz.closes_at and self.now >= self.quiz.closes_at:
            return "closed"
        last = made.order_by("-submitted_at").first()
        if (
            last
            and self.quiz.cool_down
            and self.now < last.submitted_at + timedelta(minutes=self.quiz.cool_down)
        ):
            return "cool_down"
        if self.quiz.mode == "test" and made.filter(is_passed=True).exists():
            return "passed"
        return ""

    @precondition(lambda self: self.attempt is not None)
    @rule(sends=st.lists(sends, min_size=1, max_size=6))
    def answers(self, sends):
        """Tabs send answers, one after the other; the count of one may be older than that of another."""
        for send in sends:
            if self.attempt is not None:
                self.answer(*send)
                self.what_is_stored_is_what_was_acknowledged()

    def answer(self, tab, question, choice, fate, late_by):
        question = self.place if self.quiz.is_sequential and question == 0 else question
        if question >= QUESTIONS:
            return
        item = self.paper[question]
        given = [item["choices"][choice % len(item["choices"])]]
        sequence = int((self.now - START).total_seconds()) + 1000 + tab - 10 * late_by
        attempt_id, is_over = self.attempt.pk, self.is_over
        try:
            with self.clock():
                if fate == "server is killed":
                    self.killed(attempt_id, item["question"], given, sequence)
                    return
                saved = api.save_answer(
                    attempt_id=attempt_id, question_id=item["question"], answer=given, sequence=sequence
                )
                if fate == "comes twice":
                    again = api.save_answer(
                        attempt_id=attempt_id, question_id=item["question"], answer=given, sequence=sequence
                    )
                    assert again.sequence == saved.sequence
        except api.AttemptSubmitted:
            assert is_over
            return self.expect_closed()
        except api.AnswerRefused as refused:
            return self.was_rightly_refused(str(refused), item["question"], question)
        assert not is_over, "an answer was taken after the deadline"
        kept = self.kept.get(item["question"])
        if kept is None or sequence > kept[0]:
            self.kept[item["question"]] = (sequence, given)
        assert saved.sequence == self.kept[item["question"]][0]

    def was_rightly_refused(self, reason, question, place):
        if reason == "checked":
            assert question in self.checked
        else:
            assert reason == "not_now"
            assert self.quiz.is_sequential
            assert place != self.place

    def killed(self, attempt_id, question, given, sequence):
        """The server dies before it commits: nothing of it may be there."""
        before, heard, settled = self.stored(), list(self.heard), list(self.settled)
        try:
            with transaction.atomic():
                api.save_answer(attempt_id=attempt_id, question_id=question, answer=given, sequence=sequence)
                raise ServerKilled
        except (ServerKilled, api.AttemptSubmitted, api.AnswerRefused):
            pass
        assert self.stored() == before
        # A request that comes too late closes the attempt: undone with the rest, as is what was said of it.
        self.heard, self.settled = heard, settled

    def stored(self):
        rows = Response.objects.filter(attempt__enrolment=self.enrolment).order_by("pk")
        return list(rows.values_list("question", "answer", "sequence"))

    @precondition(lambda self: self.attempt is not None and self.quiz.is_sequential)
    @rule(place=st.integers(0, QUESTIONS))
    def go_on(self, place):
        is_over = self.is_over
        with self.clock():
            try:
                moved = api.go_on(attempt_id=self.attempt.pk, place=place)
            except api.AttemptSubmitted:
                assert is_over
                return self.expect_closed()
        if place == self.place and place < QUESTIONS:
            self.place += 1
        assert moved.place == self.place

    @precondition(lambda self: self.attempt is not None)
    @rule(question=questions)
    def check(self, question):
        item, is_over = self.paper[question], self.is_over
        with self.clock():
            try:
                api.check_answer(attempt_id=self.attempt.pk, question_id=item["question"])
            except api.AttemptSubmitted:
                assert is_over
                return self.expect_closed()
            except api.AnswerRefused:
                return self.check_was_rightly_refused(question)
        self.checked.add(item["question"])
        self.kept.setdefault(item["question"], (0, []))

    def check_was_rightly_refused(self, question):
        assert self.quiz.mode != "practice" or (self.quiz.is_sequential and question != self.place)

    @precondition(lambda self: self.attempt is not None)
    @rule(times=st.integers(1, 3))
    def hand_in(self, times):
        with self.clock():
            results = [api.submit_attempt(attempt_id=self.attempt.pk) for _time in range(times)]
        assert len({(item.submitted_at, item.score) for item in results}) == 1
        self.expect_closed()

    @rule(minutes=st.sampled_from([1, 4, 9, 31, 70]))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule()
    def the_worker_comes(self):
        was_over = self.is_over
        with self.clock():
            closed = api.close_due_attempts().closed
        assert closed == int(was_over)
        if was_over:
            self.expect_closed()

    @rule()
    def she_looks_at_the_page(self):
        """A late request closes what is over, as the worker does."""
        was_over = self.is_over
        with self.clock():
            standing = api.standing_of(enrolment=self.enrolment, quiz=self.quiz)
        if was_over:
            self.expect_closed()
        assert (standing.open_attempt is None) == (self.attempt is None)

    @rule(minutes=st.sampled_from([0, 5]), attempts=st.sampled_from([0, 1]))
    def more_is_granted(self, minutes, attempts):
        was_over = self.is_over
        with self.clock():
            try:
                api.grant_extension(
                    enrolment_id=self.enrolment.pk,
                    quiz=self.quiz,
                    minutes=minutes,
                    attempts=attempts,
                    reason="A power cut",
                    by=self.manager,
                )
            except api.ExtensionRefused:
                return
        if was_over:
            # Granted after the end: this attempt stays over, the next one has the time.
            self.the_worker_comes_before_anything()
        self.extra_minutes += minutes
        self.extra_attempts += attempts

    def the_worker_comes_before_anything(self):
        with self.clock():
            assert api.close_due_attempts().closed == 1
        self.expect_closed()

    # --- what is always so ------------------------------------------------------------------------

    @invariant()
    def what_is_stored_is_what_was_acknowledged(self):
        if self.attempt is None:
            return
        stored = {str(item.question_id): item for item in self.attempt.responses.all()}
        assert {question: (item.sequence, item.answer) for question, item in stored.items()} == self.kept
        assert {question for question, item in stored.items() if item.checked_at} == self.checked

    @invariant()
    def at_most_one_attempt_is_open(self):
        if not hasattr(self, "enrolment"):
            return
        attempts = list(Attempt.objects.filter(enrolment=self.enrolment).order_by("number"))
        assert [item.number for item in attempts] == list(range(1, len(attempts) + 1))
        expected = [] if self.attempt is None else [self.attempt.pk]
        assert [item.pk for item in attempts if item.is_open] == expected

    @invariant()
    def a_result_never_changes(self):
        for pk, (kept, points) in self.finished.items():
            attempt = Attempt.objects.get(pk=pk)
            stored = {str(item.question_id): item.answer for item in attempt.responses.all()}
            assert stored == kept
            assert (attempt.score, attempt.score_possible) == (Decimal(points), Decimal(QUESTIONS))
            assert attempt.is_passed == (math.floor(points * 100 / QUESTIONS) >= attempt.pass_mark)
            assert attempt.deadline_at is None or attempt.submitted_at <= attempt.deadline_at
            assert all(item.saved_at <= attempt.submitted_at for item in attempt.responses.all())

    @invariant()
    def every_end_is_announced_once(self):
        assert sorted(self.heard) == sorted(self.finished)
        if hasattr(self, "quiz"):
            assert sorted(self.settled) == ([] if self.quiz.mode == "exam" else sorted(self.finished))

    @invariant()
    def the_quiz_is_done_once_an_attempt_passed(self):
        if not hasattr(self, "quiz"):
            return
        is_done = ActivityProgress.objects.filter(
            enrolment=self.enrolment, activity=self.quiz.activity, completed_at__isnull=False
        ).exists()
        has_passed = any(points * 100 // QUESTIONS >= 70 for _kept, points in self.finished.values())
        assert is_done == (has_passed and self.quiz.mode != "exam")


@pytest.mark.django_db
def test_whatever_happens_what_is_stored_is_what_was_acknowledged():
    """One course for all; what each example does is rolled back."""
    Sitting.made = make_course(questions=QUESTIONS)
    run_state_machine_as_test(
        Sitting,
        settings=settings(
            max_examples=50,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
