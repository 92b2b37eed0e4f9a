"""The letter that says that the survey of a session is open: once to each who takes part in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from clikc.foundation.addresses import public
from clikc.post import api as post
from enrolment.programmes import api as programmes

from .api import closes_at, is_survey_open

if TYPE_CHECKING:
    from clikc.people.models import User

LETTER = "survey-open"
# No session of a programme goes on for longer, pauses and all.
LONGEST = timedelta(days=2 * 366)


def ask_participants() -> None:
    """Write to whoever takes part in a session whose survey is open, and has not answered. Safe to call at
    any time, by two at once too: each is written to once. Three queries, and one for every 500 letters."""
    found = _participations().filter(session__in=_open_sessions(), survey_done__isnull=True)
    post.post_many(
        post.NewLetter(f"{LETTER}:{pk}", LETTER, {"participation": str(pk)}, person_id=learner)
        for pk, learner in found.order_by("pk").values_list("pk", "learner")
    )


def write_asking(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is asked who has left the session or answered meanwhile, nor when the survey is over."""
    found = _participations().filter(pk=facts["participation"], learner=person, survey_done__isnull=True)
    participation = found.select_related("session__programme").first()
    if participation is None or not is_survey_open(participation.session):
        return None
    session = participation.session
    context = {
        "session": session,
        "until": closes_at(session),
        "page": public(reverse("session_feedback", args=[participation.pk])),
    }
    return post.Draft(gettext("How was the session? Please tell us"), "surveys/mail/open", context)


def _participations():
    return apps.get_model("admissions", "Participation").objects.current()


def _open_sessions() -> list[int]:
    """Ids. Two queries."""
    today = timezone.localdate()
    near = (today - LONGEST, today + timedelta(days=1))
    sessions = programmes.all_sessions().filter(starts_on__range=near).prefetch_related("closed_days")
    return [session.pk for session in sessions if is_survey_open(session)]
