"""Registrations: an officer asks an administration, its coordinators decide. The first decision stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clikc.people import api as people_api

from .belonging import take_in
from .models import JoinRequest
from .replies import reply

if TYPE_CHECKING:
    from clikc.people.models import Administration, Unit, User

BATCH = 500
State = JoinRequest.State


class MemberAlready(Exception):
    """Who is of an administration asks for a transfer."""


@transaction.atomic
def ask_to_join(*, person: User, administration: Administration, note: str = "") -> JoinRequest:
    """Ask an administration for its yes. Who has asked one already gets that request: one at a time.

    Raises MemberAlready.
    """
    person = people_api.lock_person(person.pk)
    if person.administration_id is not None:
        raise MemberAlready
    if request := JoinRequest.objects.open().filter(person=person).first():
        return request
    request = JoinRequest.objects.create(
        person=person, administration=administration, note=note, made_at=timezone.now()
    )
    _record("join_asked", request, person)
    return request


@transaction.atomic
def approve(
    *, requests: Iterable[JoinRequest], by: User | None, unit: Unit | None = None
) -> list[JoinRequest]:
    """Make those who ask members of the administration they asked; the requests this call approved.

    Those that were decided meanwhile stay as they are. Raises ValueError for a unit of another
    administration. Constant number of queries for every 500 of an administration.
    """
    wanted = sorted({request.pk for request in requests})
    approved: list[JoinRequest] = []
    for start in range(0, len(wanted), BATCH):
        approved += _approve(wanted[start : start + BATCH], by, unit)
    reply(approved)
    return approved


def _approve(ids: Sequence[int], by: User | None, unit: Unit | None) -> list[JoinRequest]:
    asked = JoinRequest.objects.filter(pk__in=ids)
    people = people_api.lock_people(asked.order_by().values_list("person", flat=True))
    to_decide = JoinRequest.objects.to_decide().filter(pk__in=ids).select_related("administration")
    requests = list(to_decide.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for request in requests:
        request.person = people[request.person_id]
        _turn(request, State.APPROVED, by)
    JoinRequest.objects.bulk_update(requests, ["state", "turn", "decided_at", "decided_by"])
    for administration in {item.administration for item in requests}:
        new = [item.person for item in requests if item.administration_id == administration.pk]
        take_in(people=new, administration=administration, by=by, unit=unit)
        people_api.record_many(what="join_approved", by=by, people=new, administration_id=administration.pk)
    return requests


@transaction.atomic
def ask_back(*, request: JoinRequest, by: User, question: str) -> JoinRequest:
    """Ask the officer something; the request as it is then: decided meanwhile, it stays so."""
    request = _locked(request)
    if request.is_open:
        request.question, request.answer = question, ""
        _decide(request, State.ASKED, by, "join_question")
    return request


@transaction.atomic
def answer(*, request: JoinRequest, text: str) -> JoinRequest:
    """The officer answers what she was asked; the request waits again."""
    request = _locked(request)
    if request.state == State.ASKED:
        request.answer, request.state, request.turn = text, State.WAITING, request.turn + 1
        request.save(update_fields=["answer", "state", "turn"])
        _record("join_answered", request, request.person)
    return request


@transaction.atomic
def refuse(*, request: JoinRequest, by: User, reason: str) -> JoinRequest:
    """Say no, and why; the officer reads it. The request as it is then: decided meanwhile, it stays so."""
    request = _locked(request)
    if request.is_open:
        request.reason = reason
        _decide(request, State.REFUSED, by, "join_refused")
    return request


@transaction.atomic
def reopen(*, request: JoinRequest, by: User) -> JoinRequest:
    """Take a refusal back, where the officer is free still: of no administration, and waiting for none."""
    person = people_api.lock_person(request.person_id)
    request = _locked(request)
    is_free = person.administration_id is None and not JoinRequest.objects.open().filter(person=person)
    if request.state == State.REFUSED and is_free:
        request.reason = ""
        _decide(request, State.WAITING, by, "join_reopened")
    return request


@transaction.atomic
def withdraw_request(*, request: JoinRequest) -> JoinRequest:
    """The officer asks no longer."""
    request = _locked(request)
    if request.is_open:
        _turn(request, State.WITHDRAWN, request.person)
        request.save(update_fields=["state", "turn", "decided_at", "decided_by"])
        _record("join_withdrawn", request, request.person)
    return request


def _locked(request: JoinRequest) -> JoinRequest:
    locked = JoinRequest.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("person", "administration", "decided_by").get(pk=request.pk)


def _decide(request: JoinRequest, state: str, by: User, what: str) -> None:
    _turn(request, state, by)
    request.save()
    _record(what, request, by)
    reply([request])


def _turn(request: JoinRequest, state: str, by: User | None) -> None:
    request.state, request.turn = state, request.turn + 1
    request.decided_at, request.decided_by = timezone.now(), by


def _record(what: str, request: JoinRequest, by: User | None) -> None:
    facts = {"reason": request.reason} if what == "join_refused" else {}
    people_api.record(
        what=what, by=by, person=request.person, administration_id=request.administration_id, facts=facts
    )
