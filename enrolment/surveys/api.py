"""The door of surveys."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clikc.foundation.zones import zone_named
from enrolment.programmes import api as programmes

from .models import SurveyAnswer, SurveyDone
from .rules import FEWEST, STATEMENTS, Satisfaction, is_open, last_day, satisfaction_of

if TYPE_CHECKING:
    from enrolment.admissions.models import Participation
    from enrolment.programmes.models import ProgrammeSession

__all__ = [
    "FEWEST",
    "STATEMENTS",
    "Satisfaction",
    "Satisfactions",
    "SurveyIsClosed",
    "answer_survey",
    "closes_at",
    "has_answered",
    "is_survey_open",
    "opens_on",
    "remarks_on",
    "satisfaction_with",
    "statements",
]


MONDAY_TO_FRIDAY, LAST_SECOND = timedelta(days=4), time(23, 59, 59)


class SurveyIsClosed(Exception):
    """The survey of the session is not open yet, or not any more, or not for who has left."""


@dataclass(frozen=True)
class Satisfactions:
    """By the ids of sessions; ``total`` of those that are shown alone, so that no other can be worked out."""

    total: Satisfaction | None
    sessions: Mapping[int, Satisfaction | None]


def opens_on(session: ProgrammeSession) -> date:
    """The Monday of its last week. One query; none, if it has its closed days."""
    return programmes.last_day_of(session) - MONDAY_TO_FRIDAY


def closes_at(session: ProgrammeSession) -> datetime:
    """The last second in which answers are taken, on the clock of the session. As many queries."""
    day = last_day(opens_on(session))
    return datetime.combine(day, LAST_SECOND, zone_named(session.time_zone)).astimezone(UTC)


def is_survey_open(session: ProgrammeSession) -> bool:
    """Whether answers are taken now, on the clock of the session. As many queries."""
    today = timezone.localdate(timezone=zone_named(session.time_zone))
    return is_open(today, last_monday=opens_on(session))


def has_answered(participation: Participation) -> bool:
    return SurveyDone.objects.filter(participation=participation).exists()


@transaction.atomic
def answer_survey(*, participation: Participation, agreements: Mapping[str, int], words: str = "") -> bool:
    """Take the answers of a participant, once: whoever sends again, or at the same time, changes nothing.
    Whether these were taken. Raises SurveyIsClosed; ValueError where an agreement is missing."""
    if participation.state != "enrolled" or not is_survey_open(participation.session):
        raise SurveyIsClosed
    if set(agreements) != set(STATEMENTS):
        raise ValueError("Every statement has an agreement.")
    _done, is_new = SurveyDone.objects.get_or_create(participation=participation)
    if is_new:
        answer = SurveyAnswer(session=participation.session, words=words.strip(), **agreements)
        answer.save(force_insert=True)
    return is_new


def satisfaction_with(session_ids: Iterable[int]) -> Satisfactions:
    """How satisfied participants were. One query."""
    ids = list(session_ids)
    rows: dict[int, list] = {pk: [] for pk in ids}
    for row in SurveyAnswer.objects.filter(session__in=ids).values("session", *STATEMENTS):
        rows[row["session"]].append(row)
    found = {pk: satisfaction_of(answers) for pk, answers in rows.items()}
    shown = [row for pk, said in found.items() if said for row in rows[pk]]
    return Satisfactions(satisfaction_of(shown), found)


def remarks_on(session: ProgrammeSession) -> list[str]:
    """What participants wrote, in no order; nothing where fewer than five answered. One query."""
    words = list(SurveyAnswer.objects.filter(session=session).values_list("words", flat=True))
    if len(words) < FEWEST:
        return []
    said = [text for text in words if text]
    random.shuffle(said)
    return said


def statements() -> dict[str, str]:
    """Code of a statement → its words in the language of now."""
    return {code: str(SurveyAnswer._meta.get_field(code).verbose_name) for code in STATEMENTS}
