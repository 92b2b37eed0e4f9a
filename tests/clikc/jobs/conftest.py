"""Kinds of work for one test, and a clock that can be moved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clikc.jobs import registry
from clikc.jobs.api import register_work


@pytest.fixture
def kinds(monkeypatch):
    """No kind but those the test registers: ``kinds("test.count", function, can_stop=True)``."""
    monkeypatch.setattr(registry, "_works", {})

    def register(kind, work, **more):
        register_work(kind, work, **{"label": "Count"} | more)

    return register


@pytest.fixture
def pass_time(monkeypatch):
    """Moves the clock: ``pass_time(minutes=5)``."""
    real, moved = timezone.now, [timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: real() + moved[0])

    def later(**span):
        moved[0] += timedelta(**span)

    return later
