"""The suite's settings, with the database of the test that asks and its folder for mail."""

import os

from clikc.settings.test import *  # noqa: F403
from clikc.settings.test import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.support.mailing.apps.MailingConfig"]
DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
EMAIL_BACKEND = "tests.support.mailing.backends.Killed"
EMAIL_FILE_PATH = os.environ["TEST_MAIL"]
