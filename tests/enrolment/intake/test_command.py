"""``manage.py import_officers``."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from clikc.people.models import AuditEntry, User
from enrolment.intake.models import OfficerImport
from enrolment.membership.models import Invitation
from tests.factories.coordination import make_people_cohort
from tests.factories.intake import csv_of, make_import, officers
from tests.factories.people import make_person


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(csv_of([*officers(2), ("broken", "X"), ("new0@customs.example", "X")]))
    return path


def call(path, **options) -> str:
    out = io.StringIO()
    call_command("import_officers", path, **{"administration": "KE", "stdout": out} | options)
    return out.getvalue()


ROWS = [
    {"line": 2, "outcome": "new", "reason": ""},
    {"line": 3, "outcome": "new", "reason": ""},
    {"line": 4, "outcome": "broken", "reason": "bad_address"},
    {"line": 5, "outcome": "broken", "reason": "address_twice:2"},
]


def test_a_dry_run_tells_and_leaves_nothing(here, path):
    told = json.loads(call(path, dry_run=True, json=True))
    assert told["rows"] == ROWS
    assert told["counts"] == {"new": 2, "broken": 2}
    assert not OfficerImport.objects.exists()
    assert not Invitation.objects.exists()


def test_it_does_what_the_dry_run_told(here, path):
    assert json.loads(call(path, json=True))["rows"] == ROWS
    assert Invitation.objects.count() == 2
    again = json.loads(call(path, json=True))
    assert [row["outcome"] for row in again["rows"]] == ["unchanged", "unchanged", "broken", "broken"]
    assert Invitation.objects.count() == 2


def test_people_read_sentences(here, path):
    out = call(path)
    assert "4: To be mended. This is not an e-mail address." in out
    assert out.endswith("Done. New officer: 2, To be mended: 2\n")


def test_it_puts_into_a_cohort_and_names_who_did(here, path):
    cohort = make_people_cohort(here.administration)
    call(path, cohort=cohort.pk, by=here.coordinator.email.upper())
    assert cohort.members.count() == 2
    assert set(AuditEntry.objects.values_list("actor", flat=True)) == {here.coordinator.pk}


def test_an_import_that_was_cut_short_is_taken_up(here, path):
    item = make_import(here.administration, path.read_bytes())
    call(path)
    assert OfficerImport.objects.get().pk == item.pk
    assert Invitation.objects.count() == 2


def test_a_file_that_cannot_be_read_ends_with_one(here, tmp_path):
    path = tmp_path / "people.pdf"
    path.write_bytes(b"%PDF-1.4")
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_officers", path, administration="KE", json=True, stdout=out)
    assert ended.value.code == 1
    assert json.loads(out.getvalue()) == {"refused": "pdf", "line": 0, "detail": "", "rows": []}
    with pytest.raises(CommandError, match="PDF"):
        call(path)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"administration": "QQ"}, "no administration QQ"),
        ({"cohort": 999}, "no open cohort 999"),
        ({"by": "nobody@customs.example"}, "--by"),
        ({"batch": 0}, "at least one row"),
    ],
)
def test_what_is_not_there_is_said(here, path, options, said):
    with pytest.raises(CommandError, match=said):
        call(path, **options)


def test_a_file_that_is_not_there(here, tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        call(tmp_path / "none.csv")


def test_a_cohort_of_another_administration_is_as_unknown_as_any(here, path):
    other = make_people_cohort(make_person(administration="FJ").administration)
    with pytest.raises(CommandError, match=f"no open cohort {other.pk}"):
        call(path, cohort=other.pk)
    assert not User.objects.filter(email="new0@customs.example").exists()


def test_nobody_acts_for_an_administration_she_does_not_coordinate(here, path):
    make_person("elsewhere@customs.example", role="national_coordinator", administration="SN")
    with pytest.raises(CommandError, match="does not coordinate KE"):
        call(path, by="elsewhere@customs.example")
