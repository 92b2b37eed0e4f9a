"""The two addresses a proxy asks answer whatever became of the database."""

from types import SimpleNamespace

import pytest
from django.db import InterfaceError, OperationalError

from clikc.foundation import views


@pytest.fixture
def no_database(client, settings, monkeypatch):
    """Sessions cannot be read, nothing can be asked; the browser has a session all the same."""

    def fails(*_args, **_kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", fails)
    monkeypatch.setattr(views, "connection", SimpleNamespace(cursor=fails))
    client.cookies[settings.SESSION_COOKIE_NAME] = "0" * 32


def test_without_a_database_the_process_lives_and_is_not_ready(client, no_database):
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": False, "migrations": False, "queue": False}


def test_a_connection_closed_by_the_server_is_no_failure_of_ours(client, no_database, monkeypatch):
    def closed():
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(views, "connection", SimpleNamespace(cursor=closed))
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_with_a_database_both_answer(client):
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").json()["ready"] is True


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_neither_is_kept_nor_answers_to_another_host(client, no_database, path):
    assert "no-store" in client.get(path)["Cache-Control"]
    assert client.get(path, HTTP_HOST="evil.example").status_code == 400
    assert client.get(path, headers={"accept-language": "xx"}).status_code in {200, 503}
