"""A lesson's text cut into its parts: headings, fences, and the text between them, each with its key."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .fields import CODE
from .problems import Report

HEADING = "heading"
TEXT = "text"
FIRST_TEXT = "opening"
LONGEST_KEY = 60

_HEADING = re.compile(r"##\s+(?P<words>.*?)\s*(?:\{#(?P<key>[^}]*)\})?\s*$")
_FENCE = re.compile(r":::\s*(?P<kind>[a-z-]+)\s*(?:\{#(?P<key>[^}]*)\})?\s*$")
_END = re.compile(r":::\s*$")


@dataclass(frozen=True)
class Part:
    """A piece of a lesson. ``line`` is where it begins, ``first_line`` where its ``text`` does."""

    kind: str
    key: str
    text: str
    line: int
    first_line: int


def cut(text: str, first_line: int, kinds, report: Report) -> list[Part]:
    """The parts of a lesson in order; reports missing, malformed and repeated keys, and open fences."""
    cutter = _Cutter(kinds, report)
    for number, row in enumerate(text.split("\n"), start=first_line):
        cutter.take(row, number)
    return cutter.close()


class _Cutter:
    def __init__(self, kinds, report: Report):
        self.kinds = kinds
        self.report = report
        self.parts: list[Part] = []
        self.keys: dict[str, int] = {}
        self.rows: list[str] = []
        self.start = 0
        self.fence: tuple[str, str, int] | None = None
        self.last_key = ""

    def take(self, row: str, number: int) -> None:
        if self.fence:
            if _END.match(row):
                self._close_fence()
            elif row.startswith(":::"):
                self.report.problem(
                    number, "a fence cannot stand in another: close the one before with “:::”"
                )
                self._close_fence()
                self._open(row, number)
            else:
                self._keep(row, number)
        elif row.startswith("## "):
            self._heading(row, number)
        elif _FENCE.match(row):
            self._open(row, number)
        else:
            self._keep(row, number)

    def close(self) -> list[Part]:
        if self.fence:
            self.report.problem(self.fence[2], f"this “::: {self.fence[0]}” is never closed with “:::”")
            self._close_fence()
        self._text()
        return self.parts

    def _keep(self, row: str, number: int) -> None:
        if not self.rows:
            self.start = number
        self.rows.append(row)

    def _heading(self, row: str, number: int) -> None:
        self._text()
        match = _HEADING.match(row)
        words = match["words"] if match else ""
        if not words:
            self.report.problem(number, "this heading has no words")
        key = self._key(match["key"] if match else None, number, "heading")
        self.parts.append(Part(HEADING, key, words, number, number))

    def _open(self, row: str, number: int) -> None:
        self._text()
        match = _FENCE.match(row)
        if not match:
            self.report.problem(number, "this is no fence: write “::: kind {#key}”")
            return
        if match["kind"] not in self.kinds:
            known = ", ".join(self.kinds)
            self.report.problem(number, f"“{match['kind']}” is no kind of fence (there are: {known})")
        self.fence = (match["kind"], self._key(match["key"], number, "fence"), number)
        self.rows, self.start = [], number + 1

    def _close_fence(self) -> None:
        kind, key, line = self.fence
        if kind in self.kinds:
            self.parts.append(Part(kind, key, "\n".join(self.rows), line, line + 1))
        self.fence, self.rows = None, []

    def _text(self) -> None:
        """What was gathered since the part before, if it is more than blank lines."""
        rows, line = self.rows, self.start
        self.rows = []
        while rows and not rows[0].strip():
            rows, line = rows[1:], line + 1
        while rows and not rows[-1].strip():
            rows = rows[:-1]
        if rows:
            key = f"{self.last_key}-text" if self.last_key else FIRST_TEXT
            self._remember(key, line)
            self.parts.append(Part(TEXT, key, "\n".join(rows), line, line))

    def _key(self, key: str | None, number: int, what: str) -> str:
        if not key:
            self.report.problem(number, f"this {what} has no key: end its first line with {{#a-key}}")
            key = f"line-{number}"
        elif not CODE.fullmatch(key) or len(key) > LONGEST_KEY:
            self.report.problem(
                number,
                f"the key “{key}” must be lower-case letters, digits and hyphens, at most {LONGEST_KEY}",
            )
        self._remember(key, number)
        self.last_key = key
        return key

    def _remember(self, key: str, number: int) -> None:
        if key in self.keys:
            self.report.problem(number, f"the key “{key}” is already used in line {self.keys[key]}")
        self.keys.setdefault(key, number)
