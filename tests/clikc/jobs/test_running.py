"""One run of a job: signs of life, a claim that is lost, failures, files."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction

from clikc.jobs.api import ClaimLost, start_again, stop_job
from clikc.jobs.models import Job
from clikc.jobs.rescue import rescue_jobs
from clikc.jobs.running import SECONDS_BETWEEN_WRITES, claim, run
from tests.factories.jobs import make_job

State = Job.State


def due(job: Job) -> None:
    """What the tick does for it."""
    rescue_jobs()
    job.refresh_from_db()


def let_write(running) -> None:
    """As if the last write were long ago."""
    running._written -= SECONDS_BETWEEN_WRITES


@pytest.mark.django_db(transaction=True)
class TestSignsOfLife:
    def test_the_first_total_is_written_at_once_and_then_about_once_a_second(self, kinds, pass_time):
        job = make_job()
        running = claim(job.pk)
        running.advance(0, total=10)
        running.advance(4)
        job.refresh_from_db()
        assert (job.done, job.total) == (0, 10)
        pass_time(seconds=2)
        let_write(running)
        running.advance(5)
        before = job.heartbeat_at
        job.refresh_from_db()
        assert (job.done, job.total) == (5, 10)
        assert job.heartbeat_at > before

    def test_ten_thousand_steps_are_a_handful_of_writes(self, kinds, django_assert_max_num_queries):
        running = claim(make_job().pk)
        with django_assert_max_num_queries(40):
            for step in range(10_000):
                running.advance(step, total=10_000)

    def test_the_row_is_not_locked_by_the_works_own_transaction(self, kinds):
        job = make_job()
        running = claim(job.pk)
        with transaction.atomic():
            before = len(connection.run_on_commit)
            running.advance(3, total=10)
            assert len(connection.run_on_commit) == before + 1
            assert Job.objects.get(pk=job.pk).done == 0
        assert Job.objects.get(pk=job.pk).done == 3

    def test_who_was_thought_dead_is_told_and_changes_nothing(self, kinds, pass_time, settings):
        job = make_job()
        first = claim(job.pk)
        pass_time(seconds=settings.JOB_LEASE_SECONDS + 1)
        # No kind of that name is registered, so its second run fails and rests.
        due(job)
        assert (job.state, job.tries) == (State.WAITING, 2)
        with pytest.raises(ClaimLost):
            first.advance(9, total=10)
        with pytest.raises(ClaimLost):
            first.finish({"mine": True})
        job.refresh_from_db()
        assert (job.state, job.done, job.result) == (State.WAITING, 0, None)

    def test_who_lives_keeps_it(self, kinds, pass_time, settings):
        job = make_job()
        running = claim(job.pk)
        for _step in range(3):
            pass_time(seconds=settings.JOB_LEASE_SECONDS - 10)
            let_write(running)
            running.advance(1)
            due(job)
        assert (job.state, job.tries) == (State.RUNNING, 1)


@pytest.mark.django_db
class TestFailing:
    @pytest.fixture
    def fails(self, kinds):
        """A kind that fails as often as this list is long."""
        failures = [ZeroDivisionError("the name of a person")] * 9

        def work(job):
            if failures:
                raise failures.pop()
            return {"ok": True}

        kinds("test.count", work)
        return failures

    def test_is_tried_again_later_and_does_it(self, fails, pass_time):
        del fails[1:]
        job = make_job()
        run(job.pk)
        due(job)
        assert (job.state, job.tries, job.fault) == (State.WAITING, 1, "raised builtins.ZeroDivisionError")
        run(job.pk)
        assert Job.objects.get(pk=job.pk).tries == 1
        pass_time(seconds=21)
        due(job)
        assert (job.state, job.tries, job.fault, job.result) == (State.DONE, 2, "", {"ok": True})

    def test_is_given_up_after_three_tries_and_reported(self, fails, pass_time, settings, mailoutbox, caplog):
        settings.ADMINS = [("", "watch@clikc.example")]
        job = make_job()
        run(job.pk)
        for minutes in (1, 3, 10, 60):
            pass_time(minutes=minutes)
            due(job)
        assert (job.state, job.tries) == (State.FAILED, 3)
        (mail,) = mailoutbox
        assert str(job.pk) in mail.body
        assert "ZeroDivisionError" in mail.body
        assert "name of a person" not in mail.body + job.fault
        assert len([line for line in caplog.messages if line.startswith("Gave up")]) == 1

    def test_is_started_again_with_all_its_tries(self, fails, pass_time, django_capture_on_commit_callbacks):
        job = make_job(state="failed", tries=3, fault="lost")
        del fails[:]
        with django_capture_on_commit_callbacks(execute=True):
            assert start_again(job=job) == job
        assert Job.objects.get(pk=job.pk).state == State.DONE

    def test_again_where_its_key_has_an_open_one_is_that_one(self, fails):
        job = make_job(state="failed", key="import 7")
        other = make_job(key="import 7")
        assert start_again(job=job) == other
        assert Job.objects.get(pk=job.pk).state == State.FAILED

    def test_a_kind_that_is_gone_fails_like_any_other(self, kinds, pass_time):
        job = make_job(kind="test.gone", tries=2)
        run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.fault) == (State.FAILED, "raised builtins.LookupError")

    def test_a_result_that_is_no_json_fails(self, kinds):
        kinds("test.count", lambda job: {"at": object()})
        job = make_job(tries=2)
        run(job.pk)
        assert Job.objects.get(pk=job.pk).state == State.FAILED


@pytest.mark.django_db
class TestLost:
    def test_three_times_lost_is_given_up(self, kinds, pass_time, settings, caplog):
        job = make_job(state="running", tries=3, heartbeat_at="2020-01-01T00:00Z")
        due(job)
        assert (job.state, job.fault) == (State.FAILED, "lost")
        assert "lost" in caplog.text

    def test_what_the_queue_lost_is_put_there_again(self, kinds, pass_time, settings):
        kinds("test.count", lambda job: None)
        job = make_job()
        due(job)
        assert job.state == State.WAITING
        pass_time(seconds=settings.JOB_LEASE_SECONDS + 1)
        due(job)
        assert job.state == State.DONE

    def test_lost_while_it_was_being_stopped_it_is_stopped(self, kinds):
        old = "2020-01-01T00:00Z"
        job = make_job(state="running", tries=1, heartbeat_at=old, stop_asked_at=old)
        due(job)
        assert job.state == State.STOPPED

    def test_told_to_end_the_process_gives_it_back(self, kinds):
        def told(job):
            raise SystemExit(1)

        kinds("test.count", told)
        job = make_job()
        with pytest.raises(SystemExit):
            run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.tries, job.runner) == (State.WAITING, 0, None)


@pytest.mark.django_db(transaction=True)
class TestStopping:
    def test_work_that_looks_up_is_stopped_between_steps(self, kinds):
        done = []

        def work(job):
            for step in range(5):
                if step == 2:
                    stop_job(job=job.job)
                let_write(job)
                job.advance(step, total=5)
                if job.is_stopping:
                    return {"until": step}
                done.append(step)
            return None

        kinds("test.count", work, can_stop=True)
        job = make_job()
        run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.done, job.result) == (State.STOPPED, 2, {"until": 2})
        assert done == [0, 1]


@pytest.mark.django_db(transaction=True)
class TestFiles:
    def test_the_later_file_takes_the_place_of_the_first(self, kinds):
        job = make_job()
        running = claim(job.pk)
        running.attach(ContentFile(b"first"), name="a.csv")
        first = running.job.file.name
        running.attach(ContentFile(b"second"), name="b.csv")
        job.refresh_from_db()
        assert (job.file.read(), job.file_name) == (b"second", "b.csv")
        assert not job.file.storage.exists(first)

    def test_who_lost_the_job_leaves_no_file(self, kinds):
        job = make_job()
        running = claim(job.pk)
        Job.objects.filter(pk=job.pk).update(runner=None, state=State.WAITING)
        with pytest.raises(ClaimLost):
            running.attach(ContentFile(b"late"), name="a.csv")
        assert not job.file.storage.exists(running.job.file.name)
        assert not Job.objects.get(pk=job.pk).file
