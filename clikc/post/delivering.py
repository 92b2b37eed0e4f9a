"""Delivering letters: each is taken, handed over and noted, at most once."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .composing import Dropped, compose
from .kinds import UnknownKind, kind_of
from .line import Line, Unreachable
from .models import Letter, Outcome
from .rules import SILENCE, Fault, Verdict, judge, pause_after

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivery:
    """What one round did: outcome → letters; ``is_more``: some are still due; ``is_reachable``: whether
    the mail server was there."""

    outcomes: Mapping[str, int]
    is_more: bool
    is_reachable: bool


def deliver_due(*, limit: int = 200) -> Delivery:
    """Deliver the letters that are due, ``limit`` at most, the longest due first.

    Outside any transaction. Any number of deliverers at once never take the same letter. What a
    deliverer took ten minutes ago without saying what became of it is ``uncertain`` from now on. Where
    the mail server cannot be reached, everything waits, and no try counts.
    """
    outcomes = Counter({Outcome.UNCERTAIN.value: _give_up_interrupted()})
    found = list(Letter.objects.due(timezone.now()).values_list("pk", flat=True)[: limit + 1])
    is_reachable = True
    with Line() as line:
        for pk in found[:limit]:
            letter = _taken(pk)
            try:
                outcomes[_deliver(letter, line) if letter else ""] += 1
            except Unreachable as error:
                _put_back(letter)
                log.warning("The mail server cannot be reached: %s", error.__cause__)
                is_reachable = False
                break
    outcomes.pop("", None)
    return Delivery(+outcomes, is_reachable and len(found) > limit, is_reachable)


def _give_up_interrupted() -> int:
    with transaction.atomic(durable=True):
        silent = Letter.objects.claimed_before(timezone.now() - SILENCE)
        number = silent.update(outcome=Outcome.UNCERTAIN, fault=Fault.INTERRUPTED)
    if number:
        log.error("%d letters were interrupted: perhaps sent, perhaps not.", number)
    return number


def _taken(pk: int) -> Letter | None:
    """The letter, if it is ours now; committed before anything else is done with it."""
    now = timezone.now()
    with transaction.atomic(durable=True):
        due = Letter.objects.due(now).filter(pk=pk).order_by()
        is_ours = due.update(claimed_at=now, tries=F("tries") + 1)
    return Letter.objects.select_related("person").filter(pk=pk).first() if is_ours else None


def _deliver(letter: Letter, line: Line) -> str:
    """Write and send a letter that is ours; what became of it. Raises Unreachable."""
    try:
        message = compose(letter)
    except Dropped as dropped:
        return _note(letter, Outcome.DROPPED, dropped.fault, address="")
    except UnknownKind:
        return _refused(letter, Verdict(Outcome.WAITING, Fault.UNKNOWN_KIND))
    except Exception:
        log.warning("Letter %s could not be written.", letter.key, exc_info=True)
        return _refused(letter, Verdict(Outcome.WAITING, Fault.UNWRITTEN))
    try:
        line.send(message)
    except Unreachable:
        raise
    except Exception as error:
        return _refused(letter, judge(error))
    return _sent(letter)


def _sent(letter: Letter) -> str:
    """Note that it left, together with what its room notes; a room that fails loses only its own note."""
    try:
        with transaction.atomic():
            _note(letter, Outcome.SENT, address="", sent_at=timezone.now())
            on_sent = kind_of(letter.kind).on_sent
            if on_sent is not None:
                on_sent(letter.facts)
    except Exception:
        log.exception("Letter %s was sent, but its room could not note it.", letter.key)
        _note(letter, Outcome.SENT, address="", sent_at=timezone.now())
    return Outcome.SENT


def _refused(letter: Letter, verdict: Verdict) -> str:
    """Note a failure; one that may pass is tried again later, until it was the last try."""
    pause = pause_after(letter.tries)
    log.warning("Letter %s, try %d: %s", letter.key, letter.tries, verdict.fault.value)
    if verdict.outcome != Outcome.WAITING:
        return _note(letter, verdict.outcome, verdict.fault)
    if pause is None:
        return _note(letter, Outcome.FAILED, verdict.fault)
    return _note(letter, Outcome.WAITING, verdict.fault, claimed_at=None, due_at=timezone.now() + pause)


def _put_back(letter: Letter) -> None:
    """As if it had not been taken."""
    _note(letter, Outcome.WAITING, letter.fault, claimed_at=None, tries=letter.tries - 1)


def _note(letter: Letter, outcome: str, fault: str = "", **columns) -> str:
    """Say what became of a letter that is still ours."""
    ours = Letter.objects.filter(pk=letter.pk, claimed_at=letter.claimed_at)
    ours.update(outcome=outcome, fault=fault, **columns)
    return str(outcome)
