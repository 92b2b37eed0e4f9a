"""Doing what was agreed: batch by batch, each in one transaction with the mark that it is done.

So a run that is killed anywhere leaves whole batches done and the rest untouched, and the next one goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clikc.people import api as people_api
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from .bringing import bring_in
from .judging import Verdict, is_as_agreed, judge
from .models import ImportRow, OfficerImport, Outcome
from .planning import counts_of
from .reading import BATCH
from .units import UnitBook

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import Cohort

State = OfficerImport.State
Advance = Callable[[int, int], object]


def run_import(
    *,
    item: OfficerImport,
    by: User | None,
    advance: Advance = lambda _done, _total: None,
    is_stopping: Callable[[], bool] = lambda: False,
    batch: int = BATCH,
) -> OfficerImport:
    """Do what a confirmed import asks for, as far as it is not done; safe to call again, and by two at once.

    ``by`` is who brings the officers in; ``is_stopping`` is asked between two batches.
    """
    OfficerImport.objects.filter(pk=item.pk, state=State.CONFIRMED).update(state=State.RUNNING)
    item.refresh_from_db()
    if item.state != State.RUNNING:
        return item
    done, line = item.rows.filter(done_at__isnull=False).count(), -1
    advance(done, item.total)
    while not is_stopping():
        rows = _do_batch(item, by, line, batch)
        if not rows:
            _finish(item)
            break
        done, line = done + len(rows), rows[-1].line
        advance(done, item.total)
    item.refresh_from_db()
    return item


@transaction.atomic
def _do_batch(item: OfficerImport, by: User | None, after: int, size: int) -> list[ImportRow]:
    """The next rows that are not done, done. What is locked: rows, administration, cohort, in this order."""
    undone = item.rows.select_for_update(no_key=True).undone().exclude(outcome=Outcome.BROKEN)
    rows = list(undone.filter(line__gt=after).order_by("line")[:size])
    if not rows:
        return rows
    people_api.lock_administration(item.administration_id)
    cohort = programmes.lock_cohort(item.cohort_id) if item.cohort_id else None
    if cohort is not None and not cohort.is_open:
        _note({(Outcome.BROKEN, ("cohort_closed",)): [row.pk for row in rows]})
        return rows
    units = UnitBook(item.administration)
    verdicts = judge(item, rows, units)
    agreed = [row for row in rows if is_as_agreed(row.outcome, verdicts[row.line])]
    people = bring_in(item, agreed, verdicts, units, by)
    waiting = _into_cohort(cohort, list(people.values()), by)
    _note(_noted(rows, agreed, verdicts, {line for line, person in people.items() if person.pk in waiting}))
    return rows


def _into_cohort(cohort: Cohort | None, people: Sequence[User], by: User | None) -> set[int]:
    """The ids of those who wait for a seat."""
    if cohort is None or not people:
        return set()
    return admissions.add_to_cohort(cohort=cohort, people=people, by=by).waiting


def _noted(
    rows: Sequence[ImportRow],
    agreed: Sequence[ImportRow],
    verdicts: Mapping[int, Verdict],
    waiting: set[int],
) -> dict[tuple, list[int]]:
    """(outcome, reasons) → the rows of which it is true now."""
    groups: dict[tuple, list[int]] = {}
    done = {row.line for row in agreed}
    for row in rows:
        verdict = verdicts[row.line]
        if row.line not in done:
            said = (Outcome.BROKEN, ("changed_meanwhile", *verdict.reasons))
        elif verdict.outcome != row.outcome:
            said = (verdict.outcome, ("changed_meanwhile",))
        else:
            said = (row.outcome, (*row.reasons, *(["waiting_list"] if row.line in waiting else [])))
        groups.setdefault(said, []).append(row.pk)
    return groups


def _note(groups: Mapping[tuple, Sequence[int]]) -> None:
    now = timezone.now()
    for (outcome, reasons), ids in groups.items():
        ImportRow.objects.filter(pk__in=ids).update(outcome=outcome, reasons=list(reasons), done_at=now)


def _finish(item: OfficerImport) -> None:
    OfficerImport.objects.filter(pk=item.pk, state=State.RUNNING).update(
        state=State.DONE, counts=counts_of(item), finished_at=timezone.now()
    )
