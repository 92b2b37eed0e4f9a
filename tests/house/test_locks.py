"""Locks leave alone who merely points at the locked row: else two wait for each other in a circle."""

import re

import pytest
from django.conf import settings
from django.db import connection, transaction

from clikc.people import api as people
from clikc.people.models import AuditEntry
from tests.factories.people import administration_of
from tests.support.crowd import at_once

LOCK = re.compile(r"select_for_update\(([^)]*\)?[^)]*)\)")


def test_every_lock_lets_others_point_at_the_row():
    places = [
        f"{path.relative_to(settings.BASE_DIR)}: {lock}"
        for room in ("clikc", "courses", "enrolment")
        for path in sorted((settings.BASE_DIR / room).rglob("*.py"))
        for lock in LOCK.findall(path.read_text())
        if "no_key=True" not in lock
    ]
    assert places == []


@pytest.mark.django_db(transaction=True)
def test_the_record_is_written_while_the_administration_is_locked():
    """On SQLite, which has one writer at a time, there is nothing to wait for each other with."""
    if connection.vendor != "postgresql":
        pytest.skip("Locks on rows are PostgreSQL's.")
    place = administration_of("KE")

    def write(_number):
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        AuditEntry.objects.create(
            at="2027-01-01T00:00Z", what="unit_added", administration=place, facts={"unit": "Port"}
        )

    with transaction.atomic():
        people.lock_administration(place.pk)
        at_once(write, [1])
    assert AuditEntry.objects.count() == 1
