"""A programme file as a template, and the line in which each part of it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models

from courses.lessons.api import Fields, Marked, Report, read_yaml

from ..models import Programme, ProgrammeEvent, ProgrammeLetter, ProgrammeScheme
from ..rules.calendar import After, InMonth, InWeek
from ..rules.templates import Event, Module, Template, Where
from ..template_faults import LONGEST_TEXT, LONGEST_TITLE
from ..template_values import FACTS, REGULATION
from ..work import FACTS_COLUMNS
from .fields import clock, figure, span, whole, words

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_YEARS = 80
# What a part of a template is called in a file.
IN_FILE = {
    "titles": "title",
    "summaries": "summary",
    "first_week": "weeks",
    "last_week": "weeks",
    "is_required": "required",
    "days_after": "days",
}


@dataclass
class Source:
    """What was read, and where it stands: ``parts`` by where they are in the template."""

    report: Report
    code: str = ""
    template: Template | None = None
    parts: dict[Where, Fields] = field(default_factory=dict)

    def line_of(self, where: Where) -> int:
        """The line of a place in the template, or of the nearest thing around it."""
        for depth in range(len(where), -1, -1):
            fields = self.parts.get(where[:depth])
            if fields is not None:
                rest = where[depth:]
                return fields.line_of(IN_FILE.get(rest[0], str(rest[0]))) if rest else fields.line
        return 1


def read_source(text: str, report: Report) -> Source:
    """What a file says. All that cannot be read is reported; then ``template`` is of no use."""
    source = Source(report)
    marked = read_yaml(text, report)
    if marked is None:
        return source
    fields = source.parts[()] = source.parts[("facts",)] = Fields(marked, report)
    source.code = fields.code("code", longest=20)
    source.template = Template(
        titles=words(fields, "title", longest=LONGEST_TITLE, is_required=True),
        summaries=words(fields, "summary", longest=LONGEST_TEXT, has_paragraphs=True),
        facts=_columns(fields, Programme, FACTS),
        regulation=_mapping(source, fields, "regulation", Programme, REGULATION) or {},
        scheme=_mapping(source, fields, "scheme", ProgrammeScheme, FACTS_COLUMNS),
        modules=tuple(_modules(source, fields)),
        events=tuple(_events(source, fields)),
        eligibility=tuple(_rules(source, fields)),
        letters=_letters(source, fields),
    )
    fields.close()
    return source


def _mapping(source: Source, fields: Fields, name: str, model, columns) -> dict[str, object] | None:
    found = fields.take(name, is_required=False)
    if found is None:
        return None
    inner = source.parts[(name,)] = Fields(found, source.report)
    read = _columns(inner, model, columns)
    inner.close()
    return read


def _columns(fields: Fields, model, names) -> dict[str, object]:
    """The columns that a mapping says something of, as their types have it."""
    read = {}
    for name in names:
        fields.asked.add(name)
        if name in fields.items:
            read[name] = _column(fields, model._meta.get_field(name))
    return read


def _column(fields: Fields, column: models.Field) -> object:
    if column.choices:
        return fields.choice(column.name, [value for value, _label in column.choices])
    if isinstance(column, models.BooleanField):
        return fields.flag(column.name)
    read = figure if isinstance(column, models.DecimalField) else whole
    value = read(fields, column.name)
    if value is None and not column.null and fields.report.is_clean:
        fields.report.problem(fields.line_of(column.name), f"“{column.name}” is empty")
    return value


def _items(source: Source, fields: Fields, name: str) -> Iterator[Fields]:
    for item in fields.items_of(name, is_required=False):
        yield Fields(item, source.report)


def _modules(source: Source, fields: Fields) -> Iterator[Module]:
    for place, item in enumerate(_items(source, fields, "modules")):
        source.parts[("modules", place)] = item
        weeks = span(item, "weeks", is_required=True) or (1, 1)
        weight = figure(item, "weight")
        yield Module(
            code=item.code("code", longest=20),
            titles=words(item, "title", longest=LONGEST_TITLE, is_required=True),
            course=item.code("course") if "course" in item.items else "",
            is_required=item.flag("required", default=True),
            weight=Decimal(1) if weight is None else weight,
            first_week=weeks[0],
            last_week=weeks[1],
        )
        item.asked.add("course")
        item.close()


def _events(source: Source, fields: Fields) -> Iterator[Event]:
    place = 0
    for item in _items(source, fields, "events"):
        for event in _event(item):
            source.parts[("events", place)] = item
            place += 1
            yield event


def _event(item: Fields) -> list[Event]:
    """One event, or one in each of several weeks."""
    weeks = span(item, "each_week")
    if weeks and weeks[1] < weeks[0]:
        item.report.problem(item.line_of("each_week"), "“each_week” ends before it begins")
    facts = {
        "titles": words(item, "title", longest=LONGEST_TITLE, is_required=True),
        "kind": item.choice("kind", ProgrammeEvent.Kind.values, default="step"),
        "module": item.text("module", is_required=False, longest=20),
        "activity": item.text("activity", is_required=False, longest=120),
        "shift": item.choice("shift", ProgrammeEvent.Shift.values, default="next"),
        "at": clock(item, "at"),
        "minutes": whole(item, "minutes"),
        "zone": item.choice("zone", ProgrammeEvent.Zone.values, default="session"),
    }
    code, where = item.code("code", longest=36 if weeks else 40), _place(item, weeks)
    item.close()
    if weeks is None or not isinstance(where, InWeek):
        return [Event(code, where, **facts)]
    return [
        Event(f"{code}-{week}", InWeek(week, where.weekday), **facts | {"titles": _numbered(facts, week)})
        for week in range(weeks[0], weeks[1] + 1)
    ]


def _numbered(facts: dict, week: int) -> dict[str, str]:
    return {language: said.replace("{week}", str(week)) for language, said in facts["titles"].items()}


def _place(item: Fields, weeks: tuple[int, int] | None) -> InWeek | InMonth | After:
    """``week`` and ``weekday``, or ``month`` and ``day``, or ``after`` and ``days``."""
    item.asked |= {"week", "weekday", "month", "day", "after", "days"}
    if item.items.keys() & {"after", "days"}:
        place = After(item.code("after"), whole(item, "days", is_required=True) or 0)
        own = {"after", "days"}
    elif item.items.keys() & {"month", "day"}:
        place = InMonth(whole(item, "month", is_required=True) or 0, item.number("day", low=1, high=31))
        own = {"month", "day"}
    else:
        week = weeks[0] if weeks else whole(item, "week", is_required=True)
        place = InWeek(week or 0, WEEKDAYS.index(item.choice("weekday", WEEKDAYS)) + 1)
        own = {"weekday"} if weeks else {"week", "weekday"}
    others = {"each_week"} if weeks and not isinstance(place, InWeek) else set()
    for name in (item.items.keys() & {"week", "weekday", "month", "day", "after", "days"}) - own | others:
        item.report.problem(item.line_of(name), f"“{name}” does not go with “{min(own)}”: say one place")
    return place


def _rules(source: Source, fields: Fields) -> Iterator[dict[str, object]]:
    for place, item in enumerate(_items(source, fields, "eligibility")):
        source.parts[("eligibility", place)] = item
        values = [_value(each, item) for each in item.items_of("values", is_required=False)]
        years = item.number("years", low=1, high=MOST_YEARS, default=0)
        yield {
            "code": item.text("rule", longest=40),
            "years": years,
            "values": values,
            "is_wish": item.flag("wish", default=False),
        }
        item.close()


def _value(marked: Marked, item: Fields) -> str:
    if isinstance(marked.value, str):
        return marked.value
    item.report.problem(marked.line, "“values” must be plain words")
    return ""


def _letters(source: Source, fields: Fields) -> dict[str, dict[str, str]]:
    found = fields.take("letters", is_required=False)
    if found is None:
        return {}
    letters = source.parts[("letters",)] = Fields(found, source.report)
    read = {
        kind: words(letters, kind, longest=LONGEST_TEXT, has_paragraphs=True)
        for kind in ProgrammeLetter.Kind.values
        if kind in letters.items
    }
    letters.asked |= set(ProgrammeLetter.Kind.values)
    letters.close()
    return {kind: said for kind, said in read.items() if said}
