"""Tags of cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import template
from django.utils import formats
from django.utils.translation import get_language_info, gettext_lazy as _

register = template.Library()

LABELS = {
    "name": _("Name"),
    "language": _("Language"),
    "opens_on": _("Opens on"),
    "due_on": _("Due on"),
    "welcome": _("Welcome text"),
    "tutor_id": _("Tutor"),
    "course_ids": _("Courses"),
    "runs": _("Course runs"),
}
SHORT = ("name", "language", "opens_on", "due_on")


@dataclass(frozen=True)
class ChangedLine:
    """A fact that was changed; what it was and is, where that is short."""

    label: object
    is_short: bool = False
    before: str = ""
    after: str = ""


@register.filter
def changed_lines(change) -> list[ChangedLine]:
    """The facts a change changed, in the reader's language."""
    return [
        ChangedLine(LABELS[name], True, *(_said(name, value) for value in values))
        if name in SHORT
        else ChangedLine(LABELS[name])
        for name, values in change.changed.items()
        if name in LABELS
    ]


def _said(name: str, value: str | None) -> str:
    if not value:
        return ""
    if name == "language":
        return get_language_info(value)["name_local"]
    if name.endswith("_on"):
        return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
    return value
