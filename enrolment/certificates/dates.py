"""The date of a certificate, written out in the reader's language."""

from datetime import date

from django.utils import dateformat, translation

# Where people count years in another calendar, the date says that it is the common one.
_FORMATS = {
    "en": "j F Y",
    "fr": "j F Y",
    "es": r"j \d\e F \d\e Y",
    "ar": "j F Y",
    "am": "F j ቀን Y እ.ኤ.አ.",
}


def written_out(day: date, language: str) -> str:
    """``21 November 2026`` in ``language``, with Django's names of months."""
    with translation.override(language):
        return dateformat.format(day, _FORMATS.get(language, "j F Y"))
