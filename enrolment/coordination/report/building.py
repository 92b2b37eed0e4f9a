"""A report in the language of now: figures, drawings, and the tables they are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, gettext as _, ngettext

from clikc.foundation.plots import Column, Plot, draw_columns, share_of
from courses.catalogue import api as catalogue

from . import rules, words
from .gathering import Gathered, Scope, gather
from .rules import Number, Period

# Courses that have a bar; the others are counted in words.
SHOWN = 8


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    change: str
    before: str


@dataclass(frozen=True)
class Row:
    """A line of a table. ``value`` is None where it is not shown; ``width`` that of its bar in per cent;
    ``language`` that of the name where it is not the report's."""

    name: str
    value: int | None
    width: str = ""
    language: str = ""

    @property
    def shown(self) -> str:
        return str(words.NOT_SHOWN) if self.value is None else words.written(self.value)


@dataclass(frozen=True)
class Chart:
    """A drawing with what it says in words and its numbers as rows."""

    plot: Plot
    summary: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Report:
    """Everything on the sheet. ``months`` and ``weeks`` are None where nothing was completed; ``genders``
    empty where none is given of anybody. ``course`` is the one that was chosen: title and language."""

    period: Period
    course: tuple[str, str] | None
    figures: tuple[Figure, ...]
    sentences: tuple[SafeString, ...]
    months: Chart | None
    courses: tuple[Row, ...]
    genders: tuple[Row, ...]
    weeks: Chart | None
    median: str
    is_empty: bool

    @property
    def courses_shown(self) -> tuple[Row, ...]:
        return self.courses[:SHOWN]

    @property
    def rest(self) -> str:
        """The courses that have no bar: ``And 17 more courses with 40 completions.``"""
        others = self.courses[SHOWN:]
        if not others:
            return ""
        text = ngettext(
            "And %(number)s more course; completions in it: %(completions)s.",
            "And %(number)s more courses; completions in them: %(completions)s.",
            len(others),
        )
        whole = sum(row.value for row in others)
        return text % {"number": words.written(len(others)), "completions": words.written(whole)}

    @property
    def hides_few(self) -> bool:
        return any(row.value is None for row in self.genders)


def build(scope: Scope, period: Period) -> Report:
    """The report in the language of now. Six queries."""
    found = gather(scope, period)
    now = [item for item in found.completions if period.holds(item.day)]
    titles = _titles({item.course: item.course_code for item in now}, scope.course)
    courses = rules.in_order(rules.by_course(now), {pk: title for pk, (title, _code) in titles.items()})
    numbers = _numbers(found, now)
    due = [item for item in found.due if period.holds(item.due_on)]
    said = rules.findings(
        completed=numbers["completed"],
        courses=courses,
        on_time=sum(item.is_on_time for item in due),
        due=len(due),
    )
    spread = rules.spread_of([item.days for item in now])
    return Report(
        period=period,
        course=titles.get(scope.course),
        figures=tuple(_figure(name, number) for name, number in numbers.items()),
        sentences=tuple(words.sentence(finding, titles) for finding in said),
        months=_months(now, period),
        courses=tuple(_course_rows(courses, titles)),
        genders=tuple(_gender_rows(now)),
        weeks=_weeks(spread) if spread else None,
        median=_median(spread) if spread else "",
        is_empty=not any(numbers[name].now or numbers[name].before for name in ("enrolled", "completed")),
    )


def _numbers(found: Gathered, now: Sequence[rules.Completion]) -> dict[str, Number]:
    before = [item for item in found.completions if found.period.held_before(item.day)]
    return {
        "officers": found.officers,
        "active": found.active,
        "enrolled": found.enrolled,
        "completed": Number(len(now), len(before)),
        "certificates": Number(*(sum(item.has_certificate for item in part) for part in (now, before))),
        "on_time": Number(
            _share_on_time(found, found.period.holds), _share_on_time(found, found.period.held_before)
        ),
    }


def _share_on_time(found: Gathered, is_in) -> int | None:
    due = [item for item in found.due if is_in(item.due_on)]
    return rules.share(sum(item.is_on_time for item in due), len(due))


def _figure(name: str, number: Number) -> Figure:
    return Figure(
        label=str(words.FIGURES[name]),
        value=words.value_of(name, number.now),
        change=words.change_of(name, number),
        before=words.value_of(name, number.before),
    )


def _titles(codes: Mapping[int, str], chosen: int | None) -> dict[int, tuple[str, str]]:
    """Course id → title, and its language where that is not the report's. Without a page its code."""
    language = get_language()
    named = {pk: (code, "") for pk, code in codes.items()}
    for pk, entry in catalogue.titles_of({*codes, chosen} - {None}, language).items():
        named[pk] = (entry.title, entry.language if entry.language != language else "")
    return named


def _months(completions: Sequence[rules.Completion], period: Period) -> Chart | None:
    if not completions:
        return None
    months = rules.by_month((item.day for item in completions), period)
    numbers = [number for _day, number in months]
    return Chart(
        plot=_drawn([Column(number, date_format(day, "M"), _year(day)) for day, number in months]),
        summary=_("From %(least)s to %(most)s a month.")
        % {"least": words.written(min(numbers)), "most": words.written(max(numbers))},
        rows=tuple(Row(words.month_of(day), number) for day, number in months),
    )


def _year(day: date) -> str:
    return date_format(day, "Y")


def _course_rows(courses, titles):
    most = courses[0][1] if courses else 0
    for pk, number in courses:
        title, language = titles[pk]
        yield Row(title, number, share_of(number, most), language)


def _gender_rows(completions: Sequence[rules.Completion]):
    """None at all where nobody's gender is given: one bar would say nothing."""
    groups = rules.people_by_gender(completions)
    if not any(groups):
        return
    most = max((number for number in groups.values() if number), default=0)
    for gender, label in words.GENDERS.items():
        if gender in groups:
            number = groups[gender]
            yield Row(str(label), number, share_of(number, most) if number else "")


def _weeks(spread: rules.Spread) -> Chart:
    columns = [Column(span.number, words.weeks_of(span)) for span in spread.spans]
    return Chart(
        plot=_drawn(columns, mark=spread.place),
        summary=_median(spread),
        rows=tuple(Row(column.label, column.value) for column in columns),
    )


def _median(spread: rules.Spread) -> str:
    text = ngettext(
        "Half were completed within %(number)s week.",
        "Half were completed within %(number)s weeks.",
        spread.median_weeks,
    )
    return text % {"number": words.written(spread.median_weeks)}


def _drawn(columns: Sequence[Column], mark: float | None = None) -> Plot:
    return draw_columns(columns, written=words.written, mirrored=get_language_bidi(), mark=mark)
