"""Pictures and documents as Wagtail's records: one a file, found again by name and content."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image

from .media import MediaFile
from .report import LoadReport


class FileRecords:
    """Record of every file of a course.

    A file that changed becomes a new record: an earlier revision of a page keeps the picture it had.
    """

    def __init__(self, root: Path, code: str, report: LoadReport):
        self.root = root
        self.code = code
        self.report = report
        self.written: list = []
        self.found: dict[tuple[str, str], int] = {}
        self.images: dict[int, Image] = {}

    def store(self, files: Iterable[MediaFile]) -> None:
        """Make sure every file has its record. Two queries where nothing is new."""
        for model in (Image, Document):
            rows = model.objects.filter(title__startswith=f"{self.code}/").order_by("pk")
            self.found |= {
                (title, sha1): pk for title, sha1, pk in rows.values_list("title", "file_hash", "pk")
            }
        for file in dict.fromkeys(files):
            if self._name(file) not in self.found:
                self.found[self._name(file)] = self._create(file)

    def pk(self, file: MediaFile | None) -> int | None:
        return self.found[self._name(file)] if file else None

    def forget(self) -> None:
        """Delete the files written, when the load they belong to came to nothing."""
        for file in self.written:
            file.storage.delete(file.name)

    def _name(self, file: MediaFile) -> tuple[str, str]:
        return f"{self.code}/{file.path}", file.sha1

    def _create(self, file: MediaFile) -> int:
        title, sha1 = self._name(file)
        content = (self.root / file.path).read_bytes()
        name = PurePosixPath(file.path).name
        record = (Image if file.is_picture else Document)(title=title, file_size=len(content), file_hash=sha1)
        record.file = ContentFile(content, name=f"{self.code}-{name}")
        record.save()
        self.written.append(record.file)
        self.report.files.append(file.path)
        return record.pk
