"""Files that go with the words: found by name, kept inside the folder, checked before anything is written."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from willow.image import Image

from clikc.foundation.pictures import picture_fault

from .folder import Folder
from .problems import Findings, Report

PICTURES = ("svg", "png", "jpg", "jpeg", "webp", "gif")
PHOTOGRAPHS = ("png", "jpg", "jpeg")
VIDEOS = ("mp4", "webm")
SOUNDS = ("mp3", "ogg", "mp4", "webm")
CAPTIONS = ("vtt",)
DOWNLOADS = ("pdf", "csv", "docx", "odt", "pptx", "txt", "xlsx", "zip")

FOLDER = "media"
LARGEST_PICTURE = 10 * 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True)
class MediaFile:
    """A file of the folder: its path there, and what is in it."""

    path: str
    sha1: str

    @property
    def is_picture(self) -> bool:
        return ending(self.path) in PICTURES


class Shelf:
    """The media files of a folder, each read and checked once, whoever uses it."""

    def __init__(self, folder: Folder, findings: Findings):
        self.folder = folder
        self.findings = findings
        self.files: dict[str, MediaFile] = {}

    def get(self, path: str) -> MediaFile | None:
        """The file at ``path``, or None where there is none."""
        if path not in self.files and self.folder.has(path):
            report = self.findings.about(path)
            self.files[path] = read_media_file(path, self.folder.content(path), report)
        return self.files.get(path)

    def size_of(self, picture: MediaFile) -> tuple[int, int]:
        """Width and height of a picture in pixels, as its record will have them; 0, 0 if it is broken."""
        try:
            found = Image.open(BytesIO(self.folder.content(picture.path))).get_size()
        except Exception:
            return 0, 0
        return tuple(map(int, found))


class Media:
    """The files one language may use: its own, then those without words in them."""

    def __init__(self, shelf: Shelf, language: str = ""):
        self.shelf = shelf
        self.places = [f"{language}/{FOLDER}", FOLDER] if language else [FOLDER]

    def find(self, name: str, endings, line: int, report: Report) -> MediaFile | None:
        """The file called ``name``; None, and reported, where it is not there or of no use."""
        if not _NAME.fullmatch(name):
            report.problem(
                line,
                f"“{name[:80]}” is no file name: letters, digits and - _ . only, no folders",
            )
            return None
        if ending(name) not in endings:
            report.problem(line, f"“{name}” cannot stand here (possible: {', '.join(endings)})")
            return None
        for place in self.places:
            found = self.shelf.get(f"{place}/{name}")
            if found:
                return found
        report.problem(line, f"the file {name} is not in {' or '.join(self.places)}")
        return None


def ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def read_media_file(path: str, content: bytes, report: Report) -> MediaFile:
    """A file as found; what is wrong in it is reported at its own lines."""
    if ending(path) in PICTURES:
        line, fault = picture_fault(ending(path), content)
        if len(content) > LARGEST_PICTURE:
            line, fault = 1, "a picture must be smaller than 10 megabytes"
        if fault:
            report.problem(line, fault)
    elif ending(path) in CAPTIONS and not content.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        report.problem(1, "captions must begin with the line WEBVTT")
    return MediaFile(path, hashlib.sha1(content, usedforsecurity=False).hexdigest())
