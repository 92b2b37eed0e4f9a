"""An upload in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from enrolment.grading.api import packs

Outcome = packs.PackRow.Outcome
State = packs.PackUpload.State

TONES = {Outcome.TAKEN: "good", Outcome.PARTLY: "warn", Outcome.REFUSED: "bad"}
STATE_TONES = {State.PLANNED: "warn", State.DONE: "good", State.REFUSED: "bad"}
MEANINGS = {
    Outcome.TAKEN: _("All that is new in these rows is saved."),
    Outcome.PARTLY: _("What is sound is saved, the rest is left out and says why."),
    Outcome.UNCHANGED: _("They say what is saved already."),
    Outcome.REFUSED: _("Left out until mended."),
}


@dataclass(frozen=True)
class Count:
    """How many rows have an outcome, and what that means."""

    outcome: str
    label: str
    meaning: str
    number: int
    tone: str


@dataclass(frozen=True)
class ToldUpload:
    """``doing`` rows are saved by a confirmation, and so many pieces put ``beside`` what was saved meanwhile;
    ``mended`` rows were not taken, or not wholly."""

    counts: list[Count]
    doing: int
    beside: int
    mended: int
    tone: str


def told_of(upload: packs.PackUpload) -> ToldUpload:
    counts = [
        Count(outcome, str(outcome.label), str(MEANINGS[outcome]), number, TONES.get(outcome, "plain"))
        for outcome in Outcome
        if (number := upload.counts.get(outcome, 0))
    ]
    by_outcome = {count.outcome: count.number for count in counts}
    return ToldUpload(
        counts=counts,
        doing=by_outcome.get(Outcome.TAKEN, 0) + by_outcome.get(Outcome.PARTLY, 0),
        beside=upload.notes.get("beside", 0),
        mended=sum(by_outcome.get(outcome, 0) for outcome in packs.MENDED),
        tone=STATE_TONES.get(upload.state, "accent"),
    )
