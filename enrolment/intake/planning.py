"""The dry run: what becomes of each row, written beside it, and a digest of all of it to be confirmed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from clikc.foundation.sheets import UnreadableSheet

from .judging import judge
from .models import ImportRow, OfficerImport, Outcome
from .reading import BATCH, read_rows
from .units import MOST_NEW, UnitBook

State = OfficerImport.State
Advance = Callable[[int], object]


def plan(item: OfficerImport, *, advance: Advance = lambda _done: None) -> OfficerImport:
    """Read a file and write down what becomes of its rows; it is planned then, or refused.

    Safe to call again, and in two places at once; what is past planning stays as it is. ``advance`` is told
    the steps done: each row is read, and then looked at.
    """
    item.refresh_from_db()
    if item.state != State.READING:
        return item
    try:
        notes = read_rows(item, advance=advance)
        total = item.rows.count()
        _judge_all(item, lambda done: advance(total + done))
        _finish(item, notes, total)
    except UnreadableSheet as error:
        refuse(item, error)
    item.refresh_from_db()
    return item


def refuse(item: OfficerImport, error: UnreadableSheet) -> None:
    """Nothing is kept of a file that cannot be read."""
    with transaction.atomic():
        reading = OfficerImport.objects.filter(pk=item.pk, state=State.READING)
        if reading.update(
            state=State.REFUSED,
            refusal=error.code,
            refusal_line=error.line,
            refusal_detail=error.detail[:200],
            finished_at=timezone.now(),
        ):
            item.rows.all().delete()
    item.refresh_from_db()


@transaction.atomic
def look_again(*, item: OfficerImport) -> OfficerImport:
    """Make the plan of a file anew, by what is so now; what was agreed on stays. To be planned after that."""
    planned = OfficerImport.objects.filter(pk=item.pk, state=State.PLANNED)
    if planned.update(state=State.READING, plan_digest="", planned_at=None, counts={}, job_id=None):
        item.rows.all().delete()
    item.refresh_from_db()
    return item


def _judge_all(item: OfficerImport, advance: Advance) -> None:
    units, done, line = UnitBook(item.administration), 0, -1
    while True:
        with transaction.atomic():
            # Somebody who was quicker may have confirmed it by now.
            locked = OfficerImport.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
            if locked.state != State.READING:
                return
            rows = list(item.rows.filter(line__gt=line, outcome="").order_by("line")[:BATCH])
            if not rows:
                return
            _judge_batch(item, rows, units)
        done, line = done + len(rows), rows[-1].line
        advance(done)


def _judge_batch(item: OfficerImport, rows: Sequence[ImportRow], units: UnitBook) -> None:
    verdicts = judge(item, rows, units)
    first = _first_lines(item, rows)
    groups: dict[tuple, list[int]] = {}
    for row in rows:
        verdict = verdicts[row.line]
        outcome, reasons = verdict.outcome, verdict.reasons
        if outcome != Outcome.BROKEN:
            earlier = first.setdefault(row.address, row.line)
            if earlier != row.line:
                outcome, reasons = Outcome.BROKEN, (f"address_twice:{earlier}",)
        groups.setdefault((outcome, reasons), []).append(row.pk)
    for (outcome, reasons), ids in groups.items():
        ImportRow.objects.filter(pk__in=ids).update(outcome=outcome, reasons=list(reasons))


def _first_lines(item: OfficerImport, rows: Sequence[ImportRow]) -> dict[str, int]:
    """Address → the line that has it first, of those above these rows. One query."""
    earlier = item.rows.filter(line__lt=rows[0].line, address__in=[row.address for row in rows])
    sound = earlier.exclude(outcome=Outcome.BROKEN).order_by().values_list("address")
    return dict(sound.annotate(first=Min("line")))


def _finish(item: OfficerImport, notes: dict, total: int) -> None:
    notes = notes | {"units": _new_units(item)}
    OfficerImport.objects.filter(pk=item.pk, state=State.READING).update(
        state=State.PLANNED,
        notes=notes,
        total=total,
        counts=counts_of(item),
        plan_digest=digest_of(item),
        planned_at=timezone.now(),
    )


def _new_units(item: OfficerImport) -> list[str]:
    """The names of units that a confirmation makes. Raises UnreadableSheet where there are too many."""
    book = UnitBook(item.administration)
    entering = item.rows.filter(outcome__in=(Outcome.NEW, Outcome.APPROVE))
    names = entering.exclude(unit="").order_by("unit").values_list("unit", flat=True)
    found: dict[str, str] = {}
    for name in names.distinct().iterator():
        if book.is_new(name):
            found.setdefault(name.lower(), name)
        if len(found) > MOST_NEW:
            raise UnreadableSheet("too_many_units", detail=str(MOST_NEW))
    return list(found.values())


def counts_of(item: OfficerImport) -> dict[str, int]:
    """Outcome → rows, in the order of the outcomes. One query."""
    found = dict(item.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {str(outcome): found[outcome] for outcome in Outcome if outcome in found}


def digest_of(item: OfficerImport) -> str:
    """What a plan says, as one number: two plans that differ in a row differ in it."""
    digest = hashlib.sha256()
    told = ("line", "address", "name", "language", "unit", "gender", "outcome", "reasons")
    for row in item.rows.order_by("line").values_list(*told).iterator(chunk_size=2000):
        digest.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()
