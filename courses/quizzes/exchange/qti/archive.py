"""A ZIP from outside, refused whole when anything about it is unsafe. Pure.

Python's own reader takes the last of two entries with one name, follows sizes that lie until it notices,
and in 3.11 does not see entries that share bytes; so the directory is judged before anything is unpacked.
"""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence

from ..model import Finding, Level, UnreadableFile

LARGEST = 100 * 1024 * 1024  # bytes, packed and unpacked
MOST_ENTRIES = 5_000
LONGEST_PATH = 300
MOST_RATIO = 100  # unpacked : packed, beyond SMALL
SMALL = 1024 * 1024
_LOCAL = struct.Struct("<4s5H3I2H")
_ENCRYPTED = 0x1


def unpacked(content: bytes) -> dict[str, bytes]:
    """Path → content of each file. Raises UnreadableFile."""
    if len(content) > LARGEST:
        raise _refused("archive_too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _judge(entries, content, archive.start_dir)
            return {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _refused("broken_archive") from error
    except (struct.error, ValueError, OverflowError, OSError) as error:
        raise _refused("broken_archive") from error


def _judge(entries: Sequence[zipfile.ZipInfo], content: bytes, directory: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise _refused("too_many_entries", str(len(entries)))
    _judge_sizes(entries)
    for entry in entries:
        _judge_entry(entry)
    _judge_paths(entries)
    _judge_places(entries, content, directory)


def _judge_sizes(entries: Sequence[zipfile.ZipInfo]) -> None:
    unpacked_size = sum(entry.file_size for entry in entries)
    packed_size = sum(entry.compress_size for entry in entries)
    if unpacked_size > LARGEST:
        raise _refused("archive_too_large")
    if unpacked_size > SMALL and unpacked_size > MOST_RATIO * packed_size:
        raise _refused("archive_bomb")


def _judge_entry(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused("archive_link", entry.filename)
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused("archive_locked", entry.filename)
    if entry.filename != entry.orig_filename or not is_safe_path(entry.filename):
        raise _refused("unsafe_path", entry.filename)


def is_safe_path(path: str) -> bool:
    """Whether a path stays inside, on every system."""
    parts = path.removesuffix("/").split("/")
    return (
        0 < len(path) <= LONGEST_PATH
        and not {"", ".", ".."} & set(parts)
        and not any(letter in '\\:*?"<>|' for letter in path)
        and not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in path)
    )


def _judge_paths(entries: Sequence[zipfile.ZipInfo]) -> None:
    """No path twice, also where letters' case does not count, and no file that is a folder too."""
    names = [unicodedata.normalize("NFC", entry.filename).casefold() for entry in entries]
    files = {name for name in names if not name.endswith("/")}
    for name, entry in zip(names, entries, strict=True):
        parts = name.removesuffix("/").split("/")
        folders = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
        if folders & files or (name.endswith("/") and name[:-1] in files):
            raise _refused("duplicate_path", entry.filename)
    if len(set(names)) != len(names):
        raise _refused("duplicate_path", next(name for name in names if names.count(name) > 1))


def _judge_places(entries: Sequence[zipfile.ZipInfo], content: bytes, directory: int) -> None:
    """Each entry ends before the next one begins, and is called there what the directory calls it."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        start = entry.header_offset
        header = _LOCAL.unpack_from(content, start)
        name = content[start + _LOCAL.size : start + _LOCAL.size + header[9]]
        encoding = "utf-8" if header[2] & 0x800 else "cp437"
        if start < end or name.decode(encoding, "replace") != entry.orig_filename:
            raise _refused("overlapping_entries", entry.filename)
        end = start + _LOCAL.size + header[9] + header[10] + entry.compress_size
    if end > directory:
        raise _refused("overlapping_entries")


def _refused(code: str, detail: str = "") -> UnreadableFile:
    shown = "".join(letter if letter.isprintable() else "�" for letter in detail)
    return UnreadableFile(Finding(Level.REFUSED, code, detail=shown[:100]))
