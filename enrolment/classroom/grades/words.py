"""A participant's grade in words: what became of it, and why."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy, pgettext_lazy

from clikc.foundation.templatetags.components import percent as in_words

STATES = {
    "missing": pgettext_lazy("a work", "Missing"),
    "excused": pgettext_lazy("a participant", "Excused"),
    "waiting": gettext_lazy("Still open"),
}
STANDINGS = {
    "honours": gettext_lazy("Honours"),
    "passed": gettext_lazy("Passed"),
    "below": gettext_lazy("Below the pass line"),
    "": "",
}
# Who entered it, without a name: a participant knows the role.
ROLES = {
    "tutor": gettext_lazy("your tutor"),
    "programme_manager": gettext_lazy("a programme manager"),
    "admin": gettext_lazy("an administrator"),
    "": gettext_lazy("the platform"),
}
DEEDS = {
    ("marked", "graded"): gettext_lazy("Marked and released"),
    ("quiz", "graded"): gettext_lazy("Result of a quiz"),
    ("by_hand", "graded"): gettext_lazy("Entered by hand"),
    ("changed", "graded"): gettext_lazy("Changed after release"),
    ("override", "graded"): gettext_lazy("Overridden"),
    ("marked", "excused"): gettext_lazy("Released; the excuse stands, and it counts for nothing"),
    ("override", "excused"): gettext_lazy("Excused: it counts for nothing"),
    ("override", "withdrawn"): gettext_lazy("Taken back"),
}

DEDUCTIONS = {
    "late": gettext_lazy("Handed in late: %(percent)s of the points were taken off."),
    "resubmitted": gettext_lazy("Handed in again: it counts %(percent)s of the points at most."),
}

# What left the grade as it was.
KEPT = {
    "earlier_better": gettext_lazy("An earlier attempt at this work was better: its points stand."),
    "decided_before": gettext_lazy("It had been decided before the work was released, and that stands."),
}


def deed_of(entry) -> str:
    return str(DEEDS.get((entry.kind, entry.state), entry.get_kind_display()))


def role_of(entry) -> str:
    return str(ROLES.get(entry.role, ROLES["programme_manager"]))


def deductions_of(entry) -> list[str]:
    """What took points away or left the grade as it was, in sentences."""
    found = (reason for reason in entry.reasons if isinstance(reason, dict))
    return [text for reason in found if (text := _deduction(reason.get("code"), reason.get("percent")))]


def _deduction(code: str | None, percent: object) -> str:
    if code in KEPT:
        return str(KEPT[code])
    if code not in DEDUCTIONS:
        return ""
    return str(DEDUCTIONS[code]) % {"percent": in_words(Decimal(str(percent)))}
