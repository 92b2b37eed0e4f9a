"""Tallies as small plots: a table whose rows have a bar each, so that the numbers stand beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from courses.quizzes.api import Bar, Group, Shows, Tally, Words

from .rules import Figures
from .saying import percent

MARKS = (
    gettext_lazy("none of the point"),
    gettext_lazy("up to a third"),
    gettext_lazy("up to two thirds"),
    gettext_lazy("more, but not all"),
    gettext_lazy("the whole point"),
)
TITLES = {
    Shows.CHOICES: gettext_lazy("What was chosen"),
    Shows.PLACES: gettext_lazy("Where it was put"),
    Shows.TEXTS: gettext_lazy("What was written"),
    Shows.NUMBERS: gettext_lazy("The commonest numbers"),
    Shows.SPANS: gettext_lazy("How the numbers are spread"),
    Shows.WORDS: gettext_lazy("How long the texts are"),
}


@dataclass(frozen=True)
class Row:
    """One bar. ``width`` is its length in per cent, ``language`` empty where the label is the page's own."""

    label: str
    count: int
    share: str
    width: int
    is_right: bool | None = None
    language: str | None = ""


@dataclass(frozen=True)
class Plot:
    """A titled set of bars; ``part`` is what of the question it is about, in its words."""

    title: str | Promise
    rows: tuple[Row, ...]
    part: Words | None = None
    is_marked: bool = False


def plots_of(tally: Tally, words: Mapping[str, Words]) -> list[Plot]:
    """A plot for each group, with a bar for what has none of its own, and one for those left blank."""
    people = tally.answered + tally.blank
    return [_plot(group, tally, words, people) for group in tally.groups if people]


def _plot(group: Group, tally: Tally, words: Mapping[str, Words], people: int) -> Plot:
    rows = [_row(_label(group, bar, words), bar.count, people, bar.is_right) for bar in group.bars]
    if group.others:
        rows.append(_row(Words(_other_label(group.shows), ""), group.others, people))
    if tally.blank and not group.part:
        rows.append(_row(Words(_("Left blank"), ""), tally.blank, people))
    return Plot(
        title=TITLES[group.shows],
        rows=tuple(rows),
        part=(words.get(group.part) or Words(group.part, "")) if group.part else None,
        is_marked=any(bar.is_right is not None for bar in group.bars),
    )


def marks_plot(figures: Figures) -> Plot | None:
    """How the points lie between none and all; None where nobody earned a part."""
    if not any(figures.marks[1:-1]):
        return None
    pairs: Iterable[tuple[str, int]] = zip(MARKS, figures.marks, strict=True)
    rows = (_row(Words(str(label), ""), count, figures.sittings) for label, count in pairs)
    return Plot(title=_("What was earned"), rows=tuple(rows))


def _row(label: Words, count: int, people: int, is_right: bool | None = None) -> Row:
    share = count / people
    return Row(label.text, count, percent(share), round(100 * share), is_right, label.language)


def _label(group: Group, bar: Bar, words: Mapping[str, Words]) -> Words:
    """What a bar stands for; a language of None is that of whoever typed it."""
    if group.shows == Shows.CHOICES:
        return words.get(bar.value) or Words(bar.value, "")
    if group.shows == Shows.PLACES:
        return Words(_("Place %(number)s") % {"number": bar.value}, "")
    if group.shows == Shows.TEXTS:
        return Words(bar.value, None)
    if group.shows == Shows.NUMBERS:
        return Words(_number(Decimal(bar.value)), "")
    return Words(_span(bar, in_words=group.shows == Shows.WORDS), "")


def _span(bar: Bar, *, in_words: bool) -> str:
    if bar.low is None:
        return _("less than %(high)s") % {"high": _number(bar.high)}
    if bar.high is None:
        return _("%(low)s or more") % {"low": _number(bar.low)}
    if in_words:
        return _("%(low)s to %(high)s words") % {"low": _number(bar.low), "high": _number(bar.high - 1)}
    return _("%(low)s to less than %(high)s") % {"low": _number(bar.low), "high": _number(bar.high)}


def _number(number: Decimal) -> str:
    """A number as the reader's language writes it, with a true minus sign and no idle zeros."""
    plain = format(abs(number), "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    text = number_format(plain, use_l10n=True, force_grouping=True)
    return f"\u2212{text}" if number < 0 else text


def _other_label(shows: Shows) -> str:
    if shows == Shows.TEXTS:
        return _("Other texts, each written by fewer than three people or further down")
    if shows == Shows.NUMBERS:
        return _("Other answers, each given by fewer than three people or further down")
    return _("No number") if shows == Shows.SPANS else _("Other answers")
