"""Why somebody has a seat, or has none, in words for the Secretariat and for her administration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from clikc.foundation.templatetags.components import points

from .rules.selection import Reason, Tie, Why

# What told a tie apart, as the end of "… had the same score and".
TIES = {
    Tie.ADMINISTRATION: gettext_lazy("her or his administration had fewer seats so far"),
    Tie.REGION: gettext_lazy("her or his region had fewer seats so far"),
    Tie.RANK: gettext_lazy("is ranked higher by the administration"),
    Tie.GENDER: gettext_lazy("fewer seats had gone to that gender so far"),
    Tie.TIME: gettext_lazy("was nominated earlier"),
    Tie.KEY: gettext_lazy("nothing else told them apart, so the lot of the record did"),
}


def reason_in_words(reason: Reason, names: Mapping[UUID, str]) -> str:
    """One reason. ``names``: nomination id → the candidate's name, for those that are named in it."""
    against = _listed([names[key] for key in reason.against if key in names])
    match reason.code:
        case Why.LOST_TIE:
            return _tie(reason, against)
        case Why.ADMINISTRATION_FULL:
            return _full(_quota_of_administration(reason.figure), against)
        case Why.REGION_FULL:
            return _full(_quota_of_region(reason.figure), against)
        case Why.SCORE_TOO_LOW:
            return _("Below the least score of %(score)s.") % {"score": points(reason.figure)}
        case Why.SEATS_GIVEN:
            return _seats_given(reason.figure)
    return str(_PLAIN[reason.code])


def reasons_in_words(reasons: Sequence[Reason], names: Mapping[UUID, str]) -> list[str]:
    return [reason_in_words(reason, names) for reason in reasons]


def kept_reasons(why: Sequence[Mapping]) -> list[str]:
    """Those that were kept when the results were told, without the names of others."""
    read = (
        Reason(
            Why(item["code"]),
            tie=Tie(item["tie"]) if item.get("tie") else None,
            figure=Decimal(item["figure"]) if item.get("figure") else None,
        )
        for item in why
    )
    return reasons_in_words(list(read), {})


_PLAIN = {
    Why.BY_SCORE: gettext_lazy("A seat by score."),
    Why.BY_HAND: gettext_lazy("Decided by hand."),
    Why.NOT_ELIGIBLE: gettext_lazy("Not eligible by the rules of the call, or not known to be."),
    Why.NOT_LISTED: gettext_lazy("Not on the shortlist."),
    Why.NOT_SCORED: gettext_lazy("Not all scores are in."),
    Why.OTHERS_FOLLOW: gettext_lazy(
        "The places on the reserve list went first to those who could follow on more of the seats, so that "
        "none stays free."
    ),
}


def _tie(reason: Reason, winner: str) -> str:
    tie = str(TIES[reason.tie]) if reason.tie else ""
    if not winner:
        return _("Another candidate had the same score and this came first: %(tie)s.") % {"tie": tie}
    return _("%(name)s has the same score and comes first: %(tie)s.") % {"name": winner, "tie": tie}


def _quota_of_administration(most: Decimal) -> str:
    most = int(most)
    return ngettext(
        "The seat of the administration is given",
        "All %(most)d seats of the administration are given",
        most,
    ) % {"most": most}


def _quota_of_region(most: Decimal) -> str:
    most = int(most)
    return ngettext(
        "The seat of the region is given",
        "All %(most)d seats of the region are given",
        most,
    ) % {"most": most}


def _full(quota: str, names: str) -> str:
    if not names:
        return _("%(quota)s.") % {"quota": quota}
    return _("%(quota)s: %(names)s.") % {"quota": quota, "names": names}


def _seats_given(lowest: Decimal | None) -> str:
    if lowest is None:
        return _("All seats are given.")
    return _("All seats are given; the last one went to a score of %(score)s.") % {"score": points(lowest)}


MOST_NAMED = 5


def _listed(names: Sequence[str]) -> str:
    joined = pgettext("between items of a list", ", ").join(names[:MOST_NAMED])
    left = len(names) - MOST_NAMED
    if left <= 0:
        return joined
    more = ngettext("and %(count)d more", "and %(count)d more", left) % {"count": left}
    return f"{joined} {more}"
