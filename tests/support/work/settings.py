"""The suite's settings, with the real queue, short waits, and the database of the test that asks."""

import os

from clikc.settings import tasks
from clikc.settings.test import *  # noqa: F403
from clikc.settings.test import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.support.work.apps.WorkConfig"]
DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
MEDIA_ROOT = os.environ["TEST_MEDIA"]
TASKS = tasks.TASKS
WORKER_SILENCE_SECONDS = 6
WORK_TICK_SECONDS = 0.5
LOGGING = {"version": 1, "disable_existing_loggers": False}
