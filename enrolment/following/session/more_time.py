"""More time for a participant of a session: for one thing that is asked of her, for some, for all that is due
between two days."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clikc.foundation.zones import days_later
from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment
from enrolment.programmes import api as programmes

from .more_time_letters import tell_of_more_time
from .reading import Answer, Line, board_of

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import ProgrammeSession


class MoreTimeRefused(Exception):
    """Nothing is granted: ``nothing`` was chosen; no ``reason``; the new time has ``passed``, or is
    ``not_later`` than what she has; her times are others than those shown (``changed``). ``reason`` is the
    code."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def due_digest(line: Line) -> str:
    """Names the times of a participant as they are: a form that is sent with an old one changes nothing."""
    said = [(key_of(answer), answer.due_at.isoformat()) for answer in line.answers]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def key_of(answer: Answer) -> str:
    """Names a thing that is asked in a session: ``m1-a12``."""
    return f"{answer.asked.module.code}-{answer.asked.code}"


@transaction.atomic
def give_more_time(
    *,
    session: ProgrammeSession,
    participation_id: UUID,
    keys: Collection[str],
    by: User,
    reason: str,
    digest: str,
    days: int = 0,
    until: datetime | None = None,
) -> list[tuple[Answer, datetime]]:
    """Let these things (``key_of``) be due so many ``days`` later on her clock, or at ``until`` where that is
    later: each with its new time, of which she is told. All or nothing; sent twice it is granted once. Raises
    MoreTimeRefused, programmes' SessionIsClosed."""
    if programmes.lock_session(session.pk).closed_at is not None:
        raise programmes.SessionIsClosed
    line = board_of(session, by).line(participation_id)
    if line is None or not line.answers:
        raise MoreTimeRefused("nothing")
    # In the order of all locks: attempts, works, and enrolments only after both.
    assessment.lock_attempts_of(people=[line.person])
    assessment.lock_work_of(people=[line.person])
    line = board_of(session, by).line(participation_id)
    if due_digest(line) != digest:
        raise MoreTimeRefused("changed")
    granted = _granted(line, keys, days, until)
    if not reason.strip():
        raise MoreTimeRefused("reason")
    _grant(line, granted, by=by, reason=reason)
    tell_of_more_time(line.participation, granted, digest=digest, by=by)
    return granted


def _granted(line: Line, keys: Collection[str], days: int, until: datetime | None):
    chosen = [answer for answer in line.answers if key_of(answer) in keys]
    if not chosen:
        raise MoreTimeRefused("nothing")
    zone = line.person.time_zone
    later = [(answer, until or days_later(answer.due_at, days, zone)) for answer in chosen]
    later = [(answer, at) for answer, at in later if at > answer.due_at]
    if not later:
        raise MoreTimeRefused("not_later")
    if all(at <= timezone.now() for _answer, at in later):
        raise MoreTimeRefused("passed")
    return later


def _grant(line: Line, granted: Sequence[tuple[Answer, datetime]], *, by: User, reason: str) -> None:
    runs = {answer.asked.module.run_id for answer, _at in granted}
    works = {f"a{work.pk}": work for work in programmes.work_of_runs(runs)}
    tests = {f"q{item.quiz_id}": item.quiz for item in _tests(runs)}
    seats = {item.pk: item for item in _seats(runs, line)}
    for answer, at in granted:
        facts = {"reason": reason, "by": by}
        if answer.asked.is_test:
            quiz = tests[answer.asked.code]
            assessment.grant_extension(enrolment_id=answer.enrolment_id, quiz=quiz, closes_at=at, **facts)
        else:
            work, enrolment = works[answer.asked.code], seats[answer.enrolment_id]
            assessment.grant_due_extension(run_assignment=work, enrolment=enrolment, due_at=at, **facts)


def _tests(runs: Collection[int]):
    return programmes.quizzes_in_runs().filter(run__in=runs).select_related("quiz__activity__course")


def _seats(runs: Collection[int], line: Line):
    return admissions.participants_in(runs).filter(learner=line.participation.learner_id)
