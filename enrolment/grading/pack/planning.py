"""The dry run: what becomes of each row, written down, and a digest of all of it to be confirmed."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clikc.foundation.sheets import Line, UnreadableSheet, tidy_cell

from ..models import Marking, PackRow, PackUpload
from .columns import Table
from .files import tables_in
from .judging import Judged, Row, Words, judge
from .known import History, once_own, own_markings, released_of

State = PackUpload.State
BATCH = 50
MOST_NOTES = 20
LONGEST_CODE = 20
_NOT_IN_CODES = re.compile(r"[^0-9A-Z]")
TOLD = ("table", "line", "code", "marking_id", "version", "outcome", "reasons", "changes", "finishes")


@dataclass
class Found:
    """A line of a table, the code in it, and what becomes of it."""

    table: Table
    line: Line
    code: str
    row: Row | None = None
    judged: Judged | None = None


@transaction.atomic
def plan(upload: PackUpload) -> PackUpload:
    """Read the sheets and write down what becomes of their rows; it is planned then, or refused.

    Safe to call again, and in two places at once; what is past planning stays as it is. A constant number
    of queries for each 200 rows.
    """
    upload = PackUpload.objects.select_for_update(of=("self",), no_key=True).get(pk=upload.pk)
    if upload.state != State.READING:
        return upload
    try:
        with upload.file.open("rb") as file:
            tables = list(tables_in(file))
        found = [item for table, _guessed in tables for item in _lines(table)]
        if not found:
            raise UnreadableSheet("no_rows")
    except UnreadableSheet as error:
        return _refuse(upload, error)
    _judge_all(upload, found)
    upload.notes = _notes(tables, found)
    PackRow.objects.bulk_create([_row(upload, item) for item in found], batch_size=BATCH)
    return _planned(upload)


@transaction.atomic
def look_again(*, upload: PackUpload) -> PackUpload:
    """Make the plan anew, by what is so now; what was agreed on stays."""
    planned = PackUpload.objects.filter(pk=upload.pk, state=State.PLANNED)
    if planned.update(state=State.READING, plan_digest="", planned_at=None, counts={}):
        upload.rows.all().delete()
    return plan(upload)


def code_of(text: str) -> str:
    """``bcdf ghjk`` → ``BCDF-GHJK``; whatever else is no code stays what it is, shortened."""
    signs = _NOT_IN_CODES.sub("", unicodedata.normalize("NFKC", text[:200]).upper())
    return f"{signs[:4]}-{signs[4:]}" if len(signs) == 8 else " ".join(text.split())[:LONGEST_CODE]


def _lines(table: Table) -> Iterator[Found]:
    place = table.code_place
    for line in table.rows:
        yield Found(table, line, code_of(line.cells[place] if place < len(line.cells) else ""))


def _judge_all(upload: PackUpload, found: Collection[Found]) -> None:
    markings = own_markings(upload.owner, {item.code for item in found})
    words = Words()
    for item in found:
        item.row = _row_of(item, markings.get(item.code, ()), words)
    known = [item for item in found if item.row is not None]
    lost = once_own(upload.owner, {item.code for item in found if item.row is None})
    released = released_of({item.row.marking for item in known})
    bases: dict[UUID, set[int]] = defaultdict(set)
    for item in known:
        bases[item.row.marking.pk].add(item.row.base)
    history = History(bases)
    for item in found:
        if item.row is None:
            item.judged = Judged().refuse(_why_unknown(item.code, lost))
        else:
            item.judged = judge(item.row, history, is_released=item.row.marking.pk in released)
    _refuse_twice(known)


def _row_of(item: Found, markings: Iterable[Marking], words: Words) -> Row | None:
    """The row as one of the marking it was made of; of none, as one of what is to be marked now."""
    rows = [Row(item.table, item.line, marking, words) for marking in markings]
    made_of = [row for row in rows if row.stamp is not None and not row.is_mixed_up]
    waiting = [row for row in rows if not row.marking.is_finished]
    return next(iter([*made_of, *waiting, *rows]), None)


def _why_unknown(code: str, lost: Collection[str]) -> str:
    if not code:
        return "no_code"
    return "not_yours" if code in lost else "unknown"


def _refuse_twice(found: Collection[Found]) -> None:
    """Of two rows of a sheet for one marking neither is done, nor of two sheets where both say something."""
    alike: dict[object, list[Found]] = defaultdict(list)
    for item in found:
        alike[item.row.marking.pk].append(item)
    for items in alike.values():
        there = Counter(item.table.number for item in items)
        saying = [item for item in items if item.judged.changes or item.judged.finishes]
        for item in items:
            others = [other for other in items if other is not item]
            if there[item.table.number] > 1:
                others = [other for other in others if other.table.number == item.table.number]
            elif len(saying) < 2 or item not in saying:
                continue
            item.judged.refuse(f"twice:{others[0].line.number}")


def _row(upload: PackUpload, item: Found) -> PackRow:
    marking = item.judged.marking
    return PackRow(
        upload=upload,
        table=item.table.number,
        title=tidy_cell(item.table.title)[:100],
        line=item.line.number,
        code=item.code,
        marking=marking,
        version=marking.version if marking else 0,
        outcome=item.judged.outcome,
        reasons=item.judged.reasons,
        changes=item.judged.changes,
        finishes=item.judged.finishes,
    )


def _notes(tables: Collection[tuple[Table, tuple[str, ...]]], found: Collection[Found]) -> dict:
    ignored = dict.fromkeys(head for table, _guessed in tables for head in table.ignored)
    guessed = [name for _table, names in tables for name in names]
    late = [
        change for item in found for change in item.judged.changes if change["why"] == "changed_meanwhile"
    ]
    return {"ignored": list(ignored)[:MOST_NOTES], "guessed": guessed[:1], "beside": len(late)}


def _planned(upload: PackUpload) -> PackUpload:
    upload.counts, upload.plan_digest = counts_of(upload), digest_of(upload)
    upload.total = sum(upload.counts.values())
    upload.state, upload.planned_at = State.PLANNED, timezone.now()
    upload.save(update_fields=["notes", "counts", "plan_digest", "total", "state", "planned_at"])
    return upload


def _refuse(upload: PackUpload, error: UnreadableSheet) -> PackUpload:
    upload.state, upload.finished_at = State.REFUSED, timezone.now()
    upload.refusal, upload.refusal_line, upload.refusal_detail = error.code, error.line, error.detail[:200]
    upload.save(update_fields=["state", "finished_at", "refusal", "refusal_line", "refusal_detail"])
    return upload


def counts_of(upload: PackUpload) -> dict[str, int]:
    """Outcome → rows, in the order of the outcomes. One query."""
    found = Counter(upload.rows.order_by().values_list("outcome", flat=True))
    return {str(outcome): found[outcome] for outcome in PackRow.Outcome if found[outcome]}


def digest_of(upload: PackUpload) -> str:
    """What a plan says, as one number: two plans that differ in a row differ in it. One query."""
    digest = hashlib.sha256()
    for row in upload.rows.order_by("table", "line").values_list(*TOLD).iterator(chunk_size=200):
        digest.update(json.dumps(row, ensure_ascii=False, default=str).encode() + b"\n")
    return digest.hexdigest()
