"""A row as an officer, and what is wrong with it."""

import pytest

from clikc.foundation.sheets import Line, Note
from enrolment.intake.columns import UnusableColumns, columns_of
from enrolment.intake.entries import EXAMPLE_ADDRESS, entry_of


def entry(cells, headers=("E-mail", "Name", "Language", "Unit", "Gender"), notes=()):
    return entry_of(Line(2, tuple(cells), tuple(notes)), columns_of(headers))


@pytest.mark.parametrize(
    "typed",
    [
        "Amina@Customs.Example",
        "  amina@customs.example ",
        "mailto:amina@customs.example",
        "Amina O. <amina@customs.example>",
        "amina@customs.example;",
        "\u200eamina@customs.example\u200f",
        "amina@customs.example\u00a0",
        "\uff41mina@customs.example",
    ],
)
def test_an_address_is_read_however_it_was_copied(typed):
    assert entry([typed, "Amina"]).address == "amina@customs.example"
    assert entry([typed, "Amina"]).reasons == ()


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["", "Amina"], "no_address"),
        (["amina", "Amina"], "bad_address"),
        (["a@b@c.example", "Amina"], "bad_address"),
        (["a" * 300 + "@customs.example", "Amina"], "bad_address"),
        (["x@invited.invalid", "Amina"], "bad_address"),
        ([EXAMPLE_ADDRESS, "Amina"], "example_row"),
        (["a@customs.example", "12345"], "bad_name"),
        (["a@customs.example", "Ami\u2066na"], "bad_name"),
        (["a@customs.example", "A" * 121], "long_name"),
        (["a@customs.example", "Ami\ufffdna"], "unreadable_characters"),
        (["a@customs.example", "Amina", "klingon"], "unknown_language"),
        (["a@customs.example", "Amina", "", "U" * 121], "bad_unit"),
        (["a@customs.example", "Amina", "", "", "thing"], "unknown_gender"),
    ],
)
def test_what_is_wrong_is_named(cells, reason):
    assert entry(cells).reasons == (reason,)


def test_lost_characters_break_a_row():
    lost = [Note("unreadable_characters", "U+202E", 2)]
    assert entry(["a@customs.example", "Amina"], notes=lost).reasons == ("unreadable_characters",)


def test_values_are_read_in_any_language():
    read = entry(["a@customs.example", "أمينة", "فرنسي", "ሞያሌ", "ሴት"])
    assert (read.name, read.language, read.unit, read.gender) == ("أمينة", "fr", "ሞያሌ", "woman")
    assert read.reasons == ()


@pytest.mark.parametrize(
    ("headers", "cells", "name"),
    [
        (("Courriel", "Nom", "Prénom"), ("a@b.example", "Diallo", "Aminata"), "Aminata Diallo"),
        (("Correo", "Nombre", "Apellidos"), ("a@b.example", "María", "Quispe"), "María Quispe"),
        (("E-mail", "First name", "Surname"), ("a@b.example", "Ann", "Lee"), "Ann Lee"),
        (("E-mail", "Name", "First name", "Surname"), ("a@b.example", "", "Ann", "Lee"), "Ann Lee"),
        (("E-mail", "Nom"), ("a@b.example", "Awa Ba"), "Awa Ba"),
        (("E-mail", "Name"), ("a@b.example",), ""),
    ],
)
def test_a_name_may_stand_in_two_columns(headers, cells, name):
    assert entry(cells, headers).name == name


def test_headers_that_say_too_little_or_too_much():
    with pytest.raises(UnusableColumns, match="no_address_column"):
        columns_of(("Name", "Unit"))
    with pytest.raises(UnusableColumns, match="column_twice"):
        columns_of(("E-mail", "Courriel"))
    assert columns_of(("E-mail", "Salary", "")).ignored == ("Salary",)


def test_an_apostrophe_that_kept_a_formula_away_is_taken_off():
    assert entry(["a@customs.example", "'=Amina"]).name == "=Amina"
