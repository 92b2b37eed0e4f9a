"""All questions of a bank or a quiz with their figures, the most suspicious first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language

from courses.quizzes import api as quizzes
from courses.quizzes.api import Question, Words

from .reading import statistics_of
from .rules import Figures, suspicion
from .saying import FLAGS, duration, how_many, percent, two_places


@dataclass(frozen=True)
class Line:
    """One question. ``figures`` is None where fewer than five people answered it."""

    question: UUID
    code: str
    kind: str
    words: Words
    figures: Figures | None
    has_earlier_wordings: bool

    @property
    def people(self) -> str:
        return how_many(self.figures)

    @property
    def facility(self) -> str:
        return percent(self.figures.facility)

    @property
    def facility_width(self) -> int:
        return round(100 * self.figures.facility)

    @property
    def discrimination(self) -> str:
        return two_places(self.figures.discrimination)

    @property
    def time(self) -> str:
        return duration(self.figures.seconds.middle) if self.figures.seconds else "–"

    @property
    def flags(self) -> list[str]:
        """What to look at, in a few words each."""
        return [str(FLAGS[flag][0]) for flag in self.figures.flags] if self.figures else []


def overview_of(questions: Iterable[Question]) -> list[Line]:
    """A line for each question. Five queries, whatever the numbers."""
    found = list(questions)
    statistics = statistics_of([question.pk for question in found])
    lines = [_line(question, statistics[str(question.pk)]) for question in found]
    return sorted(lines, key=lambda line: (suspicion(line.figures), line.code))


def _line(question: Question, statistics) -> Line:
    return Line(
        question=question.pk,
        code=question.code,
        kind=question.get_kind_display(),
        words=quizzes.words_in(statistics.history.text, [get_language()]),
        figures=statistics.first,
        has_earlier_wordings=statistics.is_together,
    )
