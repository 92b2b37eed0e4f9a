"""What is said of a document, how much of one is taken in, and why one is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

MIB = 1024 * 1024

# kind: media type, extension of the file
KINDS = {
    "pdf": ("application/pdf", "pdf"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "odt": ("application/vnd.oasis.opendocument.text", "odt"),
    "jpeg": ("image/jpeg", "jpg"),
    "png": ("image/png", "png"),
    "webp": ("image/webp", "webp"),
}
PICTURES = frozenset({"jpeg", "png", "webp"})
OFFICE = frozenset({"docx", "odt"})


@dataclass(frozen=True)
class Limits:
    """``bytes`` of the file and ``unpacked`` of what a DOCX or ODT holds; ``side`` and ``pixels`` of a
    picture; ``letters`` of the text that is kept; ``seconds`` and ``memory`` (bytes) the work may take."""

    bytes: int = 20 * MIB
    unpacked: int = 200 * MIB
    pages: int = 300
    pixels: int = 50_000_000
    side: int = 16_000
    letters: int = 500_000
    seconds: int = 20
    memory: int = 1024 * MIB


@dataclass(frozen=True)
class Document:
    """``content`` is what to keep: what was handed in, or where ``changes`` says so, what became of it.

    ``width`` and ``height`` are pixels of a picture as it is looked at, points of a PDF's first page, 0 of
    others. ``pages`` is 1 of a picture, and 0 of a DOCX or ODT, which have none until they are laid out.
    """

    kind: str
    media_type: str
    extension: str
    size: int
    pages: int
    width: int
    height: int
    text: str = field(repr=False)
    content: bytes = field(repr=False)
    changes: tuple[str, ...] = ()


class Refused(Exception):
    """Nothing of the file is to be kept; ``reason`` is a stable code, ``facts`` are numbers and codes.

    Reasons: see the docstring of the package. No fact is taken from the words of the file.
    """

    def __init__(self, reason: str, **facts: str | int):
        super().__init__(reason, facts)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True)
class Run:
    """Letters of one look."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True)
class Paragraph:
    """``role``: heading, item (of a list) or text. ``level``: 1 to 6 of headings, from 1 of items, else 0."""

    role: str
    level: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def document(
    kind: str,
    content: bytes,
    *,
    text: str = "",
    pages: int = 0,
    size: tuple[int, int] = (0, 0),
    changes: list[str] | tuple[str, ...] = (),
) -> Document:
    media_type, extension = KINDS[kind]
    return Document(
        kind, media_type, extension, len(content), pages, *size, text, content, tuple(dict.fromkeys(changes))
    )
