"""What the page of a quiz shows besides its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

from courses.catalogue import api as catalogue

from .api import facts_of

if TYPE_CHECKING:
    from .models import QuizPage


def quiz_context(page: QuizPage) -> dict:
    """The facts of the quiz, and its course in the reader's language. Three queries."""
    facts = facts_of(page.activity_id)
    if facts is None:
        return {"facts": None}
    course_id = facts.quiz.activity.course_id
    course = catalogue.titles_of([course_id], get_language()).get(course_id)
    return {"facts": facts, "course": course, "course_url": course.url if course else ""}
