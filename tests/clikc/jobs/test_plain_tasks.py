"""Tasks that are no jobs, in the queue of the database: put back after a failure or the death of a worker."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from clikc.jobs import plain_tasks, workers
from clikc.jobs.models import Job, Worker
from clikc.jobs.tasks import run_job
from tests.factories.jobs import make_job
from tests.support.work.tasks import fail, hold

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": settings.QUEUES}}


def work() -> None:
    """A worker that ends when there is nothing left to do now."""
    call_command("db_worker", batch=True, verbosity=0, interval=0, reload=False, startup_delay=False)


def running(task, *args, by: list[str], since=None) -> DBTaskResult:
    row = task.enqueue(*args).db_result
    found = DBTaskResult.objects.filter(pk=row.pk)
    found.update(status=Status.RUNNING, worker_ids=by, started_at=since or timezone.now())
    return found.get()


def test_what_fails_rests_and_is_tried_three_times(caplog):
    row = fail.enqueue().db_result
    rests = []
    for _try in range(3):
        work()
        row.refresh_from_db()
        rests.append(
            row.status == Status.READY and round((row.run_after - timezone.now()).total_seconds(), -1)
        )
        DBTaskResult.objects.filter(pk=row.pk).update(run_after=timezone.now())
    assert rests == [20, 120, False]
    assert (row.status, len(row.worker_ids)) == (Status.FAILED, 3)
    (report,) = [line for line in caplog.messages if line.startswith("Gave up")]
    assert "ZeroDivisionError" in report
    assert "name of a person" not in report


def test_what_succeeds_is_done_once(caplog, tmp_path):
    (tmp_path / "go").touch()
    row = hold.enqueue(str(tmp_path)).db_result
    work()
    row.refresh_from_db()
    assert (row.status, len(row.worker_ids)) == (Status.SUCCESSFUL, 1), row.traceback
    assert not [line for line in caplog.messages if line.startswith("Gave up")]


def test_what_a_dead_worker_did_is_ready_again():
    mine, others = running(hold, "x", by=["dead"]), running(hold, "x", by=["dead", "alive"])
    Worker.objects.create(pk="dead", seen_at=timezone.now())
    workers.bury("dead")
    mine.refresh_from_db()
    others.refresh_from_db()
    assert (mine.status, others.status) == (Status.READY, Status.RUNNING)
    assert not Worker.objects.exists()


def test_the_third_worker_it_killed_is_the_last(caplog):
    row = running(hold, "x", by=["a", "b", "dead"])
    plain_tasks.give_back("dead")
    row.refresh_from_db()
    assert row.status == Status.FAILED
    assert "lost" in caplog.text


def test_a_job_of_a_dead_worker_is_given_to_another_run_and_its_task_closed():
    job = make_job(state="running", tries=1, worker="dead", runner=uuid4(), heartbeat_at=timezone.now())
    row = running(run_job, str(job.pk), by=["dead"])
    workers.bury("dead")
    row.refresh_from_db()
    job.refresh_from_db()
    assert (row.status, job.state, job.fault) == (Status.FAILED, Job.State.WAITING, "lost")


def test_workers_nobody_sees_any_more_are_dead(settings):
    silent = timezone.now() - timedelta(seconds=settings.WORKER_SILENCE_SECONDS + 5)
    Worker.objects.create(pk="silent", seen_at=silent)
    workers.see(["seen"])
    gone, kept = running(hold, "x", by=["silent"]), running(hold, "x", by=["seen"])
    workers.bury_silent()
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.status, kept.status) == (Status.READY, Status.RUNNING)
    assert list(Worker.objects.values_list("pk", flat=True)) == ["seen"]


def test_a_worker_nobody_knows_has_the_lease(settings):
    old = timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS + 5)
    abandoned, begun = running(hold, "x", by=["bare"], since=old), running(hold, "x", by=["bare"])
    plain_tasks.look_after()
    abandoned.refresh_from_db()
    begun.refresh_from_db()
    assert (abandoned.status, begun.status) == (Status.READY, Status.RUNNING)
