"""Offers of seats: until when somebody answers, and who moves up when a seat is free."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from clikc.foundation.zones import zone_named

from .calling import starts_at
from .coordinator_letters import post_news
from .models import Call, Nomination, State
from .nominating import WrongState, lock_call, lock_nomination, step
from .result_letters import MOVED_UP, RESERVE, post_results
from .rules.days import today_in
from .rules.states import Step
from .selecting import ReasonMissing, first_waiting, free_seats

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


@transaction.atomic
def put_on_reserve(
    *, nomination_id: UUID, reason: str, by: User | None, role: str | None = None, seen: int | None = None
) -> Nomination:
    """Put somebody who was not selected at the end of the reserve list, by hand and for a reason: where a
    seat is free that she fits and nobody before her, she is offered it at once. She is told what came of it.
    Safe to call twice.

    Raises ReasonMissing; WrongState for whom that is not open to, or where no seat is given any more;
    ChangedMeanwhile.
    """
    if not reason.strip():
        raise ReasonMissing
    call = lock_call(Nomination.objects.values_list("call", flat=True).get(pk=nomination_id))
    before = lock_nomination(nomination_id)
    if before.state == State.RESERVE:
        return before
    if before.state != State.NOT_SELECTED or not gives_seats(call):
        raise WrongState(before.state)
    last = call.nominations.waiting().aggregate(last=Max("reserve_position"))["last"] or 0
    facts = {"by": by, "role": role, "reason": reason.strip(), "seen": seen, "reserve_position": last + 1}
    step(nomination_id=nomination_id, step=Step.PUT_ON_RESERVE, **facts)
    give_free_seats(call, by=by)
    nomination = Nomination.objects.select_related("person").get(pk=nomination_id)
    if nomination.state == State.RESERVE:
        post_results(RESERVE, [nomination])
    return nomination


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
