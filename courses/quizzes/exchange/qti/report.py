"""What is said of an item while it is read: the line is that of the element it is about. Pure."""

from __future__ import annotations

from ..model import Finding
from ..report import Refused, Report
from .tree import Node


def refusal(code: str, node: Node | None = None, detail: str = "") -> Refused:
    """That an item does not come in, for an element of it."""
    return Refused(code, detail or (node.name if node else ""), node.line if node else 0)


class ItemReport:
    """The findings about one item, each said once."""

    def __init__(self, question: str, kind: str = ""):
        self._report = Report(question=question, kind=kind)

    @property
    def findings(self) -> list[Finding]:
        return self._report.findings

    def note(self, code: str, node: Node | None = None, detail: str = "") -> None:
        self._report.note(code, *_place(node, detail))

    def lost(self, code: str, node: Node | None = None, detail: str = "") -> None:
        self._report.lost(code, *_place(node, detail))

    def refused(self, refused: Refused) -> None:
        self._report.refused(refused.code, refused.detail, refused.line)


def _place(node: Node | None, detail: str) -> tuple[str, int]:
    return detail or (node.name if node else ""), node.line if node else 0
