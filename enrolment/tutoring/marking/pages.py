"""Files of a work as the page shows them: pages as pictures, documents as paragraphs, with their comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from uuid import UUID

from django.urls import reverse

from clikc.foundation import documents
from enrolment.grading import api as grading

from .files import PICTURED, WIDTHS
from .notes import Note, Place, passages_of
from .text import Woven, weave, weave_plain

# An upright page as most are; the browser corrects it when the picture is there.
PAGE_SIZE = (1000, 1414)
PICTURE_SIZE = (1000, 750)


@dataclass(frozen=True)
class PageShown:
    """A page with its pins, and the addresses of its picture by width in pixels."""

    number: int
    sources: list[tuple[str, int]]
    pins: list[Note]


@dataclass(frozen=True)
class FileShown:
    """``file`` is what the reader may have of it; without a content it is kept back."""

    number: int
    file: grading.SheetFile
    pages: list[PageShown]
    size: tuple[int, int]
    text: Woven | None
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
    pages = _pages(file, notes) if file.content and file.kind in PICTURED else []
    text = None if pages or not file.content else _text(file, notes, f"file-{number}-paragraph")
    place = Place(
        name=f"file-{number}",
        file=str(file.id),
        notes=notes,
        paragraphs=text.paragraphs if text else (),
        pages=len(pages),
        is_first=is_first,
    )
    size = PAGE_SIZE if file.kind == "pdf" else PICTURE_SIZE
    return FileShown(number, file, pages, size, text, place)


def _pages(file: grading.SheetFile, notes: Iterable[Note]) -> list[PageShown]:
    return [
        PageShown(
            number,
            [(reverse("tutoring_page", args=[file.id, number, width]), width) for width in WIDTHS],
            [note for note in notes if note.page == number],
        )
        for number in range(1, max(file.pages, 1) + 1)
    ]


def _text(file: grading.SheetFile, notes: Iterable[Note], prefix: str) -> Woven | None:
    """A document as paragraphs, headings and items; as plain lines where it cannot be opened again."""
    plain, passages = file.record.plain, passages_of(notes)
    if not plain.strip():
        return None
    try:
        with file.content.open("rb") as opened:
            paragraphs = documents.paragraphs_of(opened.read(), file.kind)
    except (documents.Refused, FileNotFoundError):
        return weave_plain(plain, passages, prefix=prefix)
    return weave("".join(map(_as_html, paragraphs)), plain, passages, prefix=prefix)


def _as_html(paragraph: documents.Paragraph) -> str:
    words = "".join(_run(run) for run in paragraph.runs)
    if paragraph.role == "heading":
        return f"<h3>{words}</h3>"
    return f"<ul><li>{words}</li></ul>" if paragraph.role == "item" else f"<p>{words}</p>"


def _run(run: documents.Run) -> str:
    words = escape(run.text)
    words = f"<strong>{words}</strong>" if run.is_bold else words
    return f"<em>{words}</em>" if run.is_italic else words
