"""Files of a work as the page shows them: pages as pictures, documents as paragraphs, with their comments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from enrolment.assessment import api as assessment
from enrolment.grading import api as grading

from .notes import Note, Place, passages_of


@dataclass(frozen=True)
class FileShown:
    """``file`` is what the reader may have of it; without a content it is kept back."""

    number: int
    file: grading.SheetFile
    pages: list[assessment.PageShown]
    text: assessment.Woven | None
    place: Place

    @property
    def plain(self) -> str:
        return self.file.record.plain


def shown_files(
    sheet: grading.MarkingSheet, notes_at: Callable[[UUID], list[Note]], *, is_first: bool
) -> list[FileShown]:
    """``is_first``: nothing that can be commented on stands before them."""
    return [
        _shown(number, file, notes_at(file.id), is_first=is_first and number == 1)
        for number, file in enumerate(sheet.files, start=1)
    ]


def _shown(number: int, file: grading.SheetFile, notes: list[Note], *, is_first: bool) -> FileShown:
    pages = _pages(file, notes) if file.content and file.kind in assessment.PICTURED else []
    text = None
    if file.content and not pages:
        prefix = f"file-{number}-paragraph"
        text = assessment.woven_file(file.record, file.content, passages_of(notes), prefix=prefix)
    place = Place(
        name=f"file-{number}",
        file=str(file.id),
        notes=notes,
        paragraphs=text.paragraphs if text else (),
        pages=len(pages),
        is_first=is_first,
    )
    return FileShown(number, file, pages, text, place)


def _pages(file: grading.SheetFile, notes: list[Note]) -> list[assessment.PageShown]:
    return [
        assessment.page_shown(
            file.record, number, [note for note in notes if note.page == number], route="tutoring_page"
        )
        for number in range(1, max(file.pages, 1) + 1)
    ]
