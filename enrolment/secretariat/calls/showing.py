"""Candidates in words and tones, for the pages of a selection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext as _, ngettext

from clikc.foundation.templatetags.components import points
from clikc.people.collation import sort_key
from clikc.people.models import Gender
from enrolment.admissions import api as admissions
from enrolment.admissions.rules.selection import Why

if TYPE_CHECKING:
    from uuid import UUID

    from enrolment.admissions.api import Entrant, Overbooked, Selection

State = admissions.NominationState
TONES = {
    State.SHORTLISTED: "accent",
    State.ACCEPTED: "good",
    State.RESERVE: "warn",
    State.DECLINED: "bad",
    State.WITHDRAWN: "bad",
    State.ENROLLED: "good",
}
VERDICT_TONES = {"met": "good", "open": "warn", "broken": "bad"}


@dataclass(frozen=True)
class Line:
    """Somebody in the field as a table shows her. ``why``: what came of the proposal for her."""

    entrant: Entrant
    why: tuple[str, ...] = ()
    place: int | None = None

    @property
    def nomination(self):
        return self.entrant.nomination

    @property
    def name(self) -> str:
        return name_of(self.nomination)

    @property
    def tone(self) -> str:
        return TONES.get(self.nomination.state, "")

    @property
    def verdict(self) -> str:
        return str(admissions.ELIGIBILITY_WORDS[self.entrant.eligibility.verdict])

    @property
    def verdict_tone(self) -> str:
        return VERDICT_TONES[self.entrant.eligibility.verdict]

    @cached_property
    def reasons(self) -> list:
        return admissions.reasons_in_words(self.entrant.eligibility)

    @property
    def unmet(self) -> list:
        return [reason for reason in self.reasons if reason.verdict != "met"]

    @property
    def score(self) -> str:
        """The mean, or how many scores are in."""
        scored = self.entrant.scored
        if scored.mean is not None:
            return points(scored.mean)
        return _("%(given)d of %(needed)d") % {"given": scored.given, "needed": scored.needed}


def name_of(nomination) -> str:
    return nomination.person.get_full_name() or nomination.person.address


def names_in(field: Mapping[UUID, Entrant]) -> dict[UUID, str]:
    return {key: name_of(one.nomination) for key, one in field.items()}


def lines_of(selection: Selection, entrants: Iterable[Entrant], first: int | None = None) -> list[Line]:
    """With the reasons of the proposal; numbered from ``first`` on, if it is given."""
    names = names_in(selection.field)
    return [
        Line(
            one,
            tuple(admissions.selection_in_words(selection.proposal.reasons[one.key], names)),
            None if first is None else first + number,
        )
        for number, one in enumerate(entrants)
    ]


@dataclass(frozen=True)
class Share:
    """A bar of the balance: how many of a kind are seated, of how many in the field; ``most``: its quota."""

    label: str
    seated: int
    field: int
    most: int | None = None

    @property
    def width(self) -> float:
        return 100 * self.seated / self.field if self.field else 0

    @property
    def is_over(self) -> bool:
        return self.most is not None and self.seated > self.most


def balance_of(selection: Selection) -> dict[str, list[Share]]:
    """Regions, genders and administrations: seated and in the field."""
    seated, field = selection.balance, selection.balance_of_field
    names, regions = {}, {}
    for one in selection.field.values():
        place = one.nomination.administration
        names[place.code], regions[place.region.code] = str(place), str(place.region)
    quotas = selection.quotas
    genders = dict(Gender.choices)
    return {
        "regions": _shares(seated.regions, field.regions, regions, quotas.of),
        "genders": _shares(seated.genders, field.genders, genders, lambda _code: None),
        "administrations": _shares(
            seated.administrations, field.administrations, names, lambda _code: quotas.per_administration
        ),
    }


def _shares(seated, field, names, quota) -> list[Share]:
    language = get_language()
    found = [Share(str(names[code]), seated[code], field[code], quota(code)) for code in field]
    return sorted(found, key=lambda share: sort_key(share.label, language))


def overbooked_words(selection: Selection) -> list[str]:
    """Where people gave more by hand than there is."""
    names = {}
    for one in selection.field.values():
        place = one.nomination.administration
        names |= {
            ("administration", place.code): str(place),
            ("region", place.region.code): str(place.region),
        }
    return [_overbooked(item, names.get((item.what, item.code), "")) for item in selection.overbooked]


def _overbooked(item: Overbooked, name: str) -> str:
    if item.what == "seats":
        said = ngettext(
            "%(given)d candidate would have a seat by hand, and there are %(most)d seats.",
            "%(given)d candidates would have a seat by hand, and there are %(most)d seats.",
            item.given,
        )
        return said % {"given": item.given, "most": item.most}
    said = _("%(name)s has %(given)d seats; its quota is %(most)d.")
    return said % {"name": name, "given": item.given, "most": item.most}


def free_words(selection: Selection) -> str:
    """Why seats stay free, if any do: what keeps those out who have none, the most first."""
    free = max(selection.quotas.seats - len(selection.proposal.seated), 0)
    if not free:
        return ""
    codes = Counter(selection.proposal.reasons[one.key][0].code for one in selection.others)
    codes.update(selection.proposal.reasons[one.key][0].code for one in selection.reserve)
    said = ngettext("%(number)d seat stays free.", "%(number)d seats stay free.", free) % {"number": free}
    kept = [
        KEPT_OUT[code](number) % {"number": number}
        for code, number in codes.most_common()
        if code in KEPT_OUT
    ]
    return " ".join([said, *kept]) if kept else f"{said} {_('Nobody else is in the field.')}"


KEPT_OUT = {
    Why.NOT_LISTED: lambda number: ngettext(
        "%(number)d candidate is not on the shortlist.",
        "%(number)d candidates are not on the shortlist.",
        number,
    ),
    Why.NOT_SCORED: lambda number: ngettext(
        "Of %(number)d candidate not all scores are in.",
        "Of %(number)d candidates not all scores are in.",
        number,
    ),
    Why.NOT_ELIGIBLE: lambda number: ngettext(
        "%(number)d candidate is not eligible, or not known to be.",
        "%(number)d candidates are not eligible, or not known to be.",
        number,
    ),
    Why.SCORE_TOO_LOW: lambda number: ngettext(
        "%(number)d candidate is below the least score.",
        "%(number)d candidates are below the least score.",
        number,
    ),
    Why.ADMINISTRATION_FULL: lambda number: ngettext(
        "The quota of the administration of %(number)d candidate is full.",
        "The quotas of the administrations of %(number)d candidates are full.",
        number,
    ),
    Why.REGION_FULL: lambda number: ngettext(
        "The quota of the region of %(number)d candidate is full.",
        "The quotas of the regions of %(number)d candidates are full.",
        number,
    ),
    Why.BY_HAND: lambda number: ngettext(
        "%(number)d candidate is left out by hand.", "%(number)d candidates are left out by hand.", number
    ),
}


def unfollowed_words(selection: Selection) -> list[str]:
    """Whose seats nobody on the reserve list could take: a region where that is so of all its seats, else
    each administration."""
    names, regions = {}, {}
    for one in selection.seated:
        place = one.nomination.administration
        names[place.code], regions[place.region.code] = str(place), str(place.region)
    seats = {(one.candidate.administration, one.candidate.region) for one in selection.seated}
    left = set(selection.proposal.unfollowed)
    whole = {region for _code, region in left if {one for one in seats if one[1] == region} <= left}
    found = [regions[code] for code in whole] + [names[code] for code, region in left if region not in whole]
    return sorted(found, key=lambda name: sort_key(name, get_language()))


def changed_words(before: Selection, after: Selection) -> list[str]:
    """What a decision by hand has changed: who came in, who went out, and the balance."""
    was, now = set(before.proposal.seated), set(after.proposal.seated)
    names = names_in(after.field) | names_in(before.field)
    said = [_("%(name)s has a seat now.") % {"name": names[key]} for key in sorted(now - was)]
    said += [_("%(name)s has no seat any more.") % {"name": names[key]} for key in sorted(was - now)]
    for kind in ("regions", "genders"):
        old = {share.label: share.seated for share in balance_of(before)[kind]}
        new = {share.label: share.seated for share in balance_of(after)[kind]}
        said += [
            _("%(name)s: %(before)d → %(after)d")
            % {"name": label, "before": old.get(label, 0), "after": seats}
            for label, seats in new.items()
            if seats != old.get(label, 0)
        ]
    return said or [_("The seats stay as they were.")]


def _moved(label: str, before: int, after: int) -> str:
    return _("%(name)s: %(before)d → %(after)d") % {"name": label, "before": before, "after": after}
