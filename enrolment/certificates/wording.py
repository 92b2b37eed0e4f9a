"""What a certificate says: written once, here, frozen in every language at the award.

Frozen, language → words (all of them final strings, nothing is looked up or filled in later)::

    {"fr": {"language": "fr",           # the language these words are in: "en" where our catalogue
                                        # had no French on that day
            "heading": …, "awarded_to": …, "course": …, "statement": …, "study_time": …,
            "date": …, "issuer_label": …, "issuer": …, "about_issuer": …, "code": …, "check": …, "qr": …,
            "title": "Gestion des risques", "title_language": "fr"}, …}

``title`` is the course's in that language, else in its source language, as ``title_language`` says. Those of
a session of a programme have ``award`` besides: its class in words.
The date is not in it: a date is written out when it is shown (``dates.py``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext, pgettext

from .dates import written_out

if TYPE_CHECKING:
    from clikc.people.models import User

Wording = dict[str, dict[str, str]]

# What is printed for a person without any name (nomen nescio): never the e-mail address.
NAMELESS = "N. N."
LONGEST_NAME = 120

# Joiners shape Persian, Urdu and Indic names; every other format character can only deceive.
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


@dataclass(frozen=True)
class Title:
    """A course's title and the language it is in."""

    text: str
    language: str


def freeze_wording(*, titles: Mapping[str, Title], minutes: int, has_test: bool) -> Wording:
    """The words of a certificate in every language of the interface, as they stand now."""
    return {
        language: _words_in(language, minutes, has_test)
        | {"title": clean(titles[language].text), "title_language": titles[language].language}
        for language in settings.INTERFACE_LANGUAGES
    }


def freeze_session_wording(
    *,
    titles: Mapping[str, Title],
    number: int,
    days: tuple[date, date],
    hours: int,
    place: str,
    is_best: bool,
) -> Wording:
    """The words of a certificate for a session of a programme, in every language: which session it was, from
    when to when, where, and whether it was passed with honours (``is_best``)."""
    return {
        language: _whole(
            language, lambda said: _session_words(said, number, days, hours, clean(place), is_best)
        )
        | {"title": clean(titles[language].text), "title_language": titles[language].language}
        for language in settings.INTERFACE_LANGUAGES
    }


def printed_name_of(learner: User) -> str:
    return clean(learner.get_full_name())[:LONGEST_NAME] or NAMELESS


def clean(text: str) -> str:
    """One line without controls, bidi overrides and other marks that nobody sees."""
    kept = (
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or character in _JOINERS or not unicodedata.category(character).startswith("C")
    )
    return " ".join("".join(kept).split())


def _words_in(language: str, minutes: int, has_test: bool) -> dict[str, str]:
    return _whole(language, lambda said: _words(said, minutes, has_test))


def _whole(language: str, write: Callable[[str], dict[str, str]]) -> dict[str, str]:
    """All words in one language: a certificate half translated would be worse than one in English."""
    source, words = write(settings.LANGUAGE_CODE), write(language)
    return source if words["statement"] == source["statement"] else words


def _words(language: str, minutes: int, has_test: bool) -> dict[str, str]:
    with translation.override(language):
        return _common(language) | {
            # Translators: the words of the certificate. Each stands by itself, on a line of its own.
            "heading": pgettext("certificate", "Certificate of completion"),
            "course": pgettext("certificate", "For the course"),
            "statement": _statement(has_test),
            "study_time": _study_time(minutes),
        }


def _session_words(language: str, number: int, days, hours: int, place: str, is_best: bool) -> dict[str, str]:
    with translation.override(language):
        return _common(language) | {
            "heading": pgettext("certificate", "Certificate with honours")
            if is_best
            else pgettext("certificate", "Certificate"),
            "award": pgettext("certificate", "Passed with honours")
            if is_best
            else pgettext("certificate", "Passed"),
            "course": pgettext("certificate", "For the programme"),
            "statement": _session_statement(is_best),
            "study_time": _when_and_where(language, number, days, hours, place),
        }


def _common(language: str) -> dict[str, str]:
    return {
        "language": language,
        "awarded_to": pgettext("certificate", "Awarded to"),
        "date": pgettext("certificate", "Date of award"),
        "issuer_label": pgettext("certificate", "Issued by"),
        "issuer": settings.SITE_NAME,
        "about_issuer": pgettext("certificate", "E-learning for customs administrations"),
        "code": pgettext("certificate", "Verification code"),
        "check": pgettext("certificate", "Anyone can check this certificate at"),
        "qr": pgettext("certificate", "QR code: opens the page that verifies this certificate"),
    }


def _session_statement(is_best: bool) -> str:
    if is_best:
        return pgettext("certificate", "All that this programme asks for has been passed with honours.")
    return pgettext("certificate", "All that this programme asks for has been passed.")


def _when_and_where(language: str, number: int, days: tuple[date, date], hours: int, place: str) -> str:
    """``Session 5 · 6 March 2017 – 9 June 2017 · 60 hours of study · Brussels``."""
    first, last = (written_out(day, language) for day in days)
    said = [
        pgettext("certificate", "Session %(number)d") % {"number": number},
        # Translators: a span of days.
        pgettext("certificate", "%(first)s – %(last)s") % {"first": first, "last": last},
        _study_time(hours * 60) if hours else "",
        place,
    ]
    return " · ".join(filter(None, said))


def _statement(has_test: bool) -> str:
    if has_test:
        return pgettext(
            "certificate", "Every lesson this course requires has been studied and its final test passed."
        )
    return pgettext("certificate", "Every lesson this course requires has been studied.")


def _study_time(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(minutes)d minute of study", "%(minutes)d minutes of study", rest) % {
            "minutes": rest
        }
    if not rest:
        return ngettext("%(hours)d hour of study", "%(hours)d hours of study", hours) % {"hours": hours}
    # Translators: hours and minutes, abbreviated.
    return pgettext("certificate", "%(hours)d h %(minutes)d min of study") % {"hours": hours, "minutes": rest}
