"""Officers who apply to a call themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from . import nomination_letters as letters
from .models import Call, Nomination, State
from .nominating import (
    draft_there,
    must_not_be_overtaken,
    must_not_endorse,
    nomination_of_open_call,
    open_call,
    put_draft,
    step,
)
from .ranking import step_aside
from .refusals import NoApplications, NotOfAdministration, WrongState
from .rules.states import Step

if TYPE_CHECKING:
    from clikc.people.models import User


@transaction.atomic
def apply(*, call: Call, person: User, facts: Mapping) -> Nomination:
    """Begin an application of one's own, or write on in it: a draft that nobody else sees before ``submit``.

    Safe to call twice. A draft of her coordinator's, of which she knows nothing, stays what it is. Raises
    NominationRefused: CallIsNotOpen, DeadlinePassed, NoApplications, NotOfAdministration for somebody who is
    of none, AlreadyNominated.
    """
    call = open_call(call.pk)
    if not call.takes_applications:
        raise NoApplications
    if not person.is_active or person.administration_id is None:
        raise NotOfAdministration
    must_not_endorse(facts)
    origin = Nomination.Origin.APPLIED
    there = draft_there(call, person, origin)
    return put_draft(call, person, there, origin, {"rank": 0, **facts}, by=person)


@transaction.atomic
def submit(*, nomination_id: UUID, by: User, seen: int | None = None) -> Nomination:
    """Send an application to one's administration, that of now, whose coordinators are told. Safe to call
    twice. Raises NominationRefused: WrongState, DeadlinePassed, CallIsNotOpen, ChangedMeanwhile,
    NotOfAdministration for somebody who is of none by now, AlreadyNominated where her administration has
    nominated her meanwhile."""
    nomination = nomination_of_open_call(nomination_id)
    if nomination.origin != Nomination.Origin.APPLIED:
        raise WrongState(nomination.state)
    if nomination.state == State.DRAFT:
        must_not_be_overtaken(nomination)
        if nomination.person.administration_id is None:
            raise NotOfAdministration
    was = nomination.state
    facts = {"submitted_at": timezone.now(), "administration": nomination.person.administration}
    sent = step(nomination_id=nomination_id, step=Step.SUBMIT, by=by, seen=seen, **facts)
    if was != sent.state:
        step_aside(sent)
        letters.post_waiting(sent)
    return sent
