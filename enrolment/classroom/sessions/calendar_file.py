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
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment
from enrolment.programmes import api as programmes

from .own_times import own_times

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Participation
    from enrolment.programmes.api import Timeline

ONE_DAY = timedelta(days=1)


def calendar_of(user: User, participation: Participation) -> bytes:
    """All events of the session on her clock, her own times in the place of those of everybody. Some
    fifteen queries."""
    session = participation.session
    runs = programmes.session_ids_by_run([session.pk])
    lines = assessment.work_in(user, runs, admissions.enrolments_with_runs(user, runs))
    closings = assessment.closings_for(user, runs)
    keys = {line.place.assignment.activity_id for line in lines} | {key for _run_id, key in closings}
    own = own_times(lines, closings, catalogue.entries_of(keys, get_language()))
    timeline = programmes.timeline_of(session, user.time_zone, own=own)
    page = public(reverse("own_session", args=[participation.pk]))
    made = icalendar.Calendar()
    made.add("prodid", f"-//{settings.SITE_NAME}//{get_language()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", session.name)
    for entry in timeline.entries:
        made.add_component(_event(timeline, entry, page))
    return made.to_ical()


def _event(timeline: Timeline, entry, page: str) -> icalendar.Event:
    event = _begun(timeline, entry)
    module = f"{entry.module.title}: " if entry.module else ""
    title = f"{module}{entry.words.title}"
    if entry.is_moved:
        title = gettext("Your own deadline: %(title)s") % {"title": title}
    event.add("summary", f"{timeline.session.name} · {title}")
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


def _begun(timeline: Timeline, entry) -> icalendar.Event:
    """An event under its name, which stays its own: a file taken again replaces what it was."""
    event = icalendar.Event()
    name = f"{entry.code}.{timeline.session.pk}"
    event.add("uid", f"{name}@{urlsplit(public('/')).hostname}")
    event.add("dtstamp", timezone.now())
    event.add("sequence", timeline.session.version + entry.is_moved)
    return event
