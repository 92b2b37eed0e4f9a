"""Work that outlasts a request: closing an attempt at its deadline, and telling a result by mail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks import task

from clikc.foundation.addresses import public
from courses.catalogue import api as catalogue

from .models import Attempt
from .sitting import close_later, submit_attempt


@task()
def close_attempt(attempt_id: str) -> None:
    """Close an attempt at its deadline; put it off where the deadline was moved. Safe to run twice."""
    attempt = Attempt.objects.filter(pk=attempt_id).first()
    if attempt is None or not attempt.is_open:
        return
    if attempt.is_due(timezone.now()):
        submit_attempt(attempt_id=attempt.pk)
    else:
        close_later(attempt)


def close_attempt_at(attempt_id: UUID, deadline_at: datetime) -> None:
    """Enqueue ``close_attempt`` for the deadline; not where a queue cannot wait, as in tests: there a
    late request and ``manage.py close_due_attempts`` close it."""
    if close_attempt.get_backend().supports_defer:
        close_attempt.using(run_after=deadline_at).enqueue(str(attempt_id))


@task()
def tell_learner(attempt_id: str) -> None:
    """Write to a learner that her answers are marked, in her language, without the score. Once.

    Safe to run again: that she was told is noted after the mail went out. A crash between the two
    sends it twice, which is better than never. Nobody is told of what is not known yet, and nobody
    whose account is closed.
    """
    found = Attempt.objects.select_related("enrolment__learner", "quiz__activity__course")
    attempt = found.filter(pk=attempt_id, submitted_at__isnull=False, waiting=0, told_at=None).first()
    if attempt is None or attempt.quiz.is_awaiting_release or not attempt.enrolment.learner.is_active:
        return
    _message(attempt).send()
    Attempt.objects.filter(pk=attempt.pk).update(told_at=timezone.now())


def _message(attempt: Attempt) -> EmailMultiAlternatives:
    """The mail: plain text, and the same as simple HTML."""
    learner = attempt.enrolment.learner
    language = learner.preferred_language
    activity = attempt.quiz.activity
    with translation.override(language):
        entries = [
            catalogue.titles_of([activity.course_id], language).get(activity.course_id),
            catalogue.entries_of([activity.pk], language).get(activity.pk),
        ]
        context = {
            "language": language,
            "entries": [entry for entry in entries if entry],
            "result": public(reverse("attempt_result", args=[attempt.pk])),
        }
        message = EmailMultiAlternatives(
            subject=gettext("Your answers have been marked"),
            body=render_to_string("assessment/mail/marked.txt", context),
            to=[learner.email],
        )
        message.attach_alternative(render_to_string("assessment/mail/marked.html", context), "text/html")
    return message
