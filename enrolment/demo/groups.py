"""Who is in which cohort, and when each was made, opened and closed. Nothing is saved here."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from clikc.people.models import User

from .countries import Country, Plan

DAY = timedelta(days=1)


@dataclass
class Group:
    """A cohort that is planned: ``places`` are those of its people among the officers."""

    plan: Plan
    places: list[int]
    made_at: datetime
    start: datetime
    due: datetime
    closed_at: datetime | None
    cohort: object = None


def plan_groups(country: Country, people: Sequence[User], now: datetime, dice: random.Random) -> list[Group]:
    """Who is in which cohort. Nobody is twice in the same course."""
    studied: dict[int, set[str]] = {place: set() for place in range(len(people))}
    units = [person.unit.name if person.unit else "" for person in people]
    groups = []
    # Who may only be of certain units is chosen first.
    for plan in sorted(country.plans, key=lambda plan: (not plan.units, plan.opens)):
        names = {country.units[number] for number in plan.units}
        free = [
            place
            for place, courses in studied.items()
            if not courses & set(plan.courses) and (not names or units[place] in names)
        ]
        places = dice.sample(free, min(len(free), max(round(plan.share * len(people)), 3)))
        for place in places:
            studied[place] |= set(plan.courses)
        groups.append(replace(group_of(plan, now), places=places))
    return sorted(groups, key=lambda group: group.start)


def group_of(plan: Plan, now: datetime, cohort: object = None) -> Group:
    """A plan with its moments; nobody is in it yet."""
    midnight = datetime.combine(now.date(), time.min, UTC)
    start, due = midnight + plan.opens * DAY, midnight + (plan.due + 1) * DAY - timedelta(seconds=1)
    made_at = min(start - 7 * DAY, now - 3 * DAY) + timedelta(hours=9)
    closed_at = due + 3 * DAY if plan.closed else None
    return Group(plan, [], made_at, start, due, closed_at, cohort)


def arrive_in_time(groups: Sequence[Group], people: Sequence[User], dice: random.Random) -> None:
    """Most officers join the platform a few days before their first cohort is made."""
    seen: set[int] = set()
    for group in groups:
        for place in set(group.places) - seen:
            seen.add(place)
            arrival = group.made_at - timedelta(days=dice.randint(4, 20), minutes=dice.randint(0, 400))
            people[place].date_joined = max(people[place].date_joined, arrival)
