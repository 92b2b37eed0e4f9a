"""Findings as they are made, each with its place in the file. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from .model import Finding, Level

LONGEST_DETAIL = 120
MOST = 5_000


class Refused(Exception):
    """A question cannot come in, or cannot be written: why, the construct, and its line."""

    def __init__(self, code: str, detail: str = "", line: int = 0):
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.line = line


@dataclass
class Report:
    """Collects findings in order. ``at`` gives one for a question, into the same list."""

    findings: list[Finding] = field(default_factory=list)
    line: int = 0
    question: str = ""
    kind: str = ""

    def at(self, line: int, question: str = "", kind: str = "") -> Report:
        return Report(self.findings, line, question, kind)

    def note(self, code: str, detail: str = "", line: int = 0) -> None:
        self._add(Level.NOTE, code, detail, line)

    def lost(self, code: str, detail: str = "", line: int = 0) -> None:
        self._add(Level.LOST, code, detail, line)

    def refused(self, code: str, detail: str = "", line: int = 0) -> None:
        self._add(Level.REFUSED, code, detail, line)

    def _add(self, level: Level, code: str, detail: str, line: int) -> None:
        if len(self.findings) > MOST:
            return
        if len(self.findings) == MOST:
            level, code, detail = Level.LOST, "too_many_findings", ""
        found = Finding(
            level, code, line or self.line, self.question, shortened(detail), shortened(self.kind)
        )
        if found not in self.findings[-50:]:
            self.findings.append(found)


def shortened(text: str) -> str:
    """A construct on one line, short enough for a report."""
    line = " ".join(text[: 20 * LONGEST_DETAIL].split())
    return line if len(line) <= LONGEST_DETAIL else line[: LONGEST_DETAIL - 1] + "…"
