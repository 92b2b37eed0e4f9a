"""All files of an archive from outside, in memory; refused whole when anything about it is unsafe. Pure."""

from __future__ import annotations

import io

from clikc.foundation.archives import Room, UnsafeArchive, guarded, opened

from ..model import Finding, Level, UnreadableFile

LARGEST = 100 * 1024 * 1024  # bytes, packed and unpacked
MOST_ENTRIES = 5_000


def unpacked(content: bytes) -> dict[str, bytes]:
    """Path → content of each file. Raises UnreadableFile."""
    try:
        with opened(io.BytesIO(content), Room(bytes=LARGEST, entries=MOST_ENTRIES)) as archive, guarded():
            files = [entry for entry in archive.infolist() if not entry.is_dir()]
            return {entry.filename: archive.read(entry) for entry in files}
    except UnsafeArchive as unsafe:
        raise UnreadableFile(Finding(Level.REFUSED, unsafe.code, detail=unsafe.detail)) from unsafe
