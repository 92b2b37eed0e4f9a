"""What was changed in a session, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from enrolment.programmes import api as programmes

MOST_CHANGES, MOST_LINES = 20, 8
NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """A fact that was changed: what it was, and what it is."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """``more``: how many facts were changed beside those in ``lines``."""

    change: programmes.SessionChange
    lines: tuple[Line, ...]
    more: int


def changes_of(session) -> list[Told]:
    """The latest first. Two queries."""
    titles = {event.code: programmes.titled(event).title for event in session.events.all()}
    found = session.changes.select_related("by")[:MOST_CHANGES]
    return [_told(change, titles) for change in found]


def _told(change, titles) -> Told:
    lines = [_line(name, values, titles) for name, values in change.changed.items()]
    return Told(change, tuple(lines[:MOST_LINES]), max(len(lines) - MOST_LINES, 0))


def _line(name: str, values, titles) -> Line:
    before, after = (_said(value) for value in values)
    kind, _colon, rest = name.partition(":")
    if kind == "event":
        code, _colon, fact = rest.partition(":")
        title = titles.get(code, code)
        return Line(f"{title}: {_label(fact)}" if fact else title, before, after)
    if kind == "module":
        return Line(_("Module"), before, after)
    return Line(_label(name), before, after)


def _label(name: str) -> str:
    """What a column is called."""
    if name == "titles":
        return _("Title")
    if name == "link":
        return _("Address to join")
    for model in (programmes.SessionChange.session.field.related_model, programmes.ProgrammeEvent):
        columns = {item.name: item for item in model._meta.concrete_fields}
        if name in columns:
            label = str(columns[name].verbose_name)
            return label[:1].upper() + label[1:]
    return name


def _said(value) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, dict):
        return " · ".join(f"{said}" for said in value.values())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    try:
        return formats.date_format(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT")
    except ValueError:
        return str(value)
