"""Answers to offers of seats. Everything here is decided under the lock of the call: a seat that somebody
gives up goes to one of the reserve list, whoever answers at the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from clikc.people import api as people_api
from enrolment.programmes import api as programmes

from .coordinator_letters import post_news
from .models import Call, Nomination, State
from .nominating import lock_call, lock_nomination, step
from .offers import give_free_seats
from .on_behalf_letters import post_on_behalf
from .participating import take_part
from .rules.states import Step

if TYPE_CHECKING:
    from clikc.people.models import User


class NoOffer(Exception):
    """There is no seat to be accepted or declined; ``state`` is where the nomination stands."""

    def __init__(self, state: str):
        super().__init__(state)
        self.state = state


class OfferExpired(Exception):
    """The last day to answer is over."""


@transaction.atomic
def accept_offer(*, nomination_id: UUID, by: User) -> Nomination:
    """Take the seat: from now on she takes part in the session. Safe to call twice. In which role somebody
    answers for her is on record, and she is told.

    Raises NoOffer, OfferExpired, programmes' SessionIsClosed. Who may answer is asked by the pages: she
    herself on hers, those who coordinate her administration or keep the call on theirs.
    """
    call, nomination = _locked(nomination_id)
    if nomination.state == State.ENROLLED:
        return nomination
    if nomination.state != State.ACCEPTED:
        raise NoOffer(nomination.state)
    if is_over(nomination):
        raise OfferExpired
    if call.session.closed_at is not None:
        raise programmes.SessionIsClosed
    nomination = step(
        nomination_id=nomination_id, step=Step.ENROL, by=by, role=_role(nomination, by), answered_at=_now()
    )
    take_part(
        session=call.session,
        people=[nomination.person],
        by=by,
        nominations={nomination.person_id: nomination},
    )
    post_on_behalf(nomination, by=by)
    return nomination


@transaction.atomic
def decline_offer(*, nomination_id: UUID, by: User, reason: str = "") -> Nomination:
    """Give up a seat, or a place on the reserve list; who is next on it moves up. Her coordinators are
    told, and she is if somebody answers for her. Safe to call twice. Raises NoOffer."""
    call, nomination = _locked(nomination_id)
    if nomination.state == State.DECLINED:
        return nomination
    if nomination.state not in (State.ACCEPTED, State.RESERVE):
        raise NoOffer(nomination.state)
    nomination = step(
        nomination_id=nomination_id,
        step=Step.DECLINE,
        by=by,
        role=_role(nomination, by),
        reason=reason,
        answered_at=_now(),
    )
    post_on_behalf(nomination, by=by)
    post_news([nomination], by=by)
    give_free_seats(call)
    return nomination


def expire_offers() -> int:
    """Take back the offers that were not answered in time, and give the seats on; how many. Looks at free
    seats of every call besides, whatever freed them."""
    calls = Call.objects.filter(published_at__isnull=False, session__closed_at__isnull=True)
    return sum(_expire(pk) for pk in calls.order_by("pk").values_list("pk", flat=True))


def is_over(nomination: Nomination) -> bool:
    """Whether an offer is not answered any more: its last second is over."""
    return nomination.answer_until is not None and nomination.answer_until < _this_second()


@transaction.atomic
def _expire(call_id: int) -> int:
    call = lock_call(call_id)
    late = call.nominations.filter(state=State.ACCEPTED, answer_until__lt=_this_second()).order_by("pk")
    ids = list(late.values_list("pk", flat=True))
    with translation.override(call.session.language):
        reason = gettext("The offer was not answered in time.")
    lapsed = [step(nomination_id=pk, step=Step.DECLINE, by=None, reason=reason) for pk in ids]
    if lapsed:
        post_news(lapsed)
    give_free_seats(call)
    return len(ids)


def _locked(nomination_id: UUID) -> tuple[Call, Nomination]:
    call_id = Nomination.objects.values_list("call", flat=True).get(pk=nomination_id)
    call = lock_call(call_id)
    return call, lock_nomination(nomination_id)


def _role(nomination: Nomination, by: User) -> str:
    """In which role somebody answers; "" for the candidate herself."""
    is_own = by.pk == nomination.person_id
    return "" if is_own else people_api.role_in(by, nomination.administration_id)


def _now():
    return timezone.now()


def _this_second():
    return _now().replace(microsecond=0)
