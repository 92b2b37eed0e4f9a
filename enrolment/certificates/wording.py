"""What a certificate says: written once, here, frozen in every language at the award.

Frozen, language → words (all of them final strings, nothing is looked up or filled in later)::

    {"fr": {"language": "fr",           # the language these words are in: "en" where our catalogue
                                        # had no French on that day
            "heading": …, "awarded_to": …, "course": …, "statement": …, "study_time": …,
            "date": …, "issuer_label": …, "issuer": …, "about_issuer": …, "code": …, "check": …, "qr": …,
            "title": "Gestion des risques", "title_language": "fr"}, …}

``title`` is the course's in that language, else in its source language, as ``title_language`` says.
The date is not in it: a date is written out when it is shown (``dates.py``).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext, pgettext

Wording = dict[str, dict[str, str]]

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


def clean(text: str) -> str:
    """One line without controls, bidi overrides and other marks that nobody sees."""
    kept = (
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or character in _JOINERS or not unicodedata.category(character).startswith("C")
    )
    return " ".join("".join(kept).split())


def _words_in(language: str, minutes: int, has_test: bool) -> dict[str, str]:
    """All words in one language: a certificate half translated would be worse than one in English."""
    source = _words(settings.LANGUAGE_CODE, minutes, has_test)
    words = _words(language, minutes, has_test)
    return source if words["statement"] == source["statement"] else words


def _words(language: str, minutes: int, has_test: bool) -> dict[str, str]:
    with translation.override(language):
        return {
            "language": language,
            # Translators: the words of the certificate. Each stands by itself, on a line of its own.
            "heading": pgettext("certificate", "Certificate of completion"),
            "awarded_to": pgettext("certificate", "Awarded to"),
            "course": pgettext("certificate", "For the course"),
            "statement": _statement(has_test),
            "study_time": _study_time(minutes),
            "date": pgettext("certificate", "Date of award"),
            "issuer_label": pgettext("certificate", "Issued by"),
            "issuer": settings.SITE_NAME,
            "about_issuer": pgettext("certificate", "E-learning for customs administrations"),
            "code": pgettext("certificate", "Verification code"),
            "check": pgettext("certificate", "Anyone can check this certificate at"),
            "qr": pgettext("certificate", "QR code: opens the page that verifies this certificate"),
        }


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
