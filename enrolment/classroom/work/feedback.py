"""What came back of a work: comments at their places, deductions, and how the grade came to be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from courses.lessons import api as lessons
from enrolment.assessment import api as assessment

if TYPE_CHECKING:
    from .shown import Desk


@dataclass(frozen=True)
class Note:
    """A comment at a place of the work; ``number`` is the one that stands at that place too."""

    number: int
    quote: str
    comment: str


@dataclass(frozen=True)
class PageNotes:
    page: int | None
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class FileNotes:
    """A file as it was handed in, with the comments on it, page by page."""

    file: object
    pages: tuple[PageNotes, ...]


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
    notes: tuple[Note, ...]
    files: tuple[FileNotes, ...]

    @property
    def has_notes(self) -> bool:
        return bool(self.notes) or any(item.pages for item in self.files)


def feedback_on(work: Desk) -> Feedback:
    """The comments of a released work, numbered in the order of their places. One query."""
    released = work.released
    on_text = sorted(
        (item for item in released.annotations if item.file_id is None and item.start is not None),
        key=lambda item: (item.start, item.end or item.start),
    )
    others = [item for item in released.annotations if item not in on_text]
    passages = [(item.start, item.end, str(number)) for number, item in enumerate(on_text, start=1)]
    files = []
    number = len(on_text)
    for kept in released.hand_in.files.all():
        here = sorted((item for item in others if item.file_id == kept.pk), key=_place)
        files.append(FileNotes(kept, tuple(_pages(here, number))))
        number += len(here)
    marks = {
        item.criterion.pk: Mark(item.level and item.level.pk, item.points, item.comment)
        for item in released.criteria
    }
    return Feedback(
        rubric=_rubric(work),
        marks=marks,
        html=assessment.with_passages(released.hand_in.text, passages, link="#note-"),
        notes=tuple(Note(place, item.quote, item.comment) for place, item in enumerate(on_text, start=1)),
        files=tuple(files),
    )


def _rubric(work: Desk) -> lessons.RubricShown | None:
    """The version that it was marked by, in the reader's language. No query: it came with the marks."""
    criteria = work.released.criteria
    languages = [get_language(), work.assignment.activity.course.source_language]
    return lessons.rubric_in(criteria[0].criterion.rubric, languages) if criteria else None


def _place(item) -> tuple:
    return (item.page or 0, item.start or 0, item.y or 0, item.x or 0)


def _pages(items: list, before: int):
    """Page by page; a comment on words of a file without pages stands under none."""
    for page in dict.fromkeys(item.page for item in items):
        yield PageNotes(
            page,
            tuple(
                Note(number, item.quote, item.comment)
                for number, item in enumerate(items, start=before + 1)
                if item.page == page
            ),
        )
