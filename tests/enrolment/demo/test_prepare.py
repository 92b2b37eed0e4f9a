"""``make run``: what is prepared is prepared once, and a taken port is told at once."""

import socket
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from enrolment.demo.management.commands import prepare, serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps(monkeypatch, tmp_path):
    """The steps that were done, each in name only; notes are kept in a folder of the test's own."""
    done = []

    def named(name):
        return (name, lambda: done.append(name))

    monkeypatch.setattr(prepare.Command, "site_steps", lambda self: [named("site")])
    monkeypatch.setattr(prepare.Command, "demo_steps", lambda self: [named("demo")])
    monkeypatch.setattr(prepare, "_notes_file", lambda: tmp_path / "prepared.json")
    return done


def say(*words) -> str:
    out = StringIO()
    call_command("prepare", *words, stdout=out)
    return out.getvalue()


def test_the_second_time_nothing_is_done(steps):
    assert "[1/2] site" in say()
    assert "up to date" in say()
    assert steps == ["site", "demo"]


def test_it_is_done_again_when_anything_changed(steps, monkeypatch):
    say()
    monkeypatch.setattr(prepare, "fingerprint", lambda: "another")
    say()
    assert steps == ["site", "demo"] * 2


def test_it_is_done_again_when_the_database_is_gone(steps, monkeypatch):
    say()
    monkeypatch.setattr(prepare, "has_tables", lambda: False)
    say()
    assert steps == ["site", "demo"] * 2


def test_what_was_broken_off_is_done_again(steps, monkeypatch):
    def fails(self):
        raise CommandError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(prepare.Command, "demo_steps", lambda self: [("demo", lambda: fails(self))])
        with pytest.raises(CommandError):
            say()
    say()
    assert steps == ["site", "site", "demo"]


def test_a_site_for_production_has_no_demo(steps):
    say("--site")
    assert steps == ["site"]
    say()
    assert steps == ["site", "site", "demo"]


def test_notes_hold_no_password(steps, settings, tmp_path):
    settings.DATABASES["default"]["PASSWORD"] = "harbour"
    try:
        say()
    finally:
        settings.DATABASES["default"]["PASSWORD"] = ""
    assert "harbour" not in (tmp_path / "prepared.json").read_text()


def test_a_taken_port_is_told_with_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} .* make run PORT="):
            serve.refuse_taken_port(port)
