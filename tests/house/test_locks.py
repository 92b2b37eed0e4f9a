"""Locks leave alone who merely points at the locked row: else two wait for each other in a circle."""

import re

from django.conf import settings

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
