"""Which members of an administration are meant: by name or address, unit, state, cohort, language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.foundation.lists import LONGEST_SEARCH
from clikc.people.models import LANGUAGES, User
from enrolment.membership import api as membership

if TYPE_CHECKING:
    from clikc.people.models import Administration

RECENTLY = timedelta(days=30)
NO_UNIT = "none"

STATES = {
    "active": _("Active"),
    "invited": _("Invited, not come yet"),
    "overdue": _("Invited, no answer for 14 days"),
    "closed": _("Deactivated"),
}
NEWS = {
    "joined": _("New in the last 30 days"),
    "finished": _("Finished a course in the last 30 days"),
}
SORTS = {
    "name": ("search_name", "pk"),
    "seen": (F("last_login").desc(nulls_last=True), "search_name", "pk"),
    "joined": ("-date_joined", "pk"),
}
SORT_NAMES = {"name": _("Name"), "seen": _("Last sign-in"), "joined": _("Newest first")}


@dataclass(frozen=True)
class Filter:
    """What is asked for; whatever cannot be meant is as if it had not been asked. Texts, as in an address.

    ``unit`` and ``cohort`` are ids, ``unit`` may be ``NO_UNIT``; ``state`` of STATES, ``news`` of NEWS.
    """

    q: str = ""
    unit: str = ""
    state: str = ""
    cohort: str = ""
    language: str = ""
    news: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filter:
        """From the query of an address, or from what a selection has kept."""
        unit = asked.get("unit", "")
        return cls(
            q=_one_line(asked.get("q", "")),
            unit=unit if unit == NO_UNIT else as_id(unit),
            state=_one_of(STATES, asked.get("state", "")),
            cohort=as_id(asked.get("cohort", "")),
            language=_one_of(dict(LANGUAGES), asked.get("language", "")),
            news=_one_of(NEWS, asked.get("news", "")),
        )

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for, without what is not."""
        return {name: value for name, value in asdict(self).items() if value}


def members_of(administration: Administration) -> QuerySet[User]:
    """Everybody who is of an administration; accounts that were merged into another are nobody."""
    return User.objects.filter(administration=administration, merged_into=None)


def matching(administration: Administration, wanted: Filter) -> QuerySet[User]:
    """The members a filter means, unordered."""
    found = members_of(administration)
    if wanted.q:
        found = found.named(wanted.q)
    if wanted.unit:
        found = found.filter(unit=None if wanted.unit == NO_UNIT else wanted.unit)
    if wanted.cohort:
        found = found.filter(
            cohort_memberships__cohort=wanted.cohort,
            cohort_memberships__cohort__administration=administration,
            cohort_memberships__left_at=None,
        )
    if wanted.language:
        found = found.filter(preferred_language=wanted.language)
    if wanted.state:
        found = _in_state(found, administration, wanted.state)
    return _with_news(found, administration, wanted.news) if wanted.news else found


def _in_state(found: QuerySet[User], administration: Administration, state: str) -> QuerySet[User]:
    if state == "closed":
        return found.filter(is_active=False)
    if state == "overdue":
        return found.filter(pk__in=membership.not_accepted(administration=administration).values("person"))
    invited = Q(pk__in=membership.people_invited(administration))
    return found.filter(~invited if state == "active" else invited, is_active=True)


def _with_news(found: QuerySet[User], administration: Administration, news: str) -> QuerySet[User]:
    since = recently()
    if news == "joined":
        return membership.joined_since(found, administration.pk, since)
    return found.filter(enrolments__completion__completed_at__gte=since).distinct()


def recently() -> datetime:
    """Where "the last 30 days" begin."""
    return timezone.now() - RECENTLY


def _one_line(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:LONGEST_SEARCH]


def _one_of(known: Mapping[str, object], name: str) -> str:
    return name if name in known else ""


def as_id(text: str) -> str:
    """An id as the database can hold it, or "" where the text is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= 18
    return text if is_number else ""
