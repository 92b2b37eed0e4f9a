"""People for a cohort, by what they are, know and have done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from clikc.people.models import User
from enrolment.membership import api as membership
from enrolment.programmes import api as programmes

from ..members.finding import Filter, matching

if TYPE_CHECKING:
    from clikc.people.models import Administration


@dataclass(frozen=True)
class Choice:
    """Which people are looked for.

    ``base``: name, unit, language, as the list of people takes them; ``alone``: in no open cohort;
    ``without``: the id of a course they have not finished; ``since``: members since that day or later.
    """

    base: Filter
    alone: str = ""
    without: str = ""
    since: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Choice:
        """From an address or a form; what cannot be meant is as if it had not been asked."""
        without = asked.get("without", "")
        is_id = without.isascii() and without.isdigit() and len(without) <= 9
        base = Filter.of({name: asked.get(name, "") for name in ("q", "unit", "language")})
        return cls(
            base=base,
            alone="1" if asked.get("alone") else "",
            without=without if is_id else "",
            since=asked.get("since", "") if _day(asked.get("since", "")) else "",
        )

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for, without what is not."""
        own = {name: value for name, value in asdict(self).items() if name != "base" and value}
        return self.base.asked | own


def candidates(administration: Administration, choice: Choice) -> QuerySet[User]:
    """The members a choice means, whose accounts are open, by name."""
    found = matching(administration, choice.base).filter(is_active=True)
    if choice.alone:
        found = found.exclude(pk__in=programmes.people_in_cohorts(administration_id=administration.pk))
    if choice.without:
        done = {"enrolments__course": choice.without, "enrolments__completion__isnull": False}
        found = found.exclude(pk__in=User.objects.filter(administration=administration, **done).values("pk"))
    if day := _day(choice.since):
        found = membership.joined_since(found, administration.pk, datetime.combine(day, time.min, UTC))
    return found.order_by("search_name", "pk")


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
