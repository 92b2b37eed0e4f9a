"""The selection of a call: its field of candidates, what the rule proposes, what people decide over it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from .calling import note as note_call
from .deciding import Taken, step_many
from .eligible import judge
from .models import Call, CallChange, Nomination, Participation, State
from .nominating import ChangedMeanwhile, WrongState, lock_call, lock_nomination, note, step
from .rules.eligibility import Eligibility
from .rules.selection import (
    Balance,
    Candidate,
    Proposal,
    Quotas,
    Settled,
    next_on_reserve,
    select_nominees,
)
from .rules.states import Step
from .scoring import SCORED_IN, Scored, scored_in, unscored

if TYPE_CHECKING:
    from clikc.people.models import User

ByHand = Nomination.ByHand


class ReasonMissing(Exception):
    """Whoever decides over the rule says why."""


class ResultsAreOut(Exception):
    """The results are told: nothing is selected any more."""


@dataclass(frozen=True)
class Entrant:
    """Somebody in the field: what her administration says of her, what the call's rules do, and what the
    trainers think."""

    nomination: Nomination
    eligibility: Eligibility
    scored: Scored
    candidate: Candidate

    @property
    def key(self) -> UUID:
        return self.nomination.pk


@dataclass(frozen=True)
class Overbooked:
    """Where people gave more seats by hand than there are: of ``what`` (``seats``, ``administration`` or
    ``region``), its ``code`` (empty for seats), how many are ``given``, of at ``most``."""

    what: str
    code: str
    given: int
    most: int


@dataclass(frozen=True)
class Selection:
    """A field and what is proposed for it. ``digest`` names the result: another result has another one."""

    call: Call
    field: Mapping[UUID, Entrant]
    quotas: Quotas
    proposal: Proposal
    digest: str

    @property
    def seated(self) -> list[Entrant]:
        """In the order the seats are given."""
        return [self.field[key] for key in self.proposal.seated]

    @property
    def reserve(self) -> list[Entrant]:
        return [self.field[key] for key in self.proposal.reserve]

    @property
    def others(self) -> list[Entrant]:
        """Those that are neither seated nor on the reserve list, the best score first."""
        chosen = {*self.proposal.seated, *self.proposal.reserve}
        left = [one for one in self.field.values() if one.key not in chosen]
        return sorted(left, key=lambda one: (-(one.scored.mean or 0), one.key))

    @property
    def balance(self) -> Balance:
        """Of those seated."""
        return Balance.of(one.candidate for one in self.seated)

    @property
    def balance_of_field(self) -> Balance:
        return Balance.of(one.candidate for one in self.field.values())

    @property
    def overbooked(self) -> list[Overbooked]:
        return overbooked(self.balance, self.quotas, len(self.proposal.seated))


def field_of(call: Call, states: Iterable[str] = SCORED_IN) -> dict[UUID, Entrant]:
    """Nomination id → somebody in the field, who is ranked first by her administration first. Three queries,
    whatever the number."""
    nominations = list(nominations_in(call, states))
    return _entrants(call, nominations, scored_in(call))


def entrant_of(call: Call, nomination: Nomination) -> Entrant:
    """One of them alone, whatever her state; she is fetched with person, administration and region. Two
    queries."""
    return _entrants(call, [nomination], scored_in(call, [nomination.pk]))[nomination.pk]


def _entrants(call: Call, nominations: Sequence[Nomination], scores: Mapping[UUID, Scored]):
    judged, nobody = judge(call, nominations), unscored(call)
    has_list = any(item.state == State.SHORTLISTED for item in nominations)
    entrants = {}
    for item in nominations:
        scored = scores.get(item.pk, nobody)
        candidate = _candidate(item, judged[item.pk], scored, has_list)
        entrants[item.pk] = Entrant(item, judged[item.pk], scored, candidate)
    return entrants


def nominations_in(call: Call, states: Iterable[str]) -> QuerySet[Nomination]:
    """Those in these states, with all that a list of them shows."""
    found = call.nominations.filter(state__in=list(states))
    return found.select_related("person", "administration__region").order_by("administration", "rank", "pk")


def counts_by_state(call_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Call id → state → how many nominations. One query."""
    found: dict[int, dict[str, int]] = {}
    counted = Nomination.objects.filter(call__in=list(call_ids)).order_by().values("call", "state")
    for row in counted.annotate(number=Count("pk")):
        found.setdefault(row["call"], {})[row["state"]] = row["number"]
    return found


