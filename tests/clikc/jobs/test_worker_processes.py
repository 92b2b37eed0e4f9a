"""``manage.py work`` in processes of its own, killed in every way there is."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from clikc.jobs import registry
from clikc.jobs.api import start_job
from clikc.jobs.models import Job, Round, Worker
from clikc.jobs.tasks import do_round
from tests.factories.people import make_person

State = Job.State
PATIENCE_SECONDS = 90

pytestmark = pytest.mark.django_db(transaction=True)


def until(what):
    """Wait for something to become true, for a while."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := what()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
    return found


@pytest.fixture
def supervised(tmp_path):
    """Starts ``manage.py work`` on the database of this test; what still runs at the end is killed."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.support.work.settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_MEDIA": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "work", "--grace", "1"]
    started = []

    def start():
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)  # noqa: S603
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def ask(settings, monkeypatch):
    """Asks for work as a page would: it goes into the queue of the database."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": settings.QUEUES}}
    for kind in ("test.steps", "test.poison"):
        monkeypatch.setitem(registry._works, kind, registry.Work(kind, print, kind))
    owner = make_person()
    return lambda kind, **payload: start_job(kind=kind, owner=owner, payload=payload)


def worker_at(folder: Path, number: int) -> int:
    """Id of the process that does a job of steps for the n-th time, once it is half way."""
    return int(until(lambda: (folder / f"try-{number}").exists() and (folder / f"try-{number}").read_text()))


def is_over(job: Job) -> bool:
    return not Job.objects.get(pk=job.pk).is_open


def test_a_killed_worker_is_replaced_and_its_job_done(supervised, ask, tmp_path):
    job = ask("test.steps", at=str(tmp_path))
    supervised()
    os.kill(worker_at(tmp_path, 1), signal.SIGKILL)
    assert worker_at(tmp_path, 2)
    (tmp_path / "go").touch()
    until(lambda: is_over(job))
    job.refresh_from_db()
    assert (job.state, job.tries, job.done, job.total) == (State.DONE, 2, 5, 5)
    assert job.result["finished"]


def test_everything_killed_and_started_again(supervised, ask, tmp_path):
    job = ask("test.steps", at=str(tmp_path))
    first = supervised()
    worker_at(tmp_path, 1)
    first.kill()
    first.wait()
    assert Job.objects.get().state == State.RUNNING
    (tmp_path / "go").touch()
    supervised()
    until(lambda: is_over(job))
    job.refresh_from_db()
    assert (job.state, job.tries) == (State.DONE, 2)


def test_poison_stops_after_three_workers(supervised, ask):
    job = ask("test.poison")
    other = supervised()
    until(lambda: is_over(job))
    job.refresh_from_db()
    assert (job.state, job.tries, job.fault) == (State.FAILED, 3, "lost")
    assert other.poll() is None


def test_told_to_end_it_gives_back_what_it_does(supervised, ask, tmp_path):
    job = ask("test.steps", at=str(tmp_path))
    first = supervised()
    worker_at(tmp_path, 1)
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=PATIENCE_SECONDS) == 0
    job.refresh_from_db()
    assert (job.state, job.tries, job.runner) == (State.WAITING, 0, None)
    assert not Worker.objects.exists()


def test_two_supervisors_begin_a_round_once(supervised):
    supervised()
    supervised()
    until(lambda: Worker.objects.count() == 4 and Round.objects.filter(name="test.round").exists())

    def begun() -> list[str]:
        rows = DBTaskResult.objects.filter(task_path=do_round.module_path)
        return [row.status for row in rows if row.args_kwargs["args"] == ["test.round"]]

    until(lambda: begun() == [TaskResultStatus.SUCCESSFUL])
