"""Offers of seats: until when somebody answers, and who moves up when a seat is free."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from clikc.foundation.zones import zone_named

from .calling import starts_at
from .coordinator_letters import post_news
from .models import Call, Nomination
from .nominating import step
from .result_letters import MOVED_UP, post_results
from .rules.days import today_in
from .rules.states import Step
from .selecting import first_waiting, free_seats

if TYPE_CHECKING:
    from clikc.people.models import User

LAST_SECOND = time(23, 59, 59)


def answer_until(call: Call, person: User, now: datetime) -> datetime:
    """The last second in which an offer made now is answered: of the day so many days on, where the candidate
    is; of the day before the session starts, where the session is, if that comes earlier and is not over."""
    zone = zone_named(person.time_zone) or UTC
    day = today_in(zone, now) + timedelta(days=call.answer_days)
    until = datetime.combine(day, LAST_SECOND, zone).astimezone(UTC)
    before = starts_at(call.session) - timedelta(seconds=1)
    return before if now < before < until else until


def gives_seats(call: Call) -> bool:
    """Whether a seat that is free goes to the reserve list: until the day the session starts."""
    session = call.session
    is_before = timezone.now() < starts_at(call.session)
    return call.published_at is not None and session.closed_at is None and is_before


def give_free_seats(call: Call, *, by: User | None = None) -> list[Nomination]:
    """Give each free seat to the first on the reserve list whose quotas are not full, and write to her and to
    her coordinators. Under the lock of the call; safe to call twice. Those that moved up."""
    moved: list[Nomination] = []
    if not gives_seats(call):
        return moved
    for seat in free_seats(call):
        first = first_waiting(call)
        if first is None:
            break
        moved.append(_move_up(call, first, seat, by))
    post_results(MOVED_UP, moved)
    if moved:
        post_news(moved)
    return moved


def _move_up(call: Call, nomination: Nomination, seat: int, by: User | None) -> Nomination:
    now = timezone.now()
    return step(
        nomination_id=nomination.pk,
        step=Step.MOVE_UP,
        by=by,
        seat=seat,
        reserve_position=None,
        offered_at=now,
        answer_until=answer_until(call, nomination.person, now),
    )
