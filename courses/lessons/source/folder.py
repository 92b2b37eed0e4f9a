"""A course folder: its files by path, nothing outside it, each read once."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from .problems import Findings
from .text import decode, unreadable


class Folder:
    """The files below ``root``. Links are refused, files whose name begins with a dot are overlooked."""

    def __init__(self, root: Path, findings: Findings):
        self.root = root
        self.findings = findings

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every file, sorted, as its path relative to the folder with forward slashes."""
        found: list[str] = []
        for place, folders, names in os.walk(self.root, followlinks=False):
            folders[:] = sorted(name for name in folders if self._is_plain(Path(place, name)))
            found += [
                self._relative(Path(place, name)) for name in names if self._is_plain(Path(place, name))
            ]
        return tuple(sorted(found))

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.paths)

    def _is_plain(self, path: Path) -> bool:
        if path.name.startswith((".", "~", "__")) or path.name.endswith("~"):
            return False
        if unreadable(path.name):
            name = self._relative(path).encode("utf-8", "backslashreplace").decode()
            self.findings.about(name).problem(1, "the name of this file cannot be read")
            return False
        if path.is_symlink():
            self.findings.about(self._relative(path)).problem(
                1, "links are not followed: put the file itself here"
            )
            return False
        return True

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def has(self, path: str) -> bool:
        return path in self._known

    def below(self, start: str) -> list[str]:
        """Paths that begin with ``start``."""
        return [path for path in self.paths if path.startswith(start)]

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """Names of the folders at the top."""
        return tuple(sorted({path.partition("/")[0] for path in self.paths if "/" in path}))

    def content(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def text(self, path: str) -> str | None:
        """The text of a file; None, and reported, where it is missing or cannot be read."""
        report = self.findings.about(path)
        if not self.has(path):
            report.problem(1, "this file is missing")
            return None
        text, line, fault = decode(self.content(path))
        if fault:
            report.problem(line, fault)
            return None
        return text
