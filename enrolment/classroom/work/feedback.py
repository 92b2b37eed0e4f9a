"""What came back of a work: comments at their places, deductions, and how the grade came to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from courses.lessons import api as lessons
from enrolment.assessment import api as assessment

if TYPE_CHECKING:
    from .shown import Desk

# Of the pages: a phone's and a laptop's. Who wants them larger has the file.
WIDTHS = (640, 1100)
BACK = "place-"


@dataclass(frozen=True)
class Note:
    """A comment at a place of the work; where ``is_placed``, its number stands at that place too. ``x`` and
    ``y`` are those of its pin."""

    number: int
    quote: str
    comment: str
    x: str = ""
    y: str = ""
    is_placed: bool = True

    @property
    def key(self) -> str:
        return str(self.number)


@dataclass(frozen=True)
class PageNotes:
    """A page with its picture and pins, and the comments on it."""

    shown: assessment.PageShown
    notes: list[Note]


@dataclass(frozen=True)
class FileNotes:
    """A file as it was handed in: pages that bear comments, or the ``html`` of its text with the passages
    marked (empty where nobody commented on one); ``notes`` are on that text, or on the file at large."""

    number: int
    file: object
    pages: list[PageNotes]
    html: str
    notes: list[Note]

    @property
    def has_notes(self) -> bool:
        return bool(self.pages or self.notes)


@dataclass(frozen=True)
class Mark:
    """What came of one criterion, as the component of a rubric shows it."""

    level_id: int | None
    points: Decimal | None
    comment: str


@dataclass(frozen=True)
class Feedback:
    """``html`` is the text with its passages marked; ``marks``: id of a criterion → its mark."""

    rubric: lessons.RubricShown | None
    marks: dict[int, Mark]
    html: str
    notes: list[Note]
    files: list[FileNotes]


def feedback_on(work: Desk) -> Feedback:
    """The comments of a released work, numbered in the order of their places. No query of its own; each
    DOCX or ODT with comments is opened, in a process of its own."""
    released = work.released
    files = list(released.hand_in.files.all())
    order = {None: 0} | {kept.pk: number for number, kept in enumerate(files, start=1)}
    placed = sorted(
        released.annotations, key=lambda item: (order.get(item.file_id, len(order)), *_place(item))
    )
    by_file = {
        file_id: list(numbered)
        for file_id, numbered in groupby(enumerate(placed, start=1), key=lambda one: one[1].file_id)
    }
    html, notes = _text(released.hand_in, by_file.get(None, []))
    marks = {
        item.criterion.pk: Mark(item.level and item.level.pk, item.points, item.comment)
        for item in released.criteria
    }
    return Feedback(
        rubric=_rubric(work),
        marks=marks,
        html=html,
        notes=notes,
        files=[_file(order[kept.pk], kept, by_file.get(kept.pk, [])) for kept in files],
    )


def _rubric(work: Desk) -> lessons.RubricShown | None:
    """The version that it was marked by, in the reader's language. No query: it came with the marks."""
    criteria = work.released.criteria
    languages = [get_language(), work.run.course.source_language]
    return lessons.rubric_in(criteria[0].criterion.rubric, languages) if criteria else None


def _place(item) -> tuple:
    return (item.page or 0, item.start or 0, item.end or 0, item.y or 0, item.x or 0)


def _text(hand_in, numbered: list) -> tuple[str, list[Note]]:
    if not hand_in.text:
        return "", _notes(numbered)
    woven = assessment.weave(hand_in.text, hand_in.plain, _passages(numbered), prefix="paragraph", back=BACK)
    return woven.html, _notes(numbered, woven)


def _file(number: int, kept, numbered: list) -> FileNotes:
    if kept.kind in assessment.PICTURED:
        on_pages = [one for one in numbered if one[1].pin]
        rest = [one for one in numbered if not one[1].pin]
        return FileNotes(number, kept, list(_pages(kept, on_pages)), "", _notes(rest))
    passages, woven = _passages(numbered), None
    if passages:
        prefix = f"file-{number}-paragraph"
        woven = assessment.woven_file(kept, kept.file, passages, prefix=prefix, back=BACK)
    return FileNotes(number, kept, [], woven.html if woven else "", _notes(numbered, woven))


def _pages(kept, numbered: list) -> Iterable[PageNotes]:
    for page, here in groupby(numbered, key=lambda one: one[1].page):
        notes = [Note(number, "", item.comment, *item.pin) for number, item in here]
        shown = assessment.page_shown(kept, page, notes, route="work_page", widths=WIDTHS)
        yield PageNotes(shown, notes)


def _passages(numbered: list) -> list[assessment.Passage]:
    return [
        assessment.Passage(str(number), number, item.start, item.end)
        for number, item in numbered
        if item.start is not None
    ]


def _notes(numbered: list, woven: assessment.Woven | None = None) -> list[Note]:
    there = woven.numbered if woven else ()
    return [
        Note(number, item.quote, item.comment, is_placed=str(number) in there) for number, item in numbered
    ]
