"""What a row would change: each piece as the sheet says it, as it is saved, and as it was in the pack."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.utils import column_index_from_string

from clikc.foundation.sheets import Line, wild

from ..edits import HANDED_IN
from ..models import Marking, PackRow
from ..pieces import read_piece
from ..refusals import MarkingRefused
from .columns import Table
from .known import History
from .levels import level_names, titles_of
from .reasons import PIECE
from .stamps import Stamp, read_stamp
from .vocabulary import KEPT, answer_in, criterion_in, key_of

if TYPE_CHECKING:
    from courses.lessons.models import Criterion, Rubric

Outcome = PackRow.Outcome
# Cells that were read as empty although something stands in them; their notes begin with the place.
UNREADABLE = {"cell_error", "formula_without_value"}
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]+")
_BROKEN = "\ufffd"
LONGEST_TYPED = 200


@dataclass
class Judged:
    """A row as it would be done. ``reasons`` are of the row, ``changes`` of its pieces (``PackRow``)."""

    marking: Marking | None = None
    changes: list[dict] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    finishes: bool = False
    is_refused: bool = False

    @property
    def outcome(self) -> str:
        is_doing = self.finishes or any(not change["why"] for change in self.changes)
        is_lacking = bool(self.reasons) or any(change["why"] for change in self.changes)
        if self.is_refused or (is_lacking and not is_doing):
            return Outcome.REFUSED
        if is_lacking:
            return Outcome.PARTLY
        return Outcome.TAKEN if is_doing else Outcome.UNCHANGED

    def refuse(self, reason: str) -> Judged:
        """Nothing of the row is done."""
        self.is_refused, self.finishes, self.reasons = True, False, [reason]
        for change in self.changes:
            change["why"] = "with_row"
        return self


class Words:
    """The words of rubrics, worked out once for all rows that are marked by them."""

    def __init__(self):
        self._titles: dict[int, Mapping[str, str]] = {}
        self._levels: dict[int, Mapping[str, int]] = {}

    def titles(self, rubric: Rubric) -> Mapping[str, str]:
        if rubric.pk not in self._titles:
            self._titles[rubric.pk] = titles_of(rubric)
        return self._titles[rubric.pk]

    def levels(self, criterion: Criterion) -> Mapping[str, int]:
        if criterion.pk not in self._levels:
            self._levels[criterion.pk] = level_names(criterion)
        return self._levels[criterion.pk]


class Row:
    """A line of a sheet, of a marking that it names."""

    def __init__(self, table: Table, line: Line, marking: Marking, words: Words):
        self.line, self.marking, self.words = line, marking, words
        self._places = table.places(words.titles(marking.rubric))
        self.stamp: Stamp | None = read_stamp(self.text("stamp") or "")

    def text(self, code: str) -> str | None:
        """What a cell says; None where there is nothing to read: no such column, or a text that fits none."""
        place = self._places.get(code)
        if place is None:
            return None
        cell = wild(self.line.cells[place]) if place < len(self.line.cells) else ""
        return None if cell.strip() == KEPT else cell

    @property
    def base(self) -> int:
        """The version that the row was made of; a row without a stamp knows of none."""
        return self.stamp.version if self.stamp else 0

    @property
    def is_unreadable(self) -> bool:
        """Whether something of what is read was lost; what stands in columns of one's own does not matter."""
        lost = [_PLACE.match(note.detail) for note in self.line.notes if note.code in UNREADABLE]
        places = {column_index_from_string(found[1]) - 1 for found in lost if found}
        cells = {place: cell for place, cell in enumerate(self.line.cells) if _BROKEN in cell}
        return bool((places | cells.keys()) & set(self._places.values()))

    @property
    def is_mixed_up(self) -> bool:
        if self.stamp is None:
            return bool((self.text("stamp") or "").strip())
        return not self.stamp.is_of(self.marking.pk)

    @property
    def is_of_another_rubric(self) -> bool:
        """Whether it was made for one, or says something of a criterion that this one lacks."""
        if self.stamp is not None:
            return self.stamp.rubric != self.marking.rubric.version
        known = {criterion.code for criterion in self.marking.rubric.criteria.all()}
        others = [code for code in self._places if criterion_in(code)[1] not in (*known, "")]
        return any((self.text(code) or "").strip() for code in others)


