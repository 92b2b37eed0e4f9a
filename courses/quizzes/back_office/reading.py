"""A question as people read it: its content row by row, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from .. import definitions
from ..models import QuestionKind
from .texts import LANGUAGES, name_of

# What stands in a definition, beside texts by language.
LABELS = {
    "partial": _("Partial credit"),
    "several": _("Several places are right"),
    "pairs": _("Pairs"),
    "value": _("Right number"),
    "tolerance": _("Tolerance"),
    "unit": pgettext_lazy("of a number", "Unit"),
    "least": _("Words at least"),
    "most": _("Words at most"),
    "areas": _("Areas"),
}
BY_LANGUAGE = {"accepted": _("Accepted texts"), "model": _("Model answer")}
RIGHT, WRONG = pgettext_lazy("choice", "right"), pgettext_lazy("choice", "wrong")
YES = pgettext_lazy("setting", "yes")


class Row(NamedTuple):
    """A fact or a text of a question. ``code`` is the choice it belongs to; ``language`` is empty where it
    is the same for all. ``is_key``: it says what is right; ``is_definition``: it is no choice."""

    label: str
    code: str
    language: str
    text: str
    is_key: bool = False
    is_definition: bool = False

    @property
    def language_name(self) -> str:
        return name_of(self.language) if self.language else ""

    @property
    def what(self) -> tuple[str, str, str]:
        return str(self.label), self.code, self.language


class Difference(NamedTuple):
    """A row that is not the same in two versions; one of the texts may be empty."""

    row: Row
    before: str
    after: str


def rows_of(content: Mapping, picture: str = "") -> list[Row]:
    """The content of a question (its shape stands at QuestionVersion), row by row; empty ones left out.
    ``picture`` is the name of its picture."""
    rows = [
        Row(_("Kind"), "", "", str(QuestionKind(content["kind"]).label), is_key=True),
        *_texts(_("Question"), "", content["text"]),
        *_choices(content),
        *_key(content),
        *_texts(_("Explanation"), "", content["explanation"]),
        Row(_("Picture"), "", "", picture),
        *_texts(_("What the picture shows"), "", content.get("picture_alt") or {}),
    ]
    return [row for row in rows if row.text]


def _texts(label, code: str, by_language: Mapping[str, str]) -> Iterator[Row]:
    for language in LANGUAGES:
        yield Row(label, code, language, by_language.get(language) or "")


def _choices(content: Mapping) -> Iterator[Row]:
    choices = content["choices"]
    if content["kind"] == QuestionKind.ORDERING:
        yield Row(_("Right order"), "", "", ", ".join(item["code"] for item in choices), True, True)
    for item in choices:
        if content["kind"] not in (QuestionKind.ORDERING, QuestionKind.MATCHING):
            yield Row(_("Choice"), item["code"], "", str(RIGHT if item["right"] else WRONG), is_key=True)
        yield from _texts(_("Choice"), item["code"], item["text"])


def _key(content: Mapping) -> Iterator[Row]:
    for field, value in definitions.written(content["kind"], content["definition"]).items():
        name, _part, language = field.partition("_")
        text = str(YES) if value is True else str(value or "")
        if name in BY_LANGUAGE:
            yield Row(BY_LANGUAGE[name], "", language, text, name == "accepted", is_definition=True)
        else:
            yield Row(LABELS[name], "", "", text, is_key=True, is_definition=True)


def differences(before: list[Row], after: list[Row]) -> list[Difference]:
    """What became of one version in another: texts changed, added, taken away; in the order of reading."""
    old, new = ({row.what: row for row in rows} for rows in (before, after))
    rows = list(new.values()) + [row for what, row in old.items() if what not in new]
    pairs = ((row, old.get(row.what), new.get(row.what)) for row in rows)
    return [
        Difference(row, was.text if was else "", now.text if now else "")
        for row, was, now in pairs
        if (was and was.text) != (now and now.text)
    ]


def has_other_key(before: list[Row], after: list[Row]) -> bool:
    """Whether two versions take different answers for right."""
    return any(found.row.is_key for found in differences(before, after))
