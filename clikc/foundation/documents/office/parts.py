"""The parts of a DOCX or ODT, unpacked, and packed anew. Pure."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

from ...archives import Room, UnsafeArchive, guarded, opened
from ..kinds import is_something_else
from ..model import Limits, Refused

Parts = dict[str, bytes]

_REASONS = {
    "archive_bomb": "archive_bomb",
    "archive_too_large": "archive_bomb",
    "too_many_entries": "archive_bomb",
    "archive_locked": "encrypted",
    "broken_archive": "broken",
}
_MOST_PARTS = 2_000
_XML = (".xml", ".rels", ".rdf", ".vml", ".svg")
# Pictures as they begin, and fonts that a document brings: what else is in it, is no part of a text.
_MEDIA = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|BM|II\*\x00|MM\x00\*|RIFF....WEBP|II\xbc"
    rb"|\x01\x00\x00\x00.{36} EMF|\xd7\xcd\xc6\x9a|\x01\x00\x09\x00|\x02\x00\x09\x00|VCLMTF"
    rb"|\x00\x01\x00\x00|OTTO|true|\x1f\x8b\x08",
    re.DOTALL,
)
_PLAIN = {"mimetype", "layout-cache", "odttf"}


def unpacked(data: bytes, limits: Limits) -> tuple[Parts, bool]:
    """Every part by its name, and whether the archive is nothing but that.

    Raises Refused: archive_bomb, encrypted, broken, polyglot, unsafe_archive (with ``found``).
    """
    room = Room(bytes=limits.unpacked, entries=_MOST_PARTS)
    try:
        with guarded(), opened(io.BytesIO(data), room) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if min((entry.header_offset for entry in entries), default=0) != 0:
                raise Refused("polyglot")
            parts = {entry.filename: archive.read(entry) for entry in entries}
            used = sum(30 + len(entry.orig_filename) + entry.compress_size for entry in entries)
            is_plain = (
                data[-22:].startswith(b"PK\x05\x06") and archive.start_dir - used <= 64 * len(entries) + 1024
            )
    except UnsafeArchive as error:
        raise Refused(_REASONS.get(error.code, "unsafe_archive"), found=error.code) from error
    return parts, is_plain and not is_something_else(data, "zip")


def packed(parts: Parts) -> bytes:
    """An archive of nothing but these parts; a ``mimetype`` stands first and unpacked, as ODF wants it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "mimetype", name != "[Content_Types].xml")):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return stream.getvalue()


def is_xml(name: str) -> bool:
    return name.lower().endswith(_XML)


def judge_others(parts: Parts) -> None:
    """Raises Refused where a part is neither XML nor a picture or font."""
    for name, content in parts.items():
        ending = posixpath.basename(name).lower().rpartition(".")[2]
        if content and not is_xml(name) and ending not in _PLAIN and not _MEDIA.match(content):
            raise Refused("embedded_files")
