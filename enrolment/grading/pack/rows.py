"""A sheet of marks in one language: its columns, and a row for each work with what is begun filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_info

from clikc.foundation.sheets import LONGEST_CELL, tame

from .levels import labels_of, number, plain
from .stamps import stamp_for
from .vocabulary import ANSWERS, BEFORE, BEHIND, COLUMN_NAMES, KEPT, PART_NAMES, written

if TYPE_CHECKING:
    from courses.lessons.api import CriterionShown, RubricShown

    from ..models import Marking

WIDTHS = {"code": 12, "assignment": 24, "level": 20, "points": 14, "comment": 40, "feedback": 60, "note": 30}
# An escaped underscore is seven signs of a cell's.
_ESCAPE = 7


@dataclass(frozen=True)
class Column:
    """``code`` names it for good, ``head`` in words. ``choices`` are what its cells may hold, ``most`` the
    points they go up to."""

    code: str
    head: str
    width: int
    choices: tuple[str, ...] = ()
    most: Decimal | None = None
    is_hidden: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether words are typed into it."""
        return self.code.startswith(("level:", "comment:")) or self.code in ("feedback", "note", "finished")


def columns_of(rubric: RubricShown, language: str) -> list[Column]:
    """The columns of a sheet of works that are marked by one rubric."""
    between = [
        column for item in rubric.criteria for column in _of_criterion(item, rubric.is_guide, language)
    ]
    before = [_fixed(code, language) for code in BEFORE]
    return [*before, *between, *(_fixed(code, language) for code in BEHIND)]


def _fixed(code: str, language: str) -> Column:
    head = written(COLUMN_NAMES, code, language)
    choices: tuple[str, ...] = ()
    if code in ("handed_in", "due"):
        head = f"{head} ({timezone.get_current_timezone_name()})"
    if code == "finished":
        choices = tuple(written(ANSWERS, answer, language) for answer in ("yes", "no"))
        head = f"{head} ({'/'.join(choices)})"
    return Column(code, head, WIDTHS.get(code, 17), choices, is_hidden=code == "stamp")


def _of_criterion(item: CriterionShown, is_guide: bool, language: str) -> list[Column]:
    part = "points" if is_guide else "level"
    head = f"{item.title.text}: {written(PART_NAMES, part, language)} (0–{number(item.most)})"
    said = Column(
        f"{part}:{item.code}",
        head,
        WIDTHS[part],
        choices=() if is_guide else tuple(labels_of(item).values()),
        most=item.most if is_guide else None,
    )
    comment = f"{item.title.text}: {written(PART_NAMES, 'comment', language)}"
    return [said, Column(f"comment:{item.code}", comment, WIDTHS["comment"])]


def row_of(marking: Marking, rubric: RubricShown, title: str, language: str) -> list:
    """The cells of a work, in the order of its columns. No query with what it is made of loaded."""
    hand_in = marking.hand_in
    before = [
        marking.submission.code,
        title,
        name_of_language(hand_in.language),
        hand_in.number,
        timezone.localtime(hand_in.at),
        timezone.localtime(hand_in.due_at),
    ]
    marks = {mark.criterion_id: mark for mark in marking.marks.all()}
    between = [cell for item in rubric.criteria for cell in _said(item, marks.get(item.pk), rubric.is_guide)]
    stamp = stamp_for(marking.pk, marking.version, marking.rubric.version)
    answer = written(ANSWERS, "no", language)
    return [*before, *between, _kept(marking.feedback), _kept(marking.note), answer, stamp]


def name_of_language(code: str) -> str:
    """A language's name in itself; "" for one that nobody knows."""
    known = {*settings.INTERFACE_LANGUAGES, *settings.MODELTRANSLATION_LANGUAGES}
    return get_language_info(code)["name_local"] if code in known else ""


def _said(item: CriterionShown, mark, is_guide: bool) -> Sequence:
    if mark is None:
        return None, None
    if is_guide:
        return None if mark.points is None else plain(mark.points), _kept(mark.comment)
    return labels_of(item).get(mark.level_id), _kept(mark.comment)


def _kept(text: str) -> str:
    """A text, or the sign for one that no cell can hold."""
    size = len(tame(text).encode("utf-16-le")) // 2 + (_ESCAPE - 1) * text.count("_x")
    return text if size <= LONGEST_CELL else KEPT
