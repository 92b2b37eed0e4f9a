"""A row of a sheet → a question. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...kinds.blanks import gaps_in
from ...kinds.text import folded
from ..codes import Codes, code_from, is_code
from ..model import QuestionSource
from ..report import Refused
from .cells import items_of
from .keys import KeyReader, Words, stripped
from .vocabulary import DIFFICULTIES_BY_NAME, KINDS_BY_NAME, TRUE_FALSE_BY_NAME


@dataclass
class Reader(KeyReader):
    """Reads one row. ``codes`` gives codes to questions that have none."""

    codes: Codes = field(default_factory=Codes)

    def question(self) -> QuestionSource | None:
        """The question of the row; None where it is refused."""
        typed = self.row.get("kind")
        kind = KINDS_BY_NAME.get(folded(typed), typed) if typed else ""
        self.report = self.report.at(self.row.number, kind=kind)
        try:
            return self._question()
        except Refused as refused:
            self.report.refused(refused.code, refused.detail)
            return None

    def _question(self) -> QuestionSource:
        text = stripped(self.row.by_language("text"))
        code = self._code(text)
        self.report = self.report.at(self.row.number, code, self.report.kind)
        if not text:
            raise Refused("no_text")
        self._say_code(code)
        self.languages = list(dict.fromkeys([*(k for k in (self.language,) if k in text), *text]))
        self.report.kind = kind = self._kind(text)
        choices, definition = self.key(kind)
        return QuestionSource(
            code=code,
            kind=kind,
            text=text,
            choices=tuple(choices),
            definition=definition,
            explanation=stripped(self.row.by_language("explanation")),
            difficulty=self._difficulty(),
            tags=_listed(self.row.cells.get(("tags", ""), "")),
            subjects=_listed(self.row.cells.get(("subjects", ""), "")),
            source=self.row.get("source"),
            line=self.row.number,
        )

    def _code(self, text: Words) -> str:
        """The code as it can be kept; where there is none, one that resembles the text."""
        typed = self.row.get("code")
        if is_code(typed):
            return typed
        words = typed or text.get(self.language) or next(iter(text.values()), "")
        code = code_from(words) or "question"
        return code if typed else self.codes.give(code)

    def _say_code(self, code: str) -> None:
        typed = self.row.get("code")
        if typed != code:
            self.report.note("code_changed" if typed else "code_made", typed or code)

    def _kind(self, text: Words) -> str:
        typed = self.row.get("kind")
        kind = KINDS_BY_NAME.get(folded(typed)) if typed else self._guessed(text)
        if kind is None:
            raise Refused("unknown_kind" if typed else "no_kind", typed)
        if kind == "hotspot":
            raise Refused("picture_needed", typed)
        if not typed:
            self.report.note("kind_guessed", kind)
        return kind

    def _guessed(self, text: Words) -> str | None:
        """The kind that the columns filled in speak of."""
        for column, kind in (("pairs", "matching"), ("order", "ordering"), ("model", "essay")):
            if self.row.by_language(column):
                return kind
        if self.row.get("number"):
            return "numerical"
        if self.row.by_language("accepted"):
            return "blanks" if any(map(gaps_in, text.values())) else "short"
        right = [items_of(cell) for cell in self.row.by_language("right").values()]
        if not right:
            return None
        if not self.row.by_language("wrong") and folded(" ".join(right[0])) in TRUE_FALSE_BY_NAME:
            return "truefalse"
        return "multiple" if max(map(len, right)) > 1 else "single"

    def _difficulty(self) -> int:
        typed = self.row.get("difficulty")
        level = DIFFICULTIES_BY_NAME.get(folded(typed)) if typed else "2"
        if level is None:
            self.report.lost("unknown_difficulty", typed)
        return int(level or 2)


def _listed(cell: str) -> tuple[str, ...]:
    """Items one a line; on one line, parted by commas."""
    parts = cell.split("\n") if "\n" in cell else re.split(r"[,;،፣]", cell)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
