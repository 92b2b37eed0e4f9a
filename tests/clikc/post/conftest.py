"""A kind of letter of its own, and mail servers that misbehave."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from clikc.post import kinds, tasks
from clikc.post.api import Draft, register_letter

from .servers import Server, Told


@pytest.fixture
def register(monkeypatch):
    """``register_letter`` for one test."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    return register_letter


@pytest.fixture
def news(register):
    """Letters of the kind ``news``: they say which thing they are of."""
    register("news", lambda facts, person: Draft("News", text=f"News of {facts.get('thing')}"))


@pytest.fixture
def later():
    return timezone.now() + timedelta(hours=1)


@pytest.fixture
def rounds(monkeypatch):
    """How many letters each round sent."""
    sent = []

    def counted(**how):
        before = len(mail.outbox)
        delivery = deliver_due(**how)
        sent.append(len(mail.outbox) - before)
        return delivery

    deliver_due = tasks.deliver_due
    monkeypatch.setattr(tasks, "deliver_due", counted)
    return sent


@pytest.fixture
def server(settings, monkeypatch):
    """In place of the mail server: see ``Told``."""
    settings.EMAIL_BACKEND = f"{Server.__module__}.Server"
    monkeypatch.setattr(Server, "told", Told())
    return Server.told
