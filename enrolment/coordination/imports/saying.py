"""An import and its rows in words and numbers, for the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from enrolment.intake import api as intake

if TYPE_CHECKING:
    from enrolment.intake.models import ImportRow

Outcome = intake.Outcome
State = intake.OfficerImport.State

TONES = {
    Outcome.NEW: "good",
    Outcome.EXISTING: "accent",
    Outcome.APPROVE: "accent",
    Outcome.BROKEN: "bad",
}
STATE_TONES = {State.PLANNED: "warn", State.DONE: "good", State.REFUSED: "bad"}
# What a confirmation does something about.
DOES = (Outcome.NEW, Outcome.EXISTING, Outcome.APPROVE)


@dataclass(frozen=True)
class Count:
    """How many rows have an outcome, and what that means here."""

    outcome: str
    label: str
    meaning: str
    number: int
    tone: str


@dataclass(frozen=True)
class Told:
    counts: list[Count]
    doing: int
    broken: int
    tone: str
    refusal: str


@dataclass(frozen=True)
class ToldRow:
    label: str
    tone: str
    reasons: list[str]


def told_of(item: intake.OfficerImport) -> Told:
    """All a page says of an import but its rows."""
    meanings = _meanings(item)
    counts = [
        Count(code, str(Outcome(code).label), meanings[code], number, TONES.get(code, "plain"))
        for code, number in _in_order(item.counts)
    ]
    return Told(
        counts=counts,
        doing=sum(item.counts.get(outcome, 0) for outcome in DOES),
        broken=item.counts.get(Outcome.BROKEN, 0),
        tone=STATE_TONES.get(item.state, "accent"),
        refusal=_refusal(item),
    )


def told_row(row: ImportRow) -> ToldRow:
    outcome = Outcome(row.outcome)
    reasons = [intake.row_sentence(reason) for reason in row.reasons]
    return ToldRow(str(outcome.label), TONES.get(outcome, "plain"), reasons)


def _in_order(counts: dict) -> list[tuple[str, int]]:
    return [(str(outcome), counts[outcome]) for outcome in Outcome if outcome in counts]


def _refusal(item: intake.OfficerImport) -> str:
    if item.state != State.REFUSED:
        return ""
    return intake.file_sentence(item.refusal, item.refusal_line, item.refusal_detail)


def _meanings(item: intake.OfficerImport) -> dict[str, str]:
    """Of each outcome, what it means for this file."""
    has_cohort = item.cohort_id is not None
    new = _("An account is made and an invitation sent.")
    asking = _("She asked to join your administration: this approves her.")
    entered = _("They enter the cohort.")
    return {
        Outcome.NEW: f"{new} {entered}" if has_cohort else new,
        Outcome.EXISTING: _("A member of your administration: put into the cohort."),
        Outcome.APPROVE: f"{asking} {entered}" if has_cohort else asking,
        Outcome.ENROLLED: _("In the cohort already, with all its courses. Nothing changes."),
        Outcome.UNCHANGED: _("A member of your administration already. Nothing changes."),
        Outcome.BROKEN: _("Left out until mended: take the corrected file, mend it, and send it again."),
    }