def seats_beside(call: Call) -> int:
    """How many seats are held by who is in the session without one by selection: who has moved there, or was
    put in by hand. One query."""
    here = Participation.objects.current().filter(session=call.session_id)
    return here.exclude(learner__in=call.nominations.seated().values("person")).count()


def quotas_of(call: Call) -> Quotas:
    """Two queries."""
    return Quotas(
        seats=max(call.seats - seats_beside(call), 0),
        per_administration=call.per_administration,
        per_region=call.per_region,
        of_region=dict(call.quotas.values_list("region__code", "seats")),
        reserve=call.reserve,
        least_score=call.least_score,
    )


def select(call: Call) -> Selection:
    """What the rule proposes now, around what people have decided. Nothing is written. Five queries."""
    field, quotas = field_of(call), quotas_of(call)
    return select_among(call, field, quotas)


def select_among(call: Call, field: Mapping[UUID, Entrant], quotas: Quotas) -> Selection:
    """The same of a field that is known already."""
    settled = {key: Settled(one.nomination.by_hand) for key, one in field.items() if one.nomination.by_hand}
    proposal = select_nominees([one.candidate for one in field.values()], quotas, settled)
    return Selection(call, field, quotas, proposal, _digest(call, field, proposal))


def overbooked(balance: Balance, quotas: Quotas, seated: int) -> list[Overbooked]:
    found = [Overbooked("seats", "", seated, quotas.seats)] if seated > quotas.seats else []
    for code, given in sorted(balance.administrations.items()):
        if quotas.per_administration is not None and given > quotas.per_administration:
            found.append(Overbooked("administration", code, given, quotas.per_administration))
    for code, given in sorted(balance.regions.items()):
        most = quotas.of(code)
        if most is not None and given > most:
            found.append(Overbooked("region", code, given, most))
    return found


@transaction.atomic
def decide_by_hand(
    *,
    nomination_id: UUID,
    by_hand: str,
    reason: str,
    by: User | None,
    role: str | None = None,
    seen: int | None = None,
) -> Nomination:
    """Give somebody a seat, or leave her out, over the rule (``ByHand``); "" takes that back. Safe to call
    twice.

    Raises ReasonMissing, ResultsAreOut, WrongState for who is not in the field, ChangedMeanwhile where
    ``seen`` is no longer her version, ValueError for another word.
    """
    if by_hand not in ("", *ByHand.values):
        raise ValueError(by_hand)
    if by_hand and not reason.strip():
        raise ReasonMissing
    call, nomination = _locked(nomination_id)
    if (nomination.by_hand, nomination.by_hand_reason) == (by_hand, reason.strip()[:300] if by_hand else ""):
        return nomination
    _must_be_open(call, nomination, seen)
    changed = {"by_hand": [nomination.by_hand, by_hand]}
    nomination.by_hand = by_hand
    nomination.by_hand_reason = reason.strip()[:300] if by_hand else ""
    nomination.version += 1
    nomination.save(update_fields=["by_hand", "by_hand_reason", "version"])
    note(nomination, nomination.state, by=by, role=role, reason=reason.strip(), changed=changed).save()
    told = {str(nomination.pk): changed["by_hand"]}
    note_call(call, CallChange.Kind.CHANGED, by=by, role=role or "", changed=told)
    return nomination


