"""What a programme is made of, as values, and what of it does not hold together. Pure.

The bounds of a single figure are those of its column; what is looked at here is what only shows beside the
rest: a module behind the last week, an event that hangs on itself by a detour, honours easier than passing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from .calendar import After, CalendarFault, Event as Placeable, InMonth, InWeek, Shift, lay_out

MOST_MODULES, MOST_EVENTS = 40, 300
# How far from the start, or from another event, there can be something: a call, a report three years later.
MOST_WEEKS_BEFORE, MOST_MONTHS, MOST_DAYS = 60, 24, 1200
# Any day will do: what hangs on what is the same on all of them.
SOME_DAY = date(2001, 1, 1)
OF_A_MODULE = frozenset({"opens", "quiz", "due"})

Words = Mapping[str, str]  # language → words


class Wrong(StrEnum):
    """What can be wrong with a template."""

    TOO_MANY = "too_many"
    CODE_TWICE = "code_twice"
    WEEKS_TURNED = "weeks_turned"
    WEEK_OUTSIDE = "week_outside"
    DAY_OUTSIDE = "day_outside"
    COURSE_TWICE = "course_twice"
    NO_SUCH_MODULE = "no_such_module"
    NEEDS_MODULE = "needs_module"
    NO_SUCH_EVENT = "no_such_event"
    CIRCLE = "circle"
    NO_WEIGHT = "no_weight"
    HONOURS_TOO_EASY = "honours_too_easy"
    TOO_FEW_OPTIONAL = "too_few_optional"


# Where in a template: names of parts and places in lists, from the outside in.
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """``given`` is the figure, or the code, that is wrong; ``limit`` what it is held against."""

    where: Where
    what: Wrong
    given: str = ""
    limit: str = ""


@dataclass(frozen=True)
class Module:
    """``course`` is the code of its course; "" where it has none."""

    code: str
    titles: Words = field(default_factory=dict)
    course: str = ""
    is_required: bool = True
    weight: Decimal = Decimal(1)
    first_week: int = 1
    last_week: int = 1


@dataclass(frozen=True)
class Event:
    """``module`` is the code of its module, ``activity`` that of a test or an assignment of its course."""

    code: str
    place: InWeek | InMonth | After
    titles: Words = field(default_factory=dict)
    kind: str = "step"
    module: str = ""
    activity: str = ""
    shift: str = "next"
    at: time | None = None
    minutes: int | None = None
    zone: str = "session"


@dataclass(frozen=True)
class Template:
    """A whole programme but for its code. ``facts``, ``regulation`` and ``scheme``: column → value; scheme
    None: our own proposal. ``eligibility``: rules as data. ``letters``: kind → its words."""

    titles: Words
    summaries: Words = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    modules: tuple[Module, ...] = ()
    events: tuple[Event, ...] = ()
    regulation: Mapping[str, object] = field(default_factory=dict)
    scheme: Mapping[str, object] | None = None
    eligibility: tuple[Mapping[str, object], ...] = ()
    letters: Mapping[str, Words] = field(default_factory=dict)


def digest_of(template: Template) -> str:
    """Names a template: another one as soon as anything in it is."""
    said = json.dumps(_plain(asdict(template)), default=str, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def faults_of(template: Template, weeks: int) -> list[Fault]:
    """All that does not hold together in a programme of so many weeks, part by part."""
    return [
        *faults_of_modules(template.modules, weeks),
        *faults_of_events(template.events, template.modules, weeks),
        *faults_of_regulation(template.regulation, template.modules),
        *_faults_of_scheme(template.scheme or {}),
    ]


def faults_of_events(events: Iterable[Event], modules: Iterable[Module], weeks: int) -> list[Fault]:
    """What is wrong with events beside each other and beside the modules."""
    events, courses = list(events), {module.code: module.course for module in modules}
    if len(events) > MOST_EVENTS:
        return [Fault(("events",), Wrong.TOO_MANY, str(len(events)), str(MOST_EVENTS))]
    codes = [event.code for event in events]
    found = [*_twice("events", codes)]
    for place, event in enumerate(events):
        found += _faults_of_place(("events", place), event, weeks, set(codes))
        found += _faults_of_belonging(("events", place), event, courses)
    return found or _circles(events)


def faults_of_regulation(regulation: Mapping, modules: Iterable[Module]) -> list[Fault]:
    """Whether honours are at least what passing is, and can be had at all."""
    if not regulation.get("has_honours"):
        return []
    found = []
    for passed, honours in (("pass_final", "honours_final"), ("pass_module", "honours_module")):
        least, most = regulation.get(passed), regulation.get(honours)
        if least is not None and most is not None and most < least:
            found.append(Fault(("regulation", honours), Wrong.HONOURS_TOO_EASY, _said(most), _said(least)))
    asked, optional = regulation.get("honours_optional") or 0, [m for m in modules if not m.is_required]
    if asked > len(optional):
        where = ("regulation", "honours_optional")
        found.append(Fault(where, Wrong.TOO_FEW_OPTIONAL, str(asked), str(len(optional))))
    return found


def faults_of_modules(modules: tuple[Module, ...], weeks: int) -> Iterator[Fault]:
    """What is wrong with modules beside each other and beside the weeks."""
    if len(modules) > MOST_MODULES:
        yield Fault(("modules",), Wrong.TOO_MANY, str(len(modules)), str(MOST_MODULES))
    yield from _twice("modules", [module.code for module in modules])
    for place, module in enumerate(modules):
        if module.last_week < module.first_week:
            given, limit = str(module.last_week), str(module.first_week)
            yield Fault(("modules", place, "last_week"), Wrong.WEEKS_TURNED, given, limit)
        elif module.last_week > weeks:
            where = ("modules", place, "last_week")
            yield Fault(where, Wrong.WEEK_OUTSIDE, str(module.last_week), str(weeks))
        if module.course and module.course in [other.course for other in modules[:place]]:
            # Its learners are enrolled in a course once.
            yield Fault(("modules", place, "course"), Wrong.COURSE_TWICE, module.course)
    required = [module for module in modules if module.is_required]
    if required and all(module.weight == 0 for module in required):
        yield Fault(("modules", modules.index(required[0]), "weight"), Wrong.NO_WEIGHT)


def _faults_of_scheme(scheme: Mapping) -> Iterator[Fault]:
    least, most = scheme.get("pass_percent"), scheme.get("honours_percent")
    if least is not None and most is not None and most < least:
        where = ("scheme", "honours_percent")
        yield Fault(where, Wrong.HONOURS_TOO_EASY, _said(most), _said(least))


def _faults_of_place(where: Where, event: Event, weeks: int, codes: set[str]) -> Iterator[Fault]:
    """Whether a real day comes of where an event stands."""
    at = event.place
    if isinstance(at, InWeek):
        if not -MOST_WEEKS_BEFORE <= at.week <= weeks:
            yield Fault((*where, "week"), Wrong.WEEK_OUTSIDE, str(at.week), str(weeks))
        if not 1 <= at.weekday <= 7:
            yield Fault((*where, "weekday"), Wrong.DAY_OUTSIDE, str(at.weekday), "7")
    elif isinstance(at, InMonth):
        if abs(at.month) > MOST_MONTHS:
            yield Fault((*where, "month"), Wrong.DAY_OUTSIDE, str(at.month), str(MOST_MONTHS))
        if not 1 <= at.day <= 31:
            yield Fault((*where, "day"), Wrong.DAY_OUTSIDE, str(at.day), "31")
    else:
        if at.code not in codes:
            yield Fault((*where, "after"), Wrong.NO_SUCH_EVENT, at.code)
        if abs(at.days) > MOST_DAYS:
            yield Fault((*where, "days_after"), Wrong.DAY_OUTSIDE, str(at.days), str(MOST_DAYS))


def _faults_of_belonging(where: Where, event: Event, courses: Mapping[str, str]) -> Iterator[Fault]:
    if event.module and event.module not in courses:
        yield Fault((*where, "module"), Wrong.NO_SUCH_MODULE, event.module)
    elif event.kind in OF_A_MODULE and not event.module:
        yield Fault((*where, "module"), Wrong.NEEDS_MODULE)


def _circles(events: list[Event]) -> list[Fault]:
    try:
        lay_out([Placeable(event.code, event.place, Shift.STAY) for event in events], start=SOME_DAY)
    except CalendarFault as fault:
        place = [event.code for event in events].index(fault.code)
        return [Fault(("events", place, "after"), Wrong.CIRCLE, fault.code)]
    return []


def _twice(part: str, codes: list[str]) -> Iterator[Fault]:
    for place, code in enumerate(codes):
        if code in codes[:place]:
            yield Fault((part, place, "code"), Wrong.CODE_TWICE, code)


def _said(figure: object) -> str:
    """A figure without the noughts behind it."""
    return f"{Decimal(str(figure)).normalize():f}"


def _plain(value: object) -> object:
    """The same with each number as a text: 60 is what 60.00 is."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return _said(value) if is_number else value
