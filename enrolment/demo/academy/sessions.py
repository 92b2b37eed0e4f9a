"""What making a session of the demo takes, whichever it is: the programmes, whether it is there, its days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.apps import apps
from django.utils import timezone, translation

from clikc.people.models import User
from clikc.post import api as post
from enrolment.programmes import api as programmes

from ..tutored.clock import at

PROGRAMMES = Path(__file__).parent.parent / "programmes"
ZONE = "Europe/Brussels"
# Who is in a session of theirs is enrolled in them; nobody joins alone.
CLOSED = ("vcoa-roles", "vcoa-facilitation", "vcoa-revenue", "vcoa-enforcement", "vcoa-integrity")
BEFORE = timedelta(weeks=16)


def load_programmes() -> int:
    """The programmes as their files say; how many are new. The Academy's courses are closed with it."""
    saved = [programmes.load_programme(path) for path in sorted(PROGRAMMES.glob("*.yaml"))]
    if any(item.is_new for item in saved):
        apps.get_model("catalogue", "Course").objects.filter(code__in=CLOSED).update(is_open=False)
    return sum(item.is_new for item in saved)


def is_there(code: str, number: int) -> bool:
    sessions = apps.get_model("programmes", "ProgrammeSession").objects
    return sessions.filter(programme__code=code, number=number).exists()


def make_session(
    code: str,
    number: int,
    *,
    language: str,
    starts_on: date,
    by: User,
    place: str = "",
    time_zone: str = ZONE,
):
    """A session made and announced months before its start, or a week ago where that is later."""
    known = min(moment(starts_on) - BEFORE, timezone.now() - timedelta(weeks=1))
    with at(known), translation.override("en"):
        session = programmes.make_session(
            programme=programmes.programme_by_code(code),
            number=number,
            language=language,
            starts_on=starts_on,
            time_zone=time_zone,
            by=by,
            role="programme_manager",
            place=place,
        )
        return programmes.announce_session(session_id=session.pk, by=by, role="programme_manager")


def moment(day: date, hour: int = 10) -> datetime:
    """An hour of a day in Brussels."""
    return datetime.combine(day, time(hour), ZoneInfo(ZONE)).astimezone(UTC)


def monday(weeks: int) -> date:
    """That of so many weeks from this one."""
    today = timezone.now().astimezone(ZoneInfo(ZONE)).date()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def keep_quiet(people: Iterable[User]) -> None:
    """What letters to them would tell happened long ago, or is on the pages of who signs in."""
    post.drop_waiting(person_ids=[person.pk for person in people])
