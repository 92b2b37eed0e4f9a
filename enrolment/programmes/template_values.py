"""Programmes, and what sessions have of them, read as values; and the columns that values stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.conf import settings

from courses.catalogue import api as catalogue

from .models import Programme, ProgrammeScheme
from .models.templates import EventFacts, Regulation
from .rules.calendar import After, InMonth, InWeek
from .rules.templates import Event, Module, Template, Words
from .work import FACTS_COLUMNS

FACTS = ("form", "weeks", "hours", "seats", "per_administration")
REGULATION = tuple(item.name for item in Regulation._meta.local_fields)


def template_of(programme: Programme) -> Template:
    """A programme as a value. Four queries; none for what was prefetched."""
    scheme = getattr(programme, "scheme", None)
    return Template(
        titles=words_of(programme, "title"),
        summaries=words_of(programme, "summary"),
        facts={name: getattr(programme, name) for name in FACTS},
        modules=modules_of(programme),
        events=events_of(programme),
        regulation={name: getattr(programme, name) for name in REGULATION},
        scheme={name: getattr(scheme, name) for name in FACTS_COLUMNS} if scheme else None,
        eligibility=tuple(programme.eligibility),
        letters={letter.kind: words_of(letter, "words") for letter in programme.letters.all()},
    )


def modules_of(record) -> tuple[Module, ...]:
    """The modules of a programme, or of a session, as values. One query."""
    return tuple(
        Module(
            code=item.code,
            titles=words_of(item, "title"),
            course=item.course.code if item.course else "",
            is_required=item.is_required,
            weight=item.weight,
            first_week=item.first_week,
            last_week=item.last_week,
        )
        for item in record.modules.select_related("course")
    )


def events_of(record) -> tuple[Event, ...]:
    """The events of a programme, or of a session, as values. One query."""
    found = record.events.select_related("module", "activity").order_by("position", "pk")
    return tuple(event_of(item) for item in found)


def event_of(item: EventFacts) -> Event:
    return Event(
        code=item.code,
        place=place_of(item),
        titles=words_of(item, "title"),
        kind=item.kind,
        module=item.module.code if item.module else "",
        activity=item.activity.code if item.activity else "",
        shift=item.shift,
        at=item.at,
        minutes=item.minutes,
        zone=item.zone,
    )


def place_of(item: EventFacts) -> InWeek | InMonth | After:
    """Where in a template an event stands."""
    if item.after:
        return After(item.after, item.days_after)
    if item.week is not None:
        return InWeek(item.week, item.weekday)
    return InMonth(item.month, item.day)


def complete(template: Template) -> Template:
    """The same with what columns hold where nothing is said, and without empty words."""
    scheme = template.scheme
    return replace(
        template,
        titles=_filled(template.titles),
        summaries=_filled(template.summaries),
        facts=_columns(Programme, FACTS, template.facts),
        modules=tuple(replace(item, titles=_filled(item.titles)) for item in template.modules),
        events=tuple(replace(item, titles=_filled(item.titles)) for item in template.events),
        regulation=_columns(Programme, REGULATION, template.regulation),
        scheme=None if scheme is None else _columns(ProgrammeScheme, FACTS_COLUMNS, scheme),
        letters={kind: said for kind, words in template.letters.items() if (said := _filled(words))},
    )


def courses_of(modules: Iterable[Module]) -> dict[str, catalogue.Course]:
    """Code → the courses of these modules, as far as there are such. One query."""
    found = catalogue.courses().filter(code__in={item.course for item in modules if item.course})
    return {course.code: course for course in found}


def activities_of(modules: Iterable[Module]) -> dict[tuple[str, str], catalogue.Activity]:
    """(Course, code) → the tests and assignments of the courses of these modules. One query."""
    codes = {item.course for item in modules if item.course}
    found = catalogue.Activity.objects.filter(course__code__in=codes, is_archived=False)
    return {(item.course.code, item.code): item for item in found.select_related("course")}


def write_words(record, name: str, words: Words) -> None:
    """Put a text on a record in every language; without a word in one it has none."""
    for language in settings.MODELTRANSLATION_LANGUAGES:
        column = record._meta.get_field(f"{name}_{language}")
        setattr(record, column.attname, words.get(language) or (None if column.null else ""))


def words_of(record, name: str) -> dict[str, str]:
    found = {code: getattr(record, f"{name}_{code}") for code in settings.MODELTRANSLATION_LANGUAGES}
    return _filled(found)


def module_columns(item: Module, courses: Mapping[str, catalogue.Course]) -> dict[str, object]:
    """The columns of a module but for its words and its place among the others."""
    return {
        "code": item.code,
        "course": courses.get(item.course),
        "is_required": item.is_required,
        "weight": item.weight,
        "first_week": item.first_week,
        "last_week": item.last_week,
    }


def event_columns(item: Event) -> dict[str, object]:
    """The columns of an event but for its words, what it is of, and its place among the others."""
    place = item.place
    return {
        "code": item.code,
        "kind": item.kind,
        "week": place.week if isinstance(place, InWeek) else None,
        "weekday": place.weekday if isinstance(place, InWeek) else None,
        "month": place.month if isinstance(place, InMonth) else None,
        "day": place.day if isinstance(place, InMonth) else None,
        "after": place.code if isinstance(place, After) else "",
        "days_after": place.days if isinstance(place, After) else None,
        "shift": item.shift,
        "at": item.at,
        "minutes": item.minutes,
        "zone": item.zone,
    }


def _columns(model, names: Iterable[str], given: Mapping[str, object]) -> dict[str, object]:
    return {name: given[name] if name in given else _default(model, name) for name in names}


def _default(model, name: str) -> object:
    column = model._meta.get_field(name)
    return column.to_python(column.get_default())


def _filled(words: Words) -> dict[str, str]:
    return {language: said for language, said in words.items() if said}
