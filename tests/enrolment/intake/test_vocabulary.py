"""What people call columns and values."""

import pytest

from enrolment.intake.vocabulary import (
    COLUMN_NAMES,
    GENDER_NAMES,
    LANGUAGE_NAMES,
    LANGUAGES,
    column_of,
    folded,
    gender_of,
    language_of,
    written,
)


@pytest.mark.parametrize("names", [COLUMN_NAMES, LANGUAGE_NAMES, GENDER_NAMES])
def test_no_word_means_two_things(names):
    meant: dict[str, set[str]] = {}
    for code, by in names.items():
        assert set(by) == set(LANGUAGES)
        for word in (word for words in by.values() for word in words):
            meant.setdefault(folded(word), set()).add(code)
    assert {word: codes for word, codes in meant.items() if len(codes) > 1 or not word} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_is_understood(language):
    for code in COLUMN_NAMES:
        assert column_of(written(COLUMN_NAMES, code, language)) == code
    for code in LANGUAGE_NAMES:
        assert language_of(written(LANGUAGE_NAMES, code, language)) == code
    for code in GENDER_NAMES:
        assert gender_of(written(GENDER_NAMES, code, language)) == code


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("E-MAIL", "address"),
        ("  e mail ", "address"),
        ("E-mail *", "address"),
        ("Email (official)", "address"),
        ("Adresse Electronique", "address"),
        ("Correo Electronico", "address"),
        ("البَريد الإلكتروني", "address"),
        ("البريد الالكتروني", "address"),
        ("ኢሜይል፡", "address"),
        ("PRÉNOM(S)", "given"),
        ("Prenoms", "given"),
        ("Apellidos", "family"),
        ("Sexe", "gender"),
        ("Number", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_a_header_is_understood_however_it_is_typed(header, column):
    assert column_of(header) == column


@pytest.mark.parametrize(
    ("word", "code"),
    [("FR", "fr"), ("fr-CA", "fr"), ("es_MX", "es"), ("Français", "fr"), ("klingon", None), ("", None)],
)
def test_languages(word, code):
    assert language_of(word) == code
