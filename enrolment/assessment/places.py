"""What every page of an attempt asks: is it the reader's own, where does its test stand, what time is it?"""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from courses.catalogue import api as catalogue

from . import api
from .models import Attempt


def own_attempt(request, pk) -> Attempt:
    """The attempt, if it is the reader's own; anybody else's answers 404 like one there never was.

    One whose time is up is closed first.
    """
    attempt = api.attempt_for(request.user, pk)
    if attempt is None:
        raise Http404
    return attempt


def place_of(quiz) -> dict:
    """Where a test stands: its course and its own page, in the reader's language. Four queries.

    ``test`` is None where its page is not published (any more).
    """
    course, language = quiz.activity.course, get_language()
    outline = catalogue.outline_of(course, language)
    entry = outline.by_key.get(quiz.activity_id)
    course_entry = catalogue.titles_of([course.pk], language).get(course.pk)
    course_url = course_entry.url if course_entry else reverse("home")
    return {
        "quiz": quiz,
        "outline": outline,
        "course": course_entry,
        "course_url": course_url,
        "test": entry,
        "test_title": entry.title if entry else gettext("Test"),
        "test_url": entry.url if entry else course_url,
    }


def clock_of(attempt: Attempt) -> dict:
    """What a page needs that counts down to the deadline: the server's time, and what is left."""
    now = timezone.now()
    return {"now": now, "seconds_left": attempt.seconds_left(now)}
