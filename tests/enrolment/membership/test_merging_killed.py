"""A process that merges two accounts, killed with -9 in the middle: all or nothing."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from enrolment.admissions.models import Enrolment
from enrolment.certificates.models import Certificate
from enrolment.membership.models import Merge
from tests.factories.certificates import make_certificate
from tests.factories.coordination import make_officers, make_people_cohort

pytestmark = pytest.mark.django_db(transaction=True)

MERGE = """
import os, sys, django
django.setup()
from clikc.people.models import User
from enrolment import journey
from enrolment.membership.api import merge_accounts

room, _dot, verb = sys.argv[4].partition(".")
if verb:
    setattr(getattr(journey, room), verb, lambda **facts: os.kill(os.getpid(), 9))
kept, dropped, by = (User.objects.get(pk=pk) for pk in sys.argv[1:4])
merge_accounts(kept=kept, dropped=dropped, by=by)
"""


@pytest.fixture
def merge(tmp_path, kenya):
    """Merge two officers in a process of its own; its exit."""

    def run(kept, dropped, killed_at: str = "") -> int:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.support.mailing.settings",
            "TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "TEST_MAIL": str(tmp_path),
            "KILLED_AT": "",
        }
        people = [str(person.pk) for person in (kept, dropped, kenya.coordinator)]
        command = [sys.executable, "-c", MERGE, *people, killed_at]
        return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=False).returncode  # noqa: S603

    return run


@pytest.mark.parametrize("killed_at", ["completion.unite_completion", "certificates.move_certificates"])
def test_killed_in_the_middle_and_done_again(merge, kenya, killed_at):
    kept, dropped = make_officers(kenya.administration, 2)
    certificate = make_certificate(dropped)
    course = certificate.completion.enrolment.course
    make_people_cohort(kenya.administration, [kept], courses=[course])
    assert merge(kept, dropped, killed_at) == -9
    certificate.refresh_from_db()
    assert certificate.learner == dropped
    assert Enrolment.objects.active().count() == 2
    assert not Merge.objects.exists()
    assert merge(kept, dropped) == 0
    assert Certificate.objects.get().learner == kept
    assert Enrolment.objects.active().get().learner == kept
    assert Merge.objects.count() == 1
