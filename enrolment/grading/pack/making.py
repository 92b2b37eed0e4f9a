"""A pack as a ZIP: a folder for each work, one spreadsheet for all, the same as CSV, and how it is used."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language

from clikc.foundation.sheets import write_csv
from courses.catalogue import api as catalogue
from enrolment.programmes import api as programmes

from ..locking import WAY
from ..models import Marking
from ..queues import queue_of
from ..sheets import files_of, is_blind_to
from . import documents
from .rows import columns_of, row_of
from .workbook import MarksBook

if TYPE_CHECKING:
    from clikc.people.models import User

Advance = Callable[[int, int], object]
SHEET = "marks.xlsx"
BATCH = 20
# What is in them is packed already.
PACKED = frozenset({"pdf", "docx", "odt", "jpeg", "png", "webp"})
_WORDS = (
    "rubric__criteria__levels",
    "marks",
    "hand_in__files",
    "submission__run_assignment__assignment__bank_comments",
)
_HELD = 1024 * 1024
_PIECE = 256 * 1024


@dataclass(frozen=True)
class Group:
    """Works of one assignment, marked by one rubric: they share a sheet."""

    activity: UUID
    ids: Sequence[UUID]


def write_pack(
    stream: BinaryIO, *, owner: User, ids: Sequence[UUID], advance: Advance = lambda _done, _total: None
) -> list[UUID]:
    """Write the works of these markings, as far as they are the owner's to mark and not finished, in the
    language and the time zone of now; answers which. Memory holds a few of them at a time."""
    groups = _groups(owner, ids)
    titles = catalogue.entries_of({group.activity for group in groups}, get_language())
    pack = _Pack(stream, owner, total=sum(len(group.ids) for group in groups), advance=advance)
    with pack.archive:
        for number, group in enumerate(groups, start=1):
            entry = titles.get(group.activity)
            pack.add_group(number, group, entry.title if entry else "")
        pack.finish()
    return pack.packed


def _groups(owner: User, ids: Sequence[UUID]) -> list[Group]:
    """Two queries at most, however many there are."""
    own = (
        queue_of(owner)
        .filter(pk__in=list(ids))
        .order_by(
            "submission__run_assignment__due_at",
            "submission__run_assignment__assignment",
            "rubric",
            "submission__code",
        )
    )
    rows = own.values_list("submission__run_assignment__assignment__activity", "rubric", "pk")
    by_key: dict[tuple, list[UUID]] = {}
    for activity, rubric, pk in rows:
        by_key.setdefault((activity, rubric), []).append(pk)
    return [Group(activity, found) for (activity, _rubric), found in by_key.items()]


class _Pack:
    """A pack that is being written."""

    def __init__(self, stream: BinaryIO, owner: User, *, total: int, advance: Advance):
        self.archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self.packed: list[UUID] = []
        self._owner, self._total, self._advance = owner, total, advance
        self._language, self._book = get_language(), MarksBook()
        self._rubrics: dict[tuple[int, str], str] = {}
        self._now = timezone.localtime().timetuple()[:6]

    def add_group(self, number: int, group: Group, title: str) -> None:
        with tempfile.SpooledTemporaryFile(max_size=_HELD) as table:
            write_csv(table, self._rows(group, title))
            table.seek(0)
            name = slugify(title, allow_unicode=True)[:60].strip("-") or "marks"
            self._copy(f"csv/{number}-{name}.csv", table)

    def finish(self) -> None:
        """The workbook, which has to have a sheet that is seen."""
        if not self.packed:
            return
        with tempfile.SpooledTemporaryFile(max_size=_HELD) as book:
            self._book.save(book)
            book.seek(0)
            self._copy(SHEET, book, is_packed=True)
        self._text("README.html", documents.readme_page(works=len(self.packed)))

    def _rows(self, group: Group, title: str) -> Iterator[list]:
        """The rows of the CSV file; on the way each is put into the workbook, and its folder packed."""
        sheet = rubric = None
        for marking in self._markings(group):
            if sheet is None:
                rubric = documents.rubric_of(marking, self._language)
                columns = columns_of(rubric, self._language)
                title = title or marking.submission.run_assignment.assignment.activity.code
                sheet = self._book.sheet(title, columns)
                yield [column.head for column in columns]
                yield [column.code for column in columns]
            row = row_of(marking, rubric, title, self._language)
            sheet.append(row)
            self._add_folder(marking, title)
            yield row

    def _markings(self, group: Group) -> Iterator[Marking]:
        """The works, a few at a time, in the order of their codes."""
        course = "submission__run_assignment__run__course"
        for start in range(0, len(group.ids), BATCH):
            own = queue_of(self._owner).filter(pk__in=group.ids[start : start + BATCH])
            rows = own.select_related(*WAY, course).prefetch_related(*_WORDS)
            yield from rows.defer("hand_in__plain", "submission__draft").order_by("submission__code", "pk")

    def _add_folder(self, marking: Marking, title: str) -> None:
        folder = f"works/{marking.submission.code}"
        scheme = programmes.scheme_of(marking.submission.run_assignment.run)
        is_blind = is_blind_to(self._owner, marking, scheme)
        packed = documents.packed_files(files_of(marking, is_blind=is_blind), is_blind=is_blind)
        files = [self._add_file(folder, file) for file in packed]
        voices = documents.voices_of(marking, self._language)
        for language in voices:
            self._text(f"{folder}/rubric-{language}.html", self._rubric(marking, language, title))
        self._text(f"{folder}/text.html", documents.work_page(marking, title, files, voices))
        self.packed.append(marking.pk)
        self._advance(len(self.packed), self._total)

    def _rubric(self, marking: Marking, language: str, title: str) -> str:
        """Most works share one: drawn once."""
        key = (marking.rubric_id, language)
        if key not in self._rubrics:
            rubric, bank = documents.rubric_of(marking, language), documents.bank_of(marking, language)
            self._rubrics[key] = documents.rubric_page(rubric, bank, title)
        return self._rubrics[key]

    def _add_file(self, folder: str, file: documents.Packed) -> documents.Packed:
        """The file as it is in the pack; without content where it could not be read."""
        if not file.content:
            return file
        try:
            opened = file.content.open("rb")
        except FileNotFoundError:
            return documents.Packed(file.name, file.size, None)
        with opened:
            self._copy(f"{folder}/{file.name}", opened, is_packed=file.name.rpartition(".")[2] in PACKED)
        return file

    def _copy(self, path: str, source: BinaryIO, *, is_packed: bool = False) -> None:
        entry = zipfile.ZipInfo(path, self._now)
        entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with self.archive.open(entry, "w") as target:
            shutil.copyfileobj(source, target, _PIECE)

    def _text(self, path: str, text: str) -> None:
        entry = zipfile.ZipInfo(path, self._now)
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        self.archive.writestr(entry, text.encode())
