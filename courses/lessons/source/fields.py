"""Taking the names of a mapping one by one: each is checked where it stands, none is overlooked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .marked import Marked
from .problems import Report
from .prose import check_plain
from .text import unreadable

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EMPTY_LINES = re.compile(r"\n\s*\n")
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


class Fields:
    """A mapping being read. ``close`` reports every name that nobody asked for."""

    def __init__(self, marked: Marked | None, report: Report, *, line: int = 1):
        self.report = report
        self.line = marked.line if marked else line
        self.asked: set[str] = set()
        self.items: dict[str, Marked] = {}
        if marked is None:
            return
        if isinstance(marked.value, dict):
            self.items = marked.value
        elif marked.value is not None:
            report.problem(marked.line, "names and values (name: value) must stand here")

    def take(self, name: str, *, is_required: bool = True) -> Marked | None:
        """What stands under a name; None, and reported if it is required, where nothing does."""
        self.asked.add(name)
        found = self.items.get(name)
        if found is None or found.is_empty:
            if is_required:
                self.report.problem(found.key_line if found else self.line, f"“{name}” is missing")
            return None
        return found

    def text(self, name: str, *, is_required: bool = True, longest: int = 5000) -> str:
        found = self.take(name, is_required=is_required)
        return as_text(found, name, self.report, longest) if found else ""

    def paragraphs(self, name: str, *, longest: int = 5000) -> str:
        """A plain text whose paragraphs are parted by an empty line."""
        found = self.take(name)
        if found is None or not as_text(found, name, self.report, longest):
            return ""
        return "\n\n".join(" ".join(part.split()) for part in _EMPTY_LINES.split(found.value.strip()))

    def texts(self, name: str, *, longest: int = 300) -> tuple[str, ...]:
        found = self.items_of(name)
        return tuple(as_text(item, name, self.report, longest) for item in found)

    def items_of(self, name: str, *, is_required: bool = True) -> list[Marked]:
        found = self.take(name, is_required=is_required)
        if found is None:
            return []
        if not isinstance(found.value, list):
            self.report.problem(found.line, f"“{name}” must be a list")
            return []
        if not found.value and is_required:
            self.report.problem(found.line, f"“{name}” is empty")
        return found.value

    def code(self, name: str, *, longest: int = 60) -> str:
        found = self.take(name)
        return as_code(found, name, self.report, longest) if found else ""

    def codes(self, name: str, *, is_required: bool = True) -> dict[str, int]:
        """Code → line, in order; a code that stands twice is reported."""
        found: dict[str, int] = {}
        for item in self.items_of(name, is_required=is_required):
            code = as_code(item, name, self.report, 60)
            if code in found:
                self.report.problem(item.line, f"“{code}” stands twice in “{name}”")
            elif code:
                found[code] = item.line
        return found

    def number(self, name: str, *, low: int, high: int, default: int | None = None) -> int:
        """A whole number; without a ``default`` it is required."""
        found = self.take(name, is_required=default is None)
        if found is None:
            return default or 0
        text = found.value if isinstance(found.value, str) else ""
        if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
            self.report.problem(found.line, f"“{name}” must be a whole number from {low} to {high}")
            return default or low
        return int(text)

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        found = self.take(name, is_required=default is None)
        if found is None:
            return bool(default)
        truth = _TRUTHS.get(found.value.lower()) if isinstance(found.value, str) else None
        if truth is None:
            self.report.problem(found.line, f"“{name}” must be true or false")
        return bool(truth)

    def choice(self, name: str, options: Iterable[str], *, default: str | None = None) -> str:
        options = list(options)
        found = self.take(name, is_required=default is None)
        if found is None:
            return default or options[0]
        if found.value not in options:
            self.report.problem(found.line, f"“{name}” must be one of: {', '.join(options)}")
            return default or options[0]
        return str(found.value)

    def line_of(self, name: str) -> int:
        """The line a name stands in, or that of the mapping where it does not."""
        found = self.items.get(name)
        return (found.key_line or found.line) if found else self.line

    def close(self) -> None:
        known = ", ".join(sorted(self.asked))
        for name, item in self.items.items():
            if name not in self.asked:
                self.report.problem(item.key_line, f"“{name}” is not known here (known: {known})")


def as_text(item: Marked, name: str, report: Report, longest: int) -> str:
    """A plain text on one line."""
    if not isinstance(item.value, str):
        report.problem(item.line, f"“{name}” must be a text")
        return ""
    if unreadable(item.value):
        report.problem(item.line, f"“{name}” has a character that cannot be stored")
        return ""
    text = " ".join(item.value.split())
    if len(text) > longest:
        report.problem(item.line, f"“{name}” has {len(text)} characters; at most {longest} fit")
    check_plain(text, name, item.line, report)
    return text


def as_code(item: Marked, name: str, report: Report, longest: int) -> str:
    """A code: lower case letters, digits and hyphens."""
    if not isinstance(item.value, str) or not CODE.fullmatch(item.value):
        report.problem(item.line, f"“{name}” must be lower-case letters, digits and hyphens")
        return ""
    if len(item.value) > longest:
        report.problem(item.line, f"“{item.value}” is too long: at most {longest} characters")
        return ""
    return item.value
