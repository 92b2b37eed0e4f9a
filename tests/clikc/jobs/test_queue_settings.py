"""Which queue is used is one setting; what it needs is said at start-up."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

SHOW = "import json, clikc.settings.base as s; print(json.dumps([s.TASKS, s.INSTALLED_APPS[-20:], s.ADMINS]))"


def started_with(**environment) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if name not in ("TASK_QUEUE", "REDIS_URL")}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", SHOW],
        cwd=settings.BASE_DIR,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "backend", "asks_for_rq"),
    [
        ({}, "django_tasks_db.DatabaseBackend", False),
        ({"TASK_QUEUE": "redis", "REDIS_URL": "redis://x:1/0"}, "django_tasks_rq.RQBackend", True),
        ({"REDIS_URL": "redis://x:1/0"}, "django_tasks_db.DatabaseBackend", False),
    ],
    ids=["nothing said", "redis", "redis for the cache alone"],
)
def test_the_queue(environment, backend, asks_for_rq):
    tasks, apps, _admins = json.loads(started_with(**environment).stdout)
    assert tasks["default"] == {"BACKEND": backend, "QUEUES": ["default", "jobs"]}
    assert ("django_rq" in apps) is asks_for_rq


@pytest.mark.parametrize(
    ("environment", "named"),
    [({"TASK_QUEUE": "redis"}, "REDIS_URL"), ({"TASK_QUEUE": "rabbit"}, "TASK_QUEUE")],
)
def test_no_start_with_half_a_setting(environment, named):
    answer = started_with(**environment)
    assert answer.returncode != 0
    assert named in answer.stderr


def test_who_is_told():
    _tasks, _apps, admins = json.loads(started_with(REPORT_TO="a@x.example, b@x.example").stdout)
    assert admins == [["", "a@x.example"], ["", "b@x.example"]]
