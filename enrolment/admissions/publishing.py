"""Telling the results of a selection: what is told is what was shown, once, to everybody."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from .calling import note
from .coordinator_letters import post_call_results
from .deciding import Taken, step_many
from .models import Call, CallChange
from .nominating import lock_call
from .offers import answer_until
from .refusals import CallIsOpen, SelectionChanged, TooManySeated
from .result_letters import ACCEPTED, NOT_SELECTED, RESERVE, all_words, as_read, post_results
from .rules.states import Step
from .selecting import Entrant, Selection, select
from .why_not import said_to_candidate

if TYPE_CHECKING:
    from clikc.people.models import User


@dataclass(frozen=True)
class Sample:
    """A letter as one candidate would read it, and how many get it in this language."""

    kind: str
    language: str
    number: int
    subject: str
    text: str


@dataclass(frozen=True)
class Publication:
    """What publishing would do. ``digest`` names it for the confirmation: seats, the reserve list, and the
    programme's words in the letters."""

    selection: Selection
    digest: str

    @property
    def groups(self) -> list[tuple[str, Sequence[Entrant]]]:
        """Kind of letter → who gets it."""
        chosen = self.selection
        return [(ACCEPTED, chosen.seated), (RESERVE, chosen.reserve), (NOT_SELECTED, chosen.others)]

    @property
    def counts(self) -> dict[str, int]:
        return {kind: len(entrants) for kind, entrants in self.groups}

    def samples(self) -> Iterator[Sample]:
        """One letter for each kind and language that is written. One query."""
        call, now, words = self.selection.call, timezone.now(), all_words(self.selection.call)
        for kind, entrants in self.groups:
            numbers = Counter(one.nomination.person.preferred_language for one in entrants)
            for language, number in sorted(numbers.items()):
                one = next(one for one in entrants if one.nomination.person.preferred_language == language)
                one.nomination.call = call
                until = answer_until(call, one.nomination.person, now) if kind == ACCEPTED else None
                said = partial(self._said, one) if kind == NOT_SELECTED else tuple
                subject, text = as_read(kind, one.nomination, words.get(kind, {}), until, said)
                yield Sample(kind, language, number, subject, text)

    def _said(self, one: Entrant) -> list[str]:
        codes = (reason.code for reason in self.selection.proposal.reasons[one.key])
        return said_to_candidate(codes, one.eligibility)


def preview(call: Call) -> Publication:
    """What publishing would do now; nothing is written. Six queries."""
    selection = select(call)
    said = [selection.digest, call.version, sorted(all_words(call).items())]
    return Publication(selection, hashlib.sha256(json.dumps(said).encode()).hexdigest())


def must_be_as_shown(call: Call, digest: str) -> Publication:
    """What publishing does, where it may be done and is what ``digest`` names. Nothing is written. Raises
    CallIsOpen, SelectionChanged, TooManySeated (PublishingRefused). Six queries."""
    if not call.is_over:
        raise CallIsOpen
    found = preview(call)
    if found.digest != digest:
        raise SelectionChanged
    if len(found.selection.proposal.seated) > found.selection.quotas.seats:
        raise TooManySeated
    return found


@transaction.atomic
def publish(*, call_id: int, digest: str, by: User | None, role: str = "") -> Call:
    """Tell the results: seats by their numbers, places on the reserve list, and all others; a letter to each,
    and one to each who coordinates their administrations.

    Decides under the lock of the call. Safe to call twice: results that are out stay as they are. Raises
    CallIsOpen, SelectionChanged where it is not what ``digest`` of a preview named, TooManySeated. A constant
    number of queries for every 500.
    """
    call = lock_call(call_id)
    if call.published_at is not None:
        return call
    found, now = must_be_as_shown(call, digest), timezone.now()
    step_many(_steps(found.selection, now), by=by, role=role or None)
    call.published_at, call.published_by = now, by
    call.save(update_fields=["published_at", "published_by"])
    note(call, CallChange.Kind.PUBLISHED, by=by, role=role, changed=_told(found.counts))
    for kind, entrants in found.groups:
        post_results(kind, [one.nomination for one in entrants])
    post_call_results(call, [one.nomination for _kind, entrants in found.groups for one in entrants])
    return call


def _steps(selection: Selection, now: datetime) -> Iterator[Taken]:
    call = selection.call
    for seat, one in enumerate(selection.seated, start=1):
        until = answer_until(call, one.nomination.person, now)
        facts = {"seat": seat, "offered_at": now, "answer_until": until}
        yield Taken(one.key, Step.ACCEPT, facts, _why(selection, one))
    for position, one in enumerate(selection.reserve, start=1):
        facts = {"reserve_position": position}
        yield Taken(one.key, Step.PUT_ON_RESERVE, facts, _why(selection, one))
    for one in selection.others:
        yield Taken(one.key, Step.NOT_SELECT, {}, _why(selection, one))


def _why(selection: Selection, one: Entrant) -> dict[str, list]:
    """The reasons for the record, without whom they name: whoever asks later is told them."""
    reasons = [
        {"code": reason.code, "tie": reason.tie, "figure": _text(reason.figure)}
        for reason in selection.proposal.reasons[one.key]
    ]
    return {"why": [None, reasons], "score": [None, _text(one.scored.mean)]}


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)


def _told(counts: dict[str, int]) -> dict[str, list]:
    return {kind: [None, number] for kind, number in counts.items()}
