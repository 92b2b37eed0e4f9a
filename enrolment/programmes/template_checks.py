"""Whether a template holds together: each figure by itself, then all of them beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from .asking import read_rules
from .models import Programme, ProgrammeEvent, ProgrammeLetter, ProgrammeModule, ProgrammeScheme
from .rules.templates import Event, Module, Template, Where, faults_of
from .template_faults import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    NO_ACTIVITY,
    NO_COURSE,
    NO_LETTER,
    NO_RULE,
    Refusal,
    as_refusals,
    refused_columns,
    refused_words,
)
from .template_values import FACTS, REGULATION, activities_of, courses_of, event_columns, module_columns
from .work import FACTS_COLUMNS


def faults_in(template: Template, code: str) -> list[Refusal]:
    """All that is wrong with a complete template. Two queries."""
    programme = Programme(code=code, **template.facts, **template.regulation)
    found = [
        *refused_columns((), programme, ["code"]),
        *refused_words(("titles",), template.titles, longest=LONGEST_TITLE, is_needed=True),
        *refused_words(("summaries",), template.summaries, longest=LONGEST_TEXT),
        *refused_columns(("facts",), programme, FACTS),
        *refused_columns(("regulation",), programme, REGULATION),
    ]
    if template.scheme is not None:
        found += refused_columns(("scheme",), ProgrammeScheme(**template.scheme), FACTS_COLUMNS)
    found += [*_faults_of_letters(template), *_faults_of_eligibility(template)]
    found += faults_in_parts(template.modules, template.events)
    # What holds together is asked of figures that are figures.
    return found or as_refusals(faults_of(template, template.facts["weeks"]))


def faults_in_parts(modules: Iterable[Module], events: Iterable[Event]) -> list[Refusal]:
    """What is wrong with each module and event by itself. Two queries."""
    modules, events = list(modules), list(events)
    courses, activities = courses_of(modules), activities_of(modules)
    of_module = {item.code: item.course for item in modules}
    found = []
    for place, item in enumerate(modules):
        found += _faults_of_module(("modules", place), item, courses)
    for place, item in enumerate(events):
        found += _faults_of_event(("events", place), item)
        if item.activity and (of_module.get(item.module), item.activity) not in activities:
            found.append(Refusal(("events", place, "activity"), NO_ACTIVITY % {"given": item.activity}))
    return found


def _faults_of_module(where: Where, item: Module, courses: Mapping[str, object]) -> list[Refusal]:
    columns = module_columns(item, courses)
    names = [name for name in columns if name != "course"]
    found = [*refused_columns(where, ProgrammeModule(**columns), names)]
    if item.course and item.course not in courses:
        found.append(Refusal((*where, "course"), NO_COURSE % {"given": item.course}))
    return [
        *found,
        *refused_words((*where, "titles"), item.titles, longest=LONGEST_TITLE, is_needed=True),
    ]


def _faults_of_event(where: Where, item: Event) -> list[Refusal]:
    columns = event_columns(item)
    return [
        *refused_columns(where, ProgrammeEvent(**columns), columns),
        *refused_words((*where, "titles"), item.titles, longest=LONGEST_TITLE, is_needed=True),
    ]


def _faults_of_letters(template: Template) -> list[Refusal]:
    found = []
    for kind, words in template.letters.items():
        if kind not in ProgrammeLetter.Kind.values:
            found.append(Refusal(("letters", kind), NO_LETTER % {"given": kind}))
        found += refused_words(("letters", kind), words, longest=LONGEST_TEXT)
    return found


def _faults_of_eligibility(template: Template) -> list[Refusal]:
    found = []
    for place, rule in enumerate(template.eligibility):
        try:
            read_rules([rule])
        except ValueError:
            found.append(Refusal(("eligibility", place), NO_RULE))
    if not found:
        try:
            read_rules(template.eligibility)
        except ValueError:
            last = len(template.eligibility) - 1
            found.append(Refusal(("eligibility", last), _("A rule is there once.")))
    return found
