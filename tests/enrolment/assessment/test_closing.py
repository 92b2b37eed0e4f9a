"""At its deadline an attempt closes itself: the worker does it, a late request, or the sweep; once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from enrolment.assessment import api
from enrolment.assessment.models import Attempt
from enrolment.assessment.signals import attempt_settled, attempt_submitted
from enrolment.assessment.tasks import close_attempt
from enrolment.progress.models import ActivityProgress
from tests.factories import people
from tests.factories.assessment import make_sitting, right_answers
from tests.support.crowd import at_once

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def heard():
    told = []

    def submitted(attempt, **_kwargs):
        told.append("submitted")

    def settled(attempt, **_kwargs):
        told.append("settled")

    attempt_submitted.connect(submitted)
    attempt_settled.connect(settled)
    yield told
    attempt_submitted.disconnect(submitted)
    attempt_settled.disconnect(settled)


def let_it_run_out(sitting, seconds: int = 1):
    over = timezone.now() - timedelta(seconds=seconds)
    Attempt.objects.filter(pk=sitting.attempt.pk).update(deadline_at=over)
    return over


def due_now():
    """What waits in the queue for its time waits no longer."""
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def work():
    call_command("db_worker", batch=True, verbosity=0, interval=0, reload=False, startup_delay=False)


def waiting() -> list:
    closing = DBTaskResult.objects.filter(status="READY", task_path__endswith=".close_attempt")
    return list(closing.order_by("run_after"))


@pytest.mark.django_db
class TestTheSweep:
    def test_closes_what_is_due_and_nothing_else(self, heard):
        due, running = make_sitting(time_limit=30), make_sitting(time_limit=30)
        api.save_answers(attempt_id=due.attempt.pk, answers=right_answers(due.attempt))
        over, out = let_it_run_out(due, seconds=600), StringIO()
        call_command("close_due_attempts", stdout=out)
        closed = Attempt.objects.get(pk=due.attempt.pk)
        assert (closed.submitted_at, closed.is_timed_out, closed.percent) == (over, True, 100)
        assert Attempt.objects.get(pk=running.attempt.pk).is_open
        assert heard == ["submitted", "settled"]
        assert out.getvalue() == "1 closed at their deadline.\n"

    def test_has_nothing_to_say_where_nothing_is_due(self):
        out = StringIO()
        call_command("close_due_attempts", stdout=out)
        assert out.getvalue() == ""

    def test_has_nothing_to_do_the_second_time(self, heard):
        let_it_run_out(make_sitting(time_limit=30))
        assert [api.close_due_attempts().closed, api.close_due_attempts().closed] == [1, 0]
        assert len(heard) == 2

    def test_goes_on_where_one_cannot_be_closed(self, caplog):
        broken, other = make_sitting(time_limit=30), make_sitting(time_limit=30)
        for sitting in (broken, other):
            let_it_run_out(sitting)
        Attempt.objects.filter(pk=broken.attempt.pk).update(paper=[{}])
        with pytest.raises(CommandError, match="1 could not be closed"):
            call_command("close_due_attempts", stdout=StringIO())
        assert Attempt.objects.get(pk=broken.attempt.pk).is_open
        assert Attempt.objects.get(pk=other.attempt.pk).is_timed_out
        assert str(broken.attempt.pk) in caplog.text


@pytest.mark.django_db(transaction=True)
class TestTheWorker:
    @pytest.fixture(autouse=True)
    def _queue(self, settings):
        settings.TASKS = QUEUE

    def test_closes_an_attempt_nobody_comes_back_to(self, heard):
        sitting = make_sitting(time_limit=30)
        api.save_answers(attempt_id=sitting.attempt.pk, answers=right_answers(sitting.attempt))
        (task,) = waiting()
        assert task.run_after == sitting.attempt.deadline_at
        over = let_it_run_out(sitting)
        due_now()
        work()
        closed = Attempt.objects.get()
        assert (closed.submitted_at, closed.is_timed_out, closed.percent) == (over, True, 100)
        assert heard == ["submitted", "settled"]
        assert waiting() == []

    def test_does_nothing_before_the_deadline(self):
        make_sitting(time_limit=30)
        work()
        assert Attempt.objects.get().is_open
        assert len(waiting()) == 1

    def test_leaves_alone_what_was_handed_in(self, heard):
        sitting = make_sitting(time_limit=30)
        api.submit_attempt(attempt_id=sitting.attempt.pk)
        due_now()
        work()
        assert Attempt.objects.get().is_timed_out is False
        assert heard == ["submitted", "settled"]

    def test_comes_again_where_the_deadline_was_moved(self):
        sitting = make_sitting(time_limit=30)
        api.grant_extension(
            enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz, by=people.manager(), reason="x", minutes=10
        )
        moved = Attempt.objects.get().deadline_at
        assert [task.run_after for task in waiting()] == [sitting.attempt.deadline_at, moved]
        due_now()
        work()
        assert Attempt.objects.get().is_open
        assert {task.run_after for task in waiting()} == {moved}

    def test_was_killed_and_the_sweep_finds_it(self, heard):
        let_it_run_out(make_sitting(time_limit=30))
        # Taken by a worker that never finished it.
        DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
        work()
        assert Attempt.objects.get().is_open
        call_command("close_due_attempts", stdout=StringIO())
        assert Attempt.objects.get().is_timed_out
        assert heard == ["submitted", "settled"]

    def test_and_a_late_request_at_once_give_one_result(self, heard):
        sitting = make_sitting(time_limit=30)
        question, answer = next(iter(right_answers(sitting.attempt).items()))
        over = let_it_run_out(sitting)

        def late_answer():
            try:
                api.save_answer(
                    attempt_id=sitting.attempt.pk, question_id=question, answer=answer, sequence=1
                )
            except api.AttemptSubmitted:
                return "too late"

        def worker():
            close_attempt.call(str(sitting.attempt.pk))

        def sweep():
            api.close_due_attempts()

        outcomes = at_once(lambda act: act(), [worker, late_answer, sweep] * 4)
        assert outcomes.count("too late") == 4
        assert heard == ["submitted", "settled"]
        closed = Attempt.objects.get()
        assert (closed.submitted_at, closed.score) == (over, 0)
        assert ActivityProgress.objects.filter(completed_at__isnull=False).count() == 0
