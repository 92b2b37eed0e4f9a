"""Deliverers in processes of their own, killed with -9 while they work."""

import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from clikc.post import api, rules
from clikc.post.models import Letter
from tests.factories import people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deliver(tmp_path):
    """``manage.py deliver_letters`` on the database of this test; its exit."""

    def run(killed_at: str = "") -> int:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.support.mailing.settings",
            "TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "TEST_MAIL": str(tmp_path),
            "KILLED_AT": killed_at,
        }
        command = [sys.executable, "manage.py", "deliver_letters"]
        return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=False).returncode  # noqa: S603

    return run


def test_no_letter_is_lost_and_none_leaves_twice(deliver, tmp_path):
    reader = people.officer()
    Letter.objects.bulk_create(
        Letter(key=f"n:{n}", kind="test.news", facts={"thing": n}, person=reader, due_at=timezone.now())
        for n in range(30)
    )
    assert [deliver("5 after"), deliver("3 before"), deliver()] == [-9, -9, 0]
    text = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.log"))
    arrived = Counter(re.findall(r"^News of (\d+)$", text, re.MULTILINE))
    assert set(arrived.values()) == {1}
    # The one that was killed before it was handed over did not arrive; nobody can know that.
    assert len(arrived) == 29
    assert api.outcomes(prefix="n:") == {"sent": 28, "waiting": 2}
    Letter.objects.filter(outcome="waiting").update(claimed_at=timezone.now() - 2 * rules.SILENCE)
    assert api.deliver_due().outcomes == {"uncertain": 2}
