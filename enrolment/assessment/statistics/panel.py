"""The statistics of a question, beside it in the back office."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _
from wagtail.admin.ui.components import Component

from courses.quizzes import api as quizzes
from courses.quizzes.api import Question

from ..permissions import can_see_statistics
from .plots import Plot, marks_plot, plots_of
from .reading import ItemStatistics, item_statistics
from .rules import LEAST, Figures, Scope
from .saying import FLAGS, duration, how_many, percent, two_places

SCOPES = {
    Scope.PRESENT: _("As the question is worded now"),
    Scope.SAME_KEY: _("All wordings with the present key together"),
}


@dataclass(frozen=True)
class TimeBox:
    """Quartiles of time as minutes and seconds, and as lengths in per cent of the plot."""

    lower: str
    middle: str
    upper: str
    left: float
    mark: float
    width: float


@dataclass(frozen=True)
class ShownFigures:
    """One set of figures as the page shows it."""

    title: str
    figures: Figures
    people: str
    facility: str
    facility_width: int
    discrimination: str
    discrimination_from: int
    discrimination_width: int
    index: str
    blank: str
    time: TimeBox | None
    findings: tuple
    plots: tuple[Plot, ...]


class StatisticsPanel(Component):
    """Facility, discrimination, time and what was answered, of the answers to one question."""

    template_name = "assessment/statistics/panel.html"
    heading, name = _("What the answers say"), "statistics"

    def __init__(self, question: Question):
        self.question = question

    def get_context_data(self, parent_context=None):
        found = item_statistics(self.question.pk)
        return {
            "sets": shown_sets(found) if found else [],
            "least": LEAST,
            "has_other_key": bool(found and found.history.has_other_key),
            "bank_url": reverse("bank_statistics", args=[self.question.bank_id]),
        }


def panel_beside(request: HttpRequest, question: Question) -> StatisticsPanel | None:
    """The panel, for those who may see it."""
    return StatisticsPanel(question) if can_see_statistics(request.user) else None


def shown_sets(found: ItemStatistics) -> list[ShownFigures]:
    """Every set of figures that may be shown, the narrowest first."""
    words = quizzes.choice_words(found.history.content, get_language())
    return [
        _shown(SCOPES[scope], figures, plots_of(found.tallies[scope], words))
        for scope, figures in found.figures.items()
    ]


def _shown(title: str, figures: Figures, plots: list[Plot]) -> ShownFigures:
    value = figures.discrimination or 0.0
    marks = marks_plot(figures)
    return ShownFigures(
        title=title,
        figures=figures,
        people=how_many(figures),
        facility=percent(figures.facility),
        facility_width=round(100 * figures.facility),
        discrimination=two_places(figures.discrimination),
        discrimination_from=round(50 + 50 * min(value, 0)),
        discrimination_width=round(50 * abs(value)),
        index=two_places(figures.index),
        blank=percent(figures.blank),
        time=_time(figures),
        findings=tuple(FLAGS[flag] for flag in figures.flags),
        plots=(*plots, *([marks] if marks else [])),
    )


def _time(figures: Figures) -> TimeBox | None:
    if figures.seconds is None:
        return None
    lower, middle, upper = figures.seconds
    scale = 80 / upper if upper else 0
    return TimeBox(
        *map(duration, figures.seconds),
        left=round(lower * scale),
        mark=round(middle * scale),
        width=max(round((upper - lower) * scale), 1),
    )
