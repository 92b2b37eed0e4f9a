"""The words of a certificate, and dates, in every language."""

from datetime import date

import pytest

from enrolment.certificates.dates import written_out
from enrolment.certificates.wording import Title, clean, freeze_wording

LANGUAGES = ("en", "fr", "es", "ar", "am")
TITLES = {language: Title("Risk", "en") for language in LANGUAGES}


def test_words_are_final_in_every_language(translated):
    wording = freeze_wording(titles=TITLES | {"fr": Title("Risque", "fr")}, minutes=60, has_test=True)
    assert tuple(wording) == LANGUAGES
    for language, words in translated.items():
        assert wording[language]["language"] == language
        assert wording[language]["heading"] == words["heading"]
        assert wording[language]["statement"] == words["statement"]
    assert all(isinstance(text, str) and text for words in wording.values() for text in words.values())
    assert len({tuple(words) for words in wording.values()}) == 1
    assert (wording["fr"]["title"], wording["fr"]["title_language"]) == ("Risque", "fr")
    assert (wording["ar"]["title"], wording["ar"]["title_language"]) == ("Risk", "en")


def test_a_language_without_a_catalogue_gets_the_source_whole(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    wording = freeze_wording(titles=TITLES, minutes=60, has_test=True)
    assert wording["es"] == wording["en"]
    assert wording["es"]["language"] == "en"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (1, "1 minute of study"),
        (45, "45 minutes of study"),
        (60, "1 hour of study"),
        (360, "6 hours of study"),
        (95, "1 h 35 min of study"),
    ],
)
def test_study_time(minutes, text):
    assert freeze_wording(titles=TITLES, minutes=minutes, has_test=True)["en"]["study_time"] == text


def test_a_course_without_a_test_speaks_of_none():
    words = freeze_wording(titles=TITLES, minutes=60, has_test=False)["en"]
    assert words["statement"] == "Every lesson this course requires has been studied."


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Amina \t\n Okoye ", "Amina Okoye"),
        ("\u202eevil\u202c\u2066name\u2069", "evilname"),
        ("nul\x00 bell\x07", "nul bell"),
        ("\ud800lone", "lone"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e\u0301", "é"),
        ("أمينة", "أمينة"),
    ],
)
def test_nothing_invisible_stays(given, kept):
    assert clean(given) == kept


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "21 November 2026"),
        ("fr", "21 novembre 2026"),
        ("es", "21 de noviembre de 2026"),
        ("ar", "21 نوفمبر 2026"),
    ],
)
def test_dates_are_written_out(language, text):
    assert written_out(date(2026, 11, 21), language).lower() == text.lower()


def test_an_amharic_date_names_its_calendar():
    text = written_out(date(2026, 11, 21), "am")
    assert text.endswith("21 ቀን 2026 እ.ኤ.አ.")
