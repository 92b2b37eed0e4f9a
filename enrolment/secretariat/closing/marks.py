"""The final marks of a session as a drawing with both lines, and as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language_bidi, gettext as _, ngettext

from clikc.foundation.plots import Column, Plot, draw_columns
from clikc.foundation.templatetags.components import percent
from enrolment.certificates.rules import Regulation

STEP, MOST = 5, 100


@dataclass(frozen=True)
class MarksPlot:
    """``rows``: span of marks → participants, of those spans that somebody is in."""

    plot: Plot
    summary: str
    rows: tuple[tuple[str, int], ...]


def plot_of(finals: Iterable[Decimal | None], regulation: Regulation) -> MarksPlot | None:
    """Of the final marks there are; None where there is none."""
    known = [mark for mark in finals if mark is not None]
    if not known:
        return None
    numbers = [0] * (MOST // STEP)
    for mark in known:
        numbers[min(int(mark) // STEP, len(numbers) - 1)] += 1
    spans = [(place * STEP, number) for place, number in enumerate(numbers)]
    lines = [(float(line) / STEP, label) for line, label in _lines(regulation)]
    return MarksPlot(
        plot=draw_columns(
            [Column(number, str(start)) for start, number in spans],
            mirrored=get_language_bidi(),
            lines=lines,
            are_spans=True,
        ),
        summary=_summary(known, regulation),
        rows=tuple((_span(start), number) for start, number in spans if number),
    )


def _lines(regulation: Regulation) -> list[tuple[Decimal, str]]:
    honours = regulation.honours.final if regulation.honours else None
    both = ((regulation.to_pass.final, _("to pass")), (honours, _("honours")))
    return [(line, label) for line, label in both if line is not None]


def _summary(known: list[Decimal], regulation: Regulation) -> str:
    text = ngettext(
        "%(number)s final mark, from %(least)s to %(most)s.",
        "%(number)s final marks, from %(least)s to %(most)s.",
        len(known),
    )
    said = [text % {"number": len(known), "least": percent(min(known)), "most": percent(max(known))}]
    for line, label in _lines(regulation):
        number = sum(mark >= line for mark in known)
        words = ngettext(
            "%(number)s reaches the line “%(label)s” (%(line)s).",
            "%(number)s reach the line “%(label)s” (%(line)s).",
            number,
        )
        said.append(words % {"number": number, "label": label, "line": percent(line)})
    return " ".join(said)


def _span(start: int) -> str:
    last = MOST if start + STEP == MOST else start + STEP - 1
    return _("%(first)s to %(last)s") % {"first": start, "last": last}
