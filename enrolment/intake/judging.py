"""What becomes of rows, by what is so now. The same at the dry run and, again, when it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enrolment.admissions import api as admissions
from enrolment.membership import api as membership

from .models import ImportRow, OfficerImport, Outcome
from .units import UnitBook

# Less than was agreed may be done, never something else: planned → what it may have become meanwhile.
LESS = {
    Outcome.NEW: {Outcome.EXISTING, Outcome.ENROLLED, Outcome.UNCHANGED},
    Outcome.APPROVE: {Outcome.EXISTING, Outcome.ENROLLED, Outcome.UNCHANGED},
    Outcome.EXISTING: {Outcome.ENROLLED, Outcome.UNCHANGED},
}


@dataclass(frozen=True)
class Verdict:
    """What becomes of a row, why, and the person where there is one to know."""

    outcome: str
    reasons: tuple[str, ...] = ()
    person: object = None


def judge(item: OfficerImport, rows: Sequence[ImportRow], units: UnitBook) -> dict[int, Verdict]:
    """Line → verdict, for rows that are not broken by themselves. A constant number of queries for each
    500. Whoever has an account elsewhere is as unknown as who has none (permissions.md, rule 10)."""
    found = membership.find_many(administration=item.administration, addresses=[row.address for row in rows])
    here = [known.person.pk for known in found.values() if known.known == membership.Known.MEMBER]
    settled: Iterable[int] = ()
    if item.cohort is not None:
        settled = admissions.settled_in_cohort(cohort=item.cohort, person_ids=here)
    return {row.line: _verdict(row, found[row.address], item, settled, units) for row in rows}


def _verdict(row: ImportRow, found, item: OfficerImport, settled, units: UnitBook) -> Verdict:
    match found.known:
        case membership.Known.CLOSED:
            return Verdict(Outcome.BROKEN, ("deactivated",))
        case membership.Known.MEMBER:
            return Verdict(_of_member(found.person, item, settled), person=found.person)
    if units.is_closed(row.unit):
        return Verdict(Outcome.BROKEN, ("closed_unit",))
    reasons = ("new_unit",) if units.is_new(row.unit) else ()
    if found.known == membership.Known.ASKING:
        return Verdict(Outcome.APPROVE, reasons, found.person)
    return Verdict(Outcome.NEW, reasons) if row.name else Verdict(Outcome.BROKEN, ("no_name",))


def _of_member(person, item: OfficerImport, settled) -> str:
    if item.cohort is None:
        return Outcome.UNCHANGED
    return Outcome.ENROLLED if person.pk in settled else Outcome.EXISTING


def is_as_agreed(planned: str, verdict: Verdict) -> bool:
    """Whether what would be done now is what was planned, or a part of it."""
    return verdict.outcome == planned or verdict.outcome in LESS.get(planned, ())
