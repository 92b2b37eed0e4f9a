"""The fields of a fence: lines ``name: value``, where a value goes on until the next name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .problems import Report
from .prose import check_plain, is_web_address, prose


@dataclass(frozen=True)
class Value:
    """What stands after a name, and the line it begins in."""

    text: str
    line: int

    @property
    def one_line(self) -> str:
        return " ".join(self.text.split())


class Values:
    """The fields of one fence, taken by name. ``required`` and ``optional`` are the names it knows."""

    def __init__(self, text, first_line, report: Report, *, required=(), optional=(), opened_in=0):
        self.report = report
        self.line = opened_in or first_line
        self.required = required
        self.found = _split(text, first_line, (*required, *optional), report)
        for name in required:
            if not self.found.get(name) or not self.found[name].text:
                line = self.found[name].line if name in self.found else self.line
                report.problem(line, f"“{name}” is missing")
        for name, value in self.found.items():
            if value.text in {"|", ">", "|-", ">-"} or re.match(r"[|>]-?\n", value.text):
                report.problem(value.line, f"“{name}”: write the words after the colon, without “|” or “>”")

    def plain(self, name: str) -> str:
        """Plain text on one line; empty where the field is not there."""
        value = self.found.get(name)
        if value is None:
            return ""
        check_plain(value.text, name, value.line, self.report)
        return value.one_line

    def paragraphs(self, name: str) -> str:
        """Plain text that may have several paragraphs."""
        value = self.found.get(name)
        if value is None:
            return ""
        check_plain(value.text, name, value.line, self.report)
        return "\n\n".join(
            " ".join(part.split()) for part in re.split(r"\n\s*\n", value.text) if part.strip()
        )

    def prose(self, name: str) -> str:
        """HTML of a field of Markdown."""
        value = self.found.get(name)
        return prose(value.text, value.line, self.report) if value else ""

    def address(self, name: str) -> str:
        value = self.found.get(name)
        if value is None or not value.text:
            return ""
        if not is_web_address(value.one_line) or " " in value.one_line:
            self.report.problem(value.line, f"“{name}” must be an address: https://…")
        return value.one_line

    def line_of(self, name: str) -> int:
        return self.found[name].line if name in self.found else self.line


def _split(text: str, first_line: int, names, report: Report) -> dict[str, Value]:
    begins = re.compile(rf"({'|'.join(names)}):(?:\s+|$)(.*)$")
    rows: dict[str, tuple[int, list[str]]] = {}
    current: list[str] | None = None
    for number, row in enumerate(text.split("\n"), start=first_line):
        match = begins.match(row)
        if match and match[1] in rows:
            report.problem(number, f"“{match[1]}” stands here twice")
            current = []
        elif match:
            current = [match[2]]
            rows[match[1]] = (number, current)
        elif current is not None:
            current.append(row)
        elif row.strip():
            report.problem(number, f"a field must stand here ({', '.join(names)}): “name: value”")
            current = []
    return {name: _value(found, line) for name, (line, found) in rows.items()}


def _value(rows: list[str], line: int) -> Value:
    while len(rows) > 1 and not rows[0].strip():
        rows, line = rows[1:], line + 1
    return Value("\n".join(rows).strip(), line)
