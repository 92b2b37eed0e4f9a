"""Papers drawn and answered beforehand, to be handed out: thousands of sittings from some dozens of sheets.

Everything on a sheet is true: its answers were marked by the keys on its paper. What is simplified is that
several people have handed in the same sheet.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from courses.quizzes import api as quizzes
from enrolment.assessment import rules

from .sittings import answers_to, facts_of

PAPERS, SITTERS_EACH = 8, 5


@dataclass(frozen=True)
class Sheet:
    """A paper with the answers to it and what each earned."""

    paper: Sequence[Mapping]
    answers: Mapping[str, Sequence[str]]
    fractions: Mapping[str, Decimal]
    score: rules.Score
    is_passed: bool


@dataclass
class Sheets:
    """Those that pass a quiz, and those that do not. Where none passes, nobody can pass it here."""

    quiz: quizzes.Quiz
    passed: list[Sheet] = field(default_factory=list)
    failed: list[Sheet] = field(default_factory=list)


def sheets_of(quiz: quizzes.Quiz, dice: random.Random) -> Sheets:
    """Sheets of a quiz, answered by people who know more or less of it."""
    found, facts = Sheets(quiz), facts_of(quiz.activity.course)
    for number in range(PAPERS):
        paper = quizzes.draw_paper(quiz=quiz, seed=f"demo-{number}")
        best = quizzes.best_answers(paper)
        for _sitter in range(SITTERS_EACH):
            _keep(found, paper, answers_to(paper, facts, dice, best))
        if not found.passed:
            _keep(found, paper, best)
    return found


def _keep(found: Sheets, paper: Sequence[Mapping], answers: Mapping[str, Sequence[str]]) -> None:
    """Sort a sheet in, unless a person would have to mark it."""
    fractions = quizzes.mark_answers(paper=paper, answers=answers)
    if not fractions or None in fractions.values():
        return
    score = rules.score(fractions.values())
    is_passed = bool(rules.is_passed(score.percent, found.quiz.pass_mark))
    sheet = Sheet(paper, answers, fractions, score, is_passed)
    (found.passed if is_passed else found.failed).append(sheet)
