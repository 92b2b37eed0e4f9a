"""The template of a list of nominations: headers, an example, and what each column is for."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.translation import gettext as _, override

from clikc.foundation.sheets import SheetOut, write_csv, write_xlsx

from ..entries import EXAMPLE_ADDRESS
from ..template_file import EXAMPLE_NAMES
from ..vocabulary import written
from .vocabulary import COLUMN_NAMES, COLUMNS, LANGUAGE_NAMES, POST_NAMES

_WIDTHS = {"address": 36, "name": 30, "motivation": 50, "endorsement": 50}
_RIGHT_TO_LEFT = {"ar"}


def nominations_csv(stream: BinaryIO, *, language: str) -> None:
    with override(language):
        write_csv(stream, [_headers(language), _example(language)])


def nominations_xlsx(stream: BinaryIO, *, language: str) -> None:
    """The list, and a second sheet that explains its columns."""
    with override(language):
        headers = _headers(language)
        widths = [_WIDTHS.get(column, 22) for column in COLUMNS]
        explained = [[written(COLUMN_NAMES, column, language), said] for column, said in _meanings().items()]
        sheets = [
            SheetOut(_("Nominations"), headers, [_example(language)], widths),
            SheetOut(_("Columns"), [_("Column"), _("What it holds")], explained, [30, 96]),
        ]
        write_xlsx(stream, sheets=sheets, right_to_left=language in _RIGHT_TO_LEFT)


def _headers(language: str) -> list[str]:
    return [written(COLUMN_NAMES, column, language) for column in COLUMNS]


def _example(language: str) -> list[str]:
    languages = [written(LANGUAGE_NAMES, code, language) for code in ("en", "sw")]
    post = written(POST_NAMES, "junior", language)
    return [
        EXAMPLE_ADDRESS,
        EXAMPLE_NAMES.get(language, EXAMPLE_NAMES["en"]),
        "2024-03-31",
        "",
        post,
        ", ".join(languages),
        "",
        "",
    ]


def _meanings() -> dict[str, str]:
    return {
        "address": _("Required. It says who is meant: an officer of your administration."),
        "name": _("Only for you: it is not read."),
        "served_since": _("A day, like 2024-03-31."),
        "born_on": _("Only where the call asks for an age. A day, like 1996-03-31."),
        "post": _("Officer, middle management or senior management."),
        "languages": _("Their names, with commas between them."),
        "motivation": _("What the candidate wants to learn, and how it will be used."),
        "endorsement": _("In your words. It counts when you endorse the nomination on its page."),
    }
