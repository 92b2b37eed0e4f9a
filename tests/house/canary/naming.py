"""A coordinator names an address in every way there is, and looks at everything that follows from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from clikc.people.models import User
from enrolment.following.models import ReminderRound
from enrolment.intake.models import OfficerImport
from enrolment.membership.models import Transfer
from enrolment.programmes.models import CohortDraft
from tests.factories import people
from tests.factories.intake import csv_of

from .reading import text_of
from .walking import sent

NAME = "Zuri Named"


def _member(world) -> str:
    return world.abroad.officers[0].email


def _closed(world) -> str:
    return world.abroad.officers[1].email


def _invited(world) -> str:
    return world.abroad.invitation.person.email


def _asking(world) -> str:
    return world.abroad.requests[0].person.email


def _coordinator(world) -> str:
    return world.abroad.coordinator.email


def _second_address(world) -> str:
    address = "second@customs.example"
    EmailAddress.objects.create(user=world.abroad.officers[0], email=address, verified=True)
    return address


def _in_capitals(world) -> str:
    User.objects.filter(pk=world.abroad.officers[2].pk).update(email="Capital@Customs.example")
    return "capital@customs.example"


def _moved_away(world) -> str:
    return world.moved_away.email


def _asks_to_come(world) -> str:
    """Somebody of SN who asked to come to KE, and was not released yet."""
    asked = Transfer.objects.get(state="asked", to_administration=world.here.administration)
    return asked.person.email


def _of_nobody(_world) -> str:
    return people.officer(administration=None, email="free@customs.example").email


STRANGERS = {
    function.__name__.strip("_"): function
    for function in (
        _member,
        _closed,
        _invited,
        _asking,
        _coordinator,
        _second_address,
        _in_capitals,
        _moved_away,
        _asks_to_come,
        _of_nobody,
    )
}


def errands(client, world, address: str, tmp_path) -> Iterator[tuple[str, str]]:
    """(What was done, what came of it), in the order of a coordinator's day."""
    here = f"/en/coordination/{world.here.code}/"
    sheet = csv_of([(address, NAME), ("other-one@customs.example", "Other One")])

    def get(path: str, data: dict | None = None):
        return path, text_of(sent(client, "GET", f"{here}{path}", data))

    def post(path: str, data: dict | None = None):
        return path, text_of(sent(client, "POST", f"{here}{path}", data))

    def upload():
        file = SimpleUploadedFile("people.csv", sheet)
        return post("imports/new/", {"file": file, "cohort": world.here.cohort.pk})

    yield "command", _command(tmp_path, sheet, "--dry-run")
    yield _pasted(client, world, here, address)
    yield upload()
    form = {"name": NAME, "address": address, "language": "fr", "cohorts": world.here.cohort.pk}
    yield post("people/invite/", form)
    yield post("people/invite/", form)
    person = User.objects.get(administration=world.here.administration, printed_name=NAME)
    looks = ("", "people/", f"people/{person.pk}/", f"people/{person.pk}/change/", "following/", "record/")
    looks += ("duplicates/", "report/", "cohorts/", f"cohorts/{world.here.cohort.pk}/", "imports/")
    for path in looks:
        yield get(path)
    for state in ("active", "invited", "overdue", "closed"):
        yield get("people/", {"state": state})
    yield get("people/", {"q": address})
    yield get("following/", {"q": address})
    yield post("following/export/?q=" + NAME.split()[0], {"form": "csv"})
    yield _pasted(client, world, here, address)
    yield post("following/remind/", {"all": "1"})
    made = ReminderRound.objects.filter(by=world.here.coordinator).latest("made_at")
    yield post(f"following/remind/{made.pk}/", {"step": "invite"})
    yield post(f"following/remind/{made.pk}/", {"step": "send", "line": "Please"})
    yield post(f"people/{person.pk}/invite-again/")
    yield post(f"people/{person.pk}/change/", {"printed_name": "Zuri Other", "preferred_language": "en"})
    yield upload()
    item = OfficerImport.objects.latest("made_at")
    yield post(f"imports/{item.pk}/confirm/", {"digest": item.plan_digest})
    for path in ("", "report.csv", "corrected.csv"):
        yield get(f"imports/{item.pk}/{path}")
    yield "command", _command(tmp_path, sheet)
    yield post(f"people/{person.pk}/withdraw/")
    for path in ("people/", f"people/{person.pk}/", "record/", "following/"):
        yield get(path)


def _pasted(client, world, here: str, address: str) -> tuple[str, str]:
    draft = CohortDraft.objects.get(pk=world.here.draft.pk)
    answer = sent(client, "POST", f"{here}cohorts/drafts/{draft.pk}/who/paste/", {"text": address})
    return "paste", text_of(answer)


def _command(tmp_path, sheet: bytes, *options: str) -> str:
    """The same from the command line."""
    file, told = tmp_path / "people.csv", StringIO()
    file.write_bytes(sheet)
    call_command("import_officers", str(file), "--administration", "KE", "--json", *options, stdout=told)
    return json.dumps(json.loads(told.getvalue()), sort_keys=True)
