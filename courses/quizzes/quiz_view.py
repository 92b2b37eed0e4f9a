"""What the page of a quiz shows besides its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

from courses.catalogue import api as catalogue

from .api import facts_of

if TYPE_CHECKING:
    from .models import QuizPage


def quiz_context(page: QuizPage, request) -> dict:
    """The facts of the quiz, its course and its neighbours in the reader's language."""
    facts = facts_of(page.activity_id)
    if facts is None:
        return {"facts": None}
    outline = catalogue.outline_of(
        facts.quiz.activity.course,
        get_language(),
        visitor_on=None if request.user.is_authenticated else page,
    )
    before, after = outline.neighbours(page.activity_id)
    return {
        "facts": facts,
        "course": outline.course,
        "course_url": outline.course.url if outline.course else "",
        "previous_entry": before,
        "next_entry": after,
    }
