"""Who was at the live events of a session: said by people, changed as often as they like, on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.people import api as people

from .models import Attendance

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import SessionEvent

STATES = frozenset(Attendance.State.values)
SAID = "attendance_said"
UNSAID = "attendance_unsaid"
DEEDS = {
    SAID: _("Attendance in %(session)s, %(event)s: %(state)s."),
    UNSAID: _("Attendance in %(session)s, %(event)s: taken back."),
}


class AttendanceRefused(Exception):
    """Nothing was written: ``not_a_live_event``; ``unknown`` state; ``not_in_session``: one of them is not in
    the session, or has left it. ``reason`` is the code."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def set_attendance(*, event: SessionEvent, states: Mapping[UUID, str], by: User) -> int:
    """Say who was there: participation id → state, or "" where nothing is to be said (any more). All or
    nothing; how many are other ones than before, each of which is kept in the record.

    Safe to call twice. Raises AttendanceRefused. A constant number of queries for every 500.
    """
    if event.kind != event.Kind.LIVE:
        raise AttendanceRefused("not_a_live_event")
    if set(states.values()) - STATES - {""}:
        raise AttendanceRefused("unknown")
    participations = _participations(event, states)
    before = _said_of(event, states)
    changed = {pk: state for pk, state in states.items() if before.get(pk, "") != state}
    _write(event, changed, by)
    _record(event, changed, participations, by)
    return len(changed)


def attendance_of(event_ids: Iterable[int]) -> dict[tuple[int, UUID], Attendance]:
    """(Event id, participation id) → what was said. One query."""
    found = Attendance.objects.filter(event__in=list(event_ids)).select_related("by")
    return {(item.event_id, item.participation_id): item for item in found}


def _participations(event: SessionEvent, states: Mapping) -> dict[UUID, object]:
    """Locked, so that of two who say it at once the second finds what the first has said."""
    rows = apps.get_model("admissions", "Participation").objects.current().filter(session=event.session_id)
    locked = rows.select_for_update(of=("self",), no_key=True).select_related("learner").order_by("pk")
    found = {item.pk: item for item in locked.filter(pk__in=list(states))}
    if found.keys() != states.keys():
        raise AttendanceRefused("not_in_session")
    return found


def _said_of(event: SessionEvent, states: Mapping) -> dict[UUID, str]:
    there = Attendance.objects.filter(event=event, participation__in=list(states))
    return dict(there.values_list("participation", "state"))


def _write(event: SessionEvent, changed: Mapping[UUID, str], by: User) -> None:
    Attendance.objects.filter(
        event=event, participation__in=[pk for pk in changed if not changed[pk]]
    ).delete()
    now = timezone.now()
    Attendance.objects.bulk_create(
        [
            Attendance(event=event, participation_id=pk, state=state, by=by, at=now)
            for pk, state in changed.items()
            if state
        ],
        batch_size=100,
        update_conflicts=True,
        unique_fields=["event", "participation"],
        update_fields=["state", "by", "at"],
    )


def _record(event: SessionEvent, changed: Mapping[UUID, str], participations: Mapping, by: User) -> None:
    """One entry for each, by what was said of them."""
    facts = {"session": event.session.name, "event": event.code}
    for state in sorted(set(changed.values())):
        theirs = [participations[pk].learner for pk in changed if changed[pk] == state]
        what = SAID if state else UNSAID
        said = {"state": state} if state else {}
        people.record_many(what=what, by=by, people=theirs, facts=facts | said)