@transaction.atomic
def shortlist(*, nomination_id: UUID, by: User | None, role: str | None = None) -> Nomination:
    """Put somebody on the shortlist: as soon as there is one, seats are proposed among those on it, and
    trainers are asked about them alone. Safe to call twice. Raises ResultsAreOut, WrongState."""
    return _list(nomination_id, Step.SHORTLIST, by, role)


@transaction.atomic
def shortlist_many(
    *, call_id: int, nomination_ids: Iterable[UUID], by: User | None, role: str | None = None
) -> int:
    """Put all these on the shortlist who are in the field of the call and not on it; how many there were.
    Safe to call twice. Raises ResultsAreOut. A constant number of queries for every 500."""
    call = lock_call(call_id)
    if call.published_at is not None:
        raise ResultsAreOut
    found = call.nominations.filter(state=State.ENDORSED, pk__in=list(nomination_ids))
    ids = list(found.values_list("pk", flat=True))
    step_many([Taken(pk, Step.SHORTLIST) for pk in ids], by=by, role=role)
    return len(ids)


@transaction.atomic
def unlist(*, nomination_id: UUID, by: User | None, role: str | None = None) -> Nomination:
    """Take somebody off the shortlist. Safe to call twice. Raises ResultsAreOut, WrongState."""
    return _list(nomination_id, Step.UNLIST, by, role)


def free_seats(call: Call) -> list[int]:
    """Numbers of the seats that nobody holds, the lowest first. Two queries."""
    taken = set(call.nominations.seated().values_list("seat", flat=True))
    free = [number for number in range(1, call.seats + 1) if number not in taken]
    return free[: max(len(free) - seats_beside(call), 0)]


def first_waiting(call: Call, *, without: Nomination | None = None) -> Nomination | None:
    """Who moves up now: the first on the reserve list who fits, and whose account is open; ``without``: as
    if she had given her seat up. Four queries."""
    found = nominations_in(call, [State.RESERVE, State.ACCEPTED, State.ENROLLED])
    there = {item.pk: item for item in found}
    seated = [_bare(item) for item in there.values() if item.seat is not None and item != without]
    waiting = [item for item in there.values() if item.state == State.RESERVE and item.person.is_active]
    waiting.sort(key=lambda item: item.reserve_position or 0)
    found = next_on_reserve([_bare(item) for item in waiting], seated, quotas_of(call))
    return found and there[found.key]


def _list(nomination_id: UUID, which: Step, by, role) -> Nomination:
    call, nomination = _locked(nomination_id)
    if call.published_at is not None:
        raise ResultsAreOut
    return step(nomination_id=nomination.pk, step=which, by=by, role=role)


def _locked(nomination_id: UUID) -> tuple[Call, Nomination]:
    call_id = Nomination.objects.values_list("call", flat=True).get(pk=nomination_id)
    call = lock_call(call_id)
    return call, lock_nomination(nomination_id)


def _must_be_open(call: Call, nomination: Nomination, seen: int | None) -> None:
    if call.published_at is not None:
        raise ResultsAreOut
    if nomination.state not in SCORED_IN:
        raise WrongState(nomination.state)
    if seen is not None and seen != nomination.version:
        raise ChangedMeanwhile


def _candidate(item: Nomination, eligibility: Eligibility, scored: Scored, has_list: bool) -> Candidate:
    return Candidate(
        key=item.pk,
        administration=item.administration.code,
        region=item.administration.region.code,
        score=scored.mean,
        gender=item.person.gender,
        rank=item.rank,
        came=int(item.made_at.timestamp()),
        is_eligible=eligibility.is_eligible,
        is_listed=not has_list or item.state == State.SHORTLISTED,
    )


def _bare(item: Nomination) -> Candidate:
    """What quotas look at."""
    here = item.administration
    return Candidate(item.pk, here.code, here.region.code, None)


def _digest(call: Call, field: Mapping[UUID, Entrant], proposal: Proposal) -> str:
    said = [
        call.pk,
        call.version,
        [str(key) for key in proposal.seated],
        [str(key) for key in proposal.reserve],
        sorted(str(key) for key in field),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
