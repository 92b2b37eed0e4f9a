"""The suite's settings, with the real queue, short waits, and the database of the test that asks."""

import os

from clikc.settings.tasks import *  # noqa: F403
from clikc.settings.test import *  # noqa: F403
from clikc.settings.test import DATABASES, INSTALLED_APPS, QUEUES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.support.work.apps.WorkConfig"]
DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
MEDIA_ROOT = os.environ["TEST_MEDIA"]
if os.environ.get("TASK_QUEUE") != "redis":
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
WORKER_SILENCE_SECONDS = 2
WORK_TICK_SECONDS = 0.5
LOGGING = {"version": 1, "disable_existing_loggers": False}
