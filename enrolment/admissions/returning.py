"""The way back into a session: with her seat where one is free, else beyond the seats if that is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from .models import Call, Nomination, Participation, State
from .nominating import lock_call, step
from .offers import gives_seats
from .participating import take_part
from .rules.states import Step
from .selecting import first_waiting, free_seats

if TYPE_CHECKING:
    from clikc.people.models import User


class NoSeat(Exception):
    """All seats of the session are held: ``room`` says how many there are."""

    def __init__(self, room: Room):
        super().__init__(room)
        self.room = room


@dataclass(frozen=True)
class Room:
    """How it is in a session that a call has given seats of: how many ``seats`` there are, how many take part
    (``taken``), and how many of the seats are ``free``, offers that wait counted as held."""

    seats: int
    taken: int
    free: int


def room_in(session_id: int) -> Room | None:
    """None where no call has given seats of a session, so that nobody knows how many there are. Four
    queries."""
    call = Call.objects.filter(session=session_id, published_at__isnull=False).first()
    if call is None:
        return None
    taken = Participation.objects.current().filter(session=session_id).count()
    return Room(call.seats, taken, len(free_seats(call)))


def holds_seat(participation: Participation) -> bool:
    """Whether a seat of the call is still hers: who left after the start keeps it on record. One query."""
    hers = Nomination.objects.filter(call__session=participation.session_id, person=participation.learner_id)
    return hers.filter(state=State.ENROLLED).exists()


def seat_goes_to(participation: Participation) -> Nomination | None:
    """Who on the reserve list would be offered her seat at once if she left now."""
    hers = Nomination.objects.filter(call__session=participation.session_id, person=participation.learner_id)
    found = hers.filter(state=State.ENROLLED).select_related("call__session").first()
    return first_waiting(found.call, without=found) if found and gives_seats(found.call) else None


@transaction.atomic
def bring_back(
    *, participation: Participation, by: User | None, reason: str = "", is_beyond: bool = False
) -> list[Participation]:
    """Put somebody back into a session that she was withdrawn from. Where she had given up a seat and one is
    free, her nomination has it again; else it stays withdrawn, and she takes part beside the selection.

    Safe to call twice: [] where she is in. Raises NoSeat where none is free, unless ``is_beyond``;
    programmes' SessionIsClosed, AwardStands.
    """
    call_id = Call.objects.filter(session=participation.session_id).values_list("pk", flat=True).first()
    call = lock_call(call_id) if call_id else None
    is_out = Participation.objects.filter(pk=participation.pk, state=Participation.State.WITHDRAWN).exists()
    if call is not None and call.published_at is not None and is_out:
        _seat_again(call, participation, by=by, is_beyond=is_beyond)
    return take_part(session=participation.session, people=[participation.learner], by=by, reason=reason)


def _seat_again(call: Call, participation: Participation, *, by, is_beyond: bool) -> None:
    hers = call.nominations.filter(person=participation.learner_id)
    if hers.filter(state=State.ENROLLED).exists():
        # After the start her seat stayed hers.
        return
    free = free_seats(call)
    if not free and not is_beyond:
        raise NoSeat(room_in(call.session_id))
    left = hers.filter(state=State.WITHDRAWN).first()
    last = left and left.changes.order_by("-number").first()
    if free and last and (last.before, last.after) == (State.ENROLLED, State.WITHDRAWN):
        step(nomination_id=left.pk, step=Step.COME_BACK, by=by, seat=free[0])
