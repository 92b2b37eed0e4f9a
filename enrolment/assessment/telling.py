"""The letter to a learner that her answers are marked, without the score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from clikc.foundation.addresses import public
from clikc.post import api as post
from courses.catalogue import api as catalogue

from .models import Attempt

if TYPE_CHECKING:
    from clikc.people.models import User

MARKED = "answers-marked"


def tell_learner(*, attempt: Attempt) -> None:
    """Post it, in the transaction that made the result known. Once, however often this is called."""
    post.post(
        key=f"{MARKED}:{attempt.pk}",
        kind=MARKED,
        facts={"attempt": str(attempt.pk)},
        person=attempt.enrolment.learner,
    )


def write_marked(facts: Mapping, learner: User) -> post.Draft | None:
    """Nobody is told of what is not known yet, or again of what she was told."""
    found = Attempt.objects.select_related("quiz__activity__course")
    attempt = found.filter(pk=facts["attempt"], submitted_at__isnull=False, waiting=0, told_at=None).first()
    if attempt is None or attempt.quiz.is_awaiting_release:
        return None
    context = {
        "entries": _entries(attempt, learner.preferred_language),
        "result": public(reverse("attempt_result", args=[attempt.pk])),
    }
    return post.Draft(gettext("Your answers have been marked"), "assessment/mail/marked", context)


def note_told(facts: Mapping) -> None:
    Attempt.objects.filter(pk=facts["attempt"]).update(told_at=timezone.now())


def _entries(attempt: Attempt, language: str) -> list:
    """Course and test, in her language where they are."""
    activity = attempt.quiz.activity
    entries = [
        catalogue.titles_of([activity.course_id], language).get(activity.course_id),
        catalogue.entries_of([activity.pk], language).get(activity.pk),
    ]
    return [entry for entry in entries if entry]