def judge(row: Row, history: History, *, is_released: bool) -> Judged:
    """What would become of a row of somebody's own marking, now. Asks nothing."""
    judged = Judged(row.marking)
    if row.is_unreadable:
        return judged.refuse("unreadable_cell")
    if row.is_mixed_up:
        return judged.refuse("mixed_up")
    if row.is_of_another_rubric:
        return judged.refuse("another_rubric")
    judged.changes = list(_changes(row, history))
    if row.marking.is_finished:
        return judged.refuse("released" if is_released else "finished") if judged.changes else judged
    if history.has_news(row.marking.pk, HANDED_IN, row.base):
        return judged.refuse("handed_in_anew") if judged.changes else judged
    _finishing(row, judged)
    return judged


def _changes(row: Row, history: History) -> Iterator[dict]:
    for said in _said(row):
        if change := _change(row, history, said):
            yield change


@dataclass(frozen=True)
class Said:
    """A piece as the sheet says it: its ``value`` for ``read_piece``, and the ``texts`` of its cells."""

    piece: str
    value: dict
    texts: Mapping[str, str | None]


def _said(row: Row) -> Iterator[Said]:
    """Each piece that the sheet has a column for; what it has none for stays as it is saved."""
    marks = {mark.criterion_id: mark for mark in row.marking.marks.all()}
    for criterion in row.marking.rubric.criteria.all():
        texts = {part: row.text(f"{part}:{criterion.code}") for part in ("level", "points", "comment")}
        if any(text is not None for text in texts.values()):
            value = _criterion(row.words.levels(criterion), marks.get(criterion.pk), texts)
            yield Said(f"criterion:{criterion.pk}", value, texts)
    for name in ("feedback", "note"):
        text = row.text(name)
        if text is not None:
            yield Said(name, {"text": text}, {"text": text})


def _criterion(levels: Mapping[str, int], mark, texts: Mapping[str, str | None]) -> dict:
    value = {
        "level": mark.level_id if mark else None,
        "points": f"{mark.points:.2f}" if mark and mark.points is not None else None,
        "comment": mark.comment if mark else "",
    }
    if texts["comment"] is not None:
        value["comment"] = texts["comment"]
    if texts["points"] is not None:
        value["points"] = texts["points"].strip() or None
    if texts["level"] is not None:
        # Ids are nobody's words: what is no level is refused, also where it is the number of one.
        value["level"] = levels.get(key_of(texts["level"]), False) if texts["level"].strip() else None
    return value


def _change(row: Row, history: History, said: Said) -> dict | None:
    """What a piece would become; None where the sheet says nothing new."""
    pk, name = row.marking.pk, said.piece
    try:
        piece = read_piece(row.marking, name, said.value)
    except MarkingRefused as refused:
        return _refused(row, said, refused.reason)
    change = {"piece": name, "now": piece.now, "new": piece.new, "why": "", "typed": ""}
    if _same(piece.new, piece.now) or (row.stamp is None and _is_empty(piece.new)):
        return None
    if not history.has_news(pk, name, row.base):
        return change
    if _same(piece.new, history.value_at(pk, name, row.base)):
        return None
    return change | {"why": "changed_meanwhile", "base": row.base}


def _refused(row: Row, said: Said, reason: str) -> dict:
    why = reason if reason in PIECE else "value"
    longest = max((text for text in said.texts.values() if text), key=len, default="")
    typed = said.texts.get(reason) or longest
    now = read_piece(row.marking, said.piece, {}).now
    return {"piece": said.piece, "now": now, "new": None, "why": why, "typed": typed[:LONGEST_TYPED]}


def _same(one: Mapping, other: Mapping) -> bool:
    """Whether two values of a piece are one; white space around a text is nobody's word."""
    return _bare(one) == _bare(other)


def _bare(value: Mapping) -> dict:
    return {key: part.strip() if isinstance(part, str) else part for key, part in value.items()}


def _is_empty(value: Mapping) -> bool:
    return not any(_bare(value).values())


def _finishing(row: Row, judged: Judged) -> None:
    """Whether the marking is to be finished, and can be."""
    said = row.text("finished") or ""
    answer = answer_in(said)
    if answer is None:
        judged.reasons.append(f"finished_word:{' '.join(said.split())[:40]}")
    if not answer:
        return
    if any(change["why"] for change in judged.changes):
        judged.reasons.append("not_finished")
    elif missing := _missing(row.marking, judged.changes):
        judged.reasons.append(f"incomplete:{', '.join(missing)}")
    else:
        judged.finishes = True


def _missing(marking: Marking, changes: Collection[dict]) -> list[str]:
    """Titles of criteria that would have no points."""
    points = {f"criterion:{mark.criterion_id}": mark.points for mark in marking.marks.all()}
    points |= {change["piece"]: change["new"].get("points") for change in changes if change["new"]}
    return [
        criterion.title or criterion.code
        for criterion in marking.rubric.criteria.all()
        if points.get(f"criterion:{criterion.pk}") is None
    ]
