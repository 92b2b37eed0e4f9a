"""Why somebody was not selected, as it is told to the candidate: no scores, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _, pgettext

from . import eligible
from .models import Nomination, State
from .rules.selection import Why

if TYPE_CHECKING:
    from .rules.eligibility import Eligibility

MORE_THAN_SEATS = _("There were more good candidates than seats.")
SAID = {
    Why.NOT_LISTED: _("You were not on the shortlist."),
    Why.NOT_SCORED: _("Your nomination was not scored by all who score."),
    Why.SCORE_TOO_LOW: _("Your scores are below what is asked for."),
    Why.ADMINISTRATION_FULL: _("All seats of your administration are given."),
    Why.REGION_FULL: _("All seats of your region are given."),
    Why.LOST_TIE: MORE_THAN_SEATS,
    Why.SEATS_GIVEN: MORE_THAN_SEATS,
}


def said_to_candidate(codes: Iterable[str], eligibility: Eligibility) -> list[str]:
    """Each reason once, in the language of now; of who is not eligible the rules that speak against it. What
    was decided by hand is not explained."""
    codes = list(codes)
    if Why.NOT_ELIGIBLE in codes:
        return [_against(item) for item in eligible.reasons(eligibility) if _speaks_against(item)]
    return list(dict.fromkeys(str(SAID[code]) for code in map(Why, codes) if code in SAID))


def told_to_candidate(nomination: Nomination) -> list[str]:
    """The same of what was kept when the results were told. Two queries."""
    told = nomination.changes.filter(after=State.NOT_SELECTED).order_by("-at", "-pk").first()
    _before, why = (told.changed.get("why") if told else None) or (None, [])
    judged = eligible.judge(nomination.call, [nomination])[nomination.pk]
    return said_to_candidate((item["code"] for item in why), judged)


def _speaks_against(item: eligible.Reason) -> bool:
    return not item.is_wish and item.verdict != eligible.Verdict.MET


def _against(item: eligible.Reason) -> str:
    """As the pages of the application say it."""
    colon = pgettext("between a label and what it names", ":")
    asked = str(_("Asked for: %(rule)s")) % {"rule": item.asked}
    return f"{asked}{colon} {item.found}" if item.found else asked
