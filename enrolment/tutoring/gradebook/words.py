"""Grades as a page says them: numbers in the reader's language, states and notes in words."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _, pgettext_lazy

NOTHING = "–"
STATES = {
    "missing": pgettext_lazy("a work", "Missing"),
    "excused": pgettext_lazy("a participant", "Excused"),
    "waiting": NOTHING,
}
NOTES = {
    "late": _("late"),
    "resubmitted": _("resubmitted"),
    "decided": pgettext_lazy("a grade", "decided before its work was released"),
    "changed": pgettext_lazy("a grade", "changed"),
    "dropped": _("dropped"),
}
STANDINGS = {
    "honours": _("Honours"),
    "passed": _("Passed"),
    "below": _("Below the pass line"),
    "": NOTHING,
}
KINDS = {"assignment": _("Assignment"), "quiz": _("Quiz"), "manual": _("Graded by hand")}
REFUSALS = {
    "points": _("Points are from 0 to the most there are."),
    "reason": _("Say why: the participant reads it."),
    "released": _(
        "This grade is known to its participant. A programme manager can change it, with a reason."
    ),
    "not_by_hand": _("This is not graded by hand."),
    "own": _("Your own grade is entered and changed by somebody else."),
    "nothing": _("There is nothing to take back."),
}


def plain(points: Decimal) -> Decimal:
    """Points without zeros that say nothing: 12.50 is 12.5, and 10.00 is 10."""
    return Decimal(int(points)) if points == int(points) else points.normalize()


def notes_in_words(notes: tuple[str, ...]) -> str:
    return " · ".join(str(NOTES[note]) for note in notes)
