"""A ZIP from outside, refused whole when anything about it is unsafe. Pure.

Python's own reader takes the last of two entries with one name, follows sizes that lie until it notices,
and in 3.11 does not see entries that share bytes; so the directory is judged before anything is unpacked.
"""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

LONGEST_PATH = 300
SMALL = 1024 * 1024
_LOCAL = struct.Struct("<4s5H3I2H")
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Room:
    """How much an archive may hold: ``bytes`` packed and unpacked, and ``ratio`` unpacked : packed of
    one that unpacks to more than SMALL."""

    bytes: int = 100 * 1024 * 1024
    entries: int = 5_000
    ratio: int = 100


class UnsafeArchive(Exception):
    """Nothing of the archive is to be read; ``code`` says why, ``detail`` names the entry or the count.

    Codes: archive_too_large, too_many_entries, archive_bomb, archive_link, archive_locked (encrypted, or
    packed in a way that is not read), unsafe_path, duplicate_path, overlapping_entries, broken_archive.
    """

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code, detail)
        self.code = code
        self.detail = "".join(letter if letter.isprintable() else "\ufffd" for letter in detail)[:100]


def opened(file: BinaryIO, room: Room) -> zipfile.ZipFile:
    """The archive in a seekable file; nothing is unpacked yet, and no entry unpacks to more than it says.

    Raises UnsafeArchive. Whoever reads it is ``guarded``.
    """
    if file.seek(0, 2) > room.bytes:
        raise UnsafeArchive("archive_too_large")
    with guarded():
        archive = zipfile.ZipFile(file)
        _judge(archive, file, room)
        return archive


@contextmanager
def guarded() -> Iterator[None]:
    """Raises UnsafeArchive for all that Python's own reader stumbles over."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnsafeArchive("broken_archive") from error
    except (struct.error, ValueError, OverflowError, OSError) as error:
        raise UnsafeArchive("broken_archive") from error


def is_safe_path(path: str) -> bool:
    """Whether a path stays inside, on every system."""
    parts = path.removesuffix("/").split("/")
    return (
        0 < len(path) <= LONGEST_PATH
        and not {"", ".", ".."} & set(parts)
        and not any(letter in '\\:*?"<>|' for letter in path)
        and not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in path)
    )


def _judge(archive: zipfile.ZipFile, file: BinaryIO, room: Room) -> None:
    entries = archive.infolist()
    if len(entries) > room.entries:
        raise UnsafeArchive("too_many_entries", str(len(entries)))
    _judge_sizes(entries, room)
    for entry in entries:
        _judge_entry(entry)
    _judge_paths(entries)
    _judge_places(entries, file, archive.start_dir)


def _judge_sizes(entries: Sequence[zipfile.ZipInfo], room: Room) -> None:
    unpacked_size = sum(entry.file_size for entry in entries)
    packed_size = sum(entry.compress_size for entry in entries)
    if unpacked_size > SMALL and unpacked_size > room.ratio * packed_size:
        raise UnsafeArchive("archive_bomb")
    if unpacked_size > room.bytes:
        raise UnsafeArchive("archive_too_large")


def _judge_entry(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnsafeArchive("archive_link", entry.filename)
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnsafeArchive("archive_locked", entry.filename)
    if entry.filename != entry.orig_filename or not is_safe_path(entry.filename):
        raise UnsafeArchive("unsafe_path", entry.filename)


def _judge_paths(entries: Sequence[zipfile.ZipInfo]) -> None:
    """No path twice, also where letters' case does not count, and no file that is a folder too."""
    names = [unicodedata.normalize("NFC", entry.filename).casefold() for entry in entries]
    files = {name for name in names if not name.endswith("/")}
    for name, entry in zip(names, entries, strict=True):
        parts = name.removesuffix("/").split("/")
        folders = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
        if folders & files or (name.endswith("/") and name[:-1] in files):
            raise UnsafeArchive("duplicate_path", entry.filename)
    if len(set(names)) != len(names):
        raise UnsafeArchive("duplicate_path", next(name for name in names if names.count(name) > 1))


def _judge_places(entries: Sequence[zipfile.ZipInfo], file: BinaryIO, directory: int) -> None:
    """Each entry ends before the next one begins, and is called there what the directory calls it."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        start = entry.header_offset
        file.seek(start)
        header = _LOCAL.unpack(file.read(_LOCAL.size))
        name = file.read(header[9])
        encoding = "utf-8" if header[2] & 0x800 else "cp437"
        if start < end or name.decode(encoding, "replace") != entry.orig_filename:
            raise UnsafeArchive("overlapping_entries", entry.filename)
        end = start + _LOCAL.size + header[9] + header[10] + entry.compress_size
    if end > directory:
        raise UnsafeArchive("overlapping_entries")
