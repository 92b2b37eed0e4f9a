"""The page of a session for somebody who tutors in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clikc.people.collation import sort_key
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from ..workspace import tutor_page

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import ProgrammeSession, SessionModule

LIVE = "live"


@dataclass(frozen=True)
class Participant:
    """Somebody she tutors in the session, in these of its modules."""

    person: User
    modules: list[SessionModule]


def own_sessions(user: User) -> list[ProgrammeSession]:
    """The sessions that have a run in which somebody tutors, what began last first. Three queries at most."""
    found = {item.session for item in _own_modules(user) if item.session.closed_at is None}
    return sorted(found, key=lambda session: (session.starts_on, session.pk), reverse=True)


def _own_modules(user: User) -> list[SessionModule]:
    own = {terms.run_id for terms in programmes.runs_tutored_by(user)}
    return [item for item in programmes.modules_beside(own) if item.run_id in own] if own else []


@tutor_page
@require_safe
def session(request, pk):
    """As many queries for thirty participants as for one. A session in which she tutors nothing is 404."""
    own = [item for item in _own_modules(request.user) if item.session_id == pk]
    if not own:
        raise Http404
    shown = own[0].session
    timeline = programmes.timeline_of(shown, request.user.time_zone)
    context = {
        "session": shown,
        "words": programmes.titled(shown),
        "timeline": timeline,
        "live": [entry for entry in timeline.entries if entry.event.kind == LIVE],
        "modules": [(item, programmes.titled(item)) for item in own],
        "everywhere": len(own),
        "participants": _participants(request.user, own),
    }
    return render(request, "tutoring/session.html", context)


def _participants(user: User, modules: Sequence[SessionModule]) -> list[Participant]:
    """By name. One query."""
    by_run = grading.participants_tutored_by(user)
    found: dict[int, Participant] = {}
    for module in modules:
        for person in by_run.get(module.run_id, []):
            found.setdefault(person.pk, Participant(person, [])).modules.append(module)
    return sorted(found.values(), key=lambda item: sort_key(item.person.get_full_name(), get_language()))
