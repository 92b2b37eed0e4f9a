"""The dates of a session as an iCalendar file (RFC 5545). Every time is written as a moment (UTC), so that
each calendar shows it on its owner's clock, whatever summer time does in between."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from clikc.foundation.addresses import public
from enrolment.programmes import api as programmes

from ..work.shown import tasks_of

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Participation
    from enrolment.programmes.api import Timeline

ONE_DAY = timedelta(days=1)


def calendar_of(user: User, participation: Participation) -> bytes:
    """All events of the session on her clock, and what she was given more time for. Some fifteen queries."""
    session = participation.session
    timeline = programmes.timeline_of(session, user.time_zone)
    page = public(reverse("own_session", args=[participation.pk]))
    made = icalendar.Calendar()
    made.add("prodid", f"-//{settings.SITE_NAME}//{get_language()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", session.name)
    for entry in timeline.entries:
        made.add_component(_event(timeline, entry, page))
    for task in _with_more_time(user, participation):
        made.add_component(_own_deadline(timeline, task))
    return made.to_ical()


def _event(timeline: Timeline, entry, page: str) -> icalendar.Event:
    event = _begun(timeline, f"{entry.event.code}.{timeline.session.pk}")
    module = f"{entry.module.title}: " if entry.module else ""
    event.add("summary", f"{timeline.session.name} · {module}{entry.words.title}")
    event.add("description", entry.event.get_kind_display())
    event.add("url", entry.event.link or page)
    if entry.at is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + ONE_DAY)
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", entry.at)
        event.add("dtend", entry.until or entry.at)
    return event


def _with_more_time(user: User, participation: Participation):
    """Her works in the session whose deadline is another one than everybody's."""
    runs = programmes.session_ids_by_run([participation.session_id])
    for group in tasks_of(user).groups.values():
        for task in group:
            work = task.line.run_assignment
            if work.run_id in runs and task.line.place.due_at != work.due_in(user.time_zone):
                yield task


def _own_deadline(timeline: Timeline, task) -> icalendar.Event:
    work = task.line.run_assignment
    title = task.entry.title if task.entry else gettext("Assignment")
    event = _begun(timeline, f"work-{work.pk}.{timeline.session.pk}")
    event.add("summary", gettext("Your own deadline: %(title)s") % {"title": title})
    event.add("url", public(reverse("work_desk", args=[work.pk])))
    event.add("dtstart", task.line.place.due_at)
    event.add("dtend", task.line.place.due_at)
    return event


def _begun(timeline: Timeline, name: str) -> icalendar.Event:
    """An event by its name, which stays its own: a file taken again replaces what it was."""
    event = icalendar.Event()
    event.add("uid", f"{name}@{urlsplit(public('/')).hostname}")
    event.add("dtstamp", timezone.now())
    event.add("sequence", timeline.session.version)
    return event
