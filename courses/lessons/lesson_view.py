"""What a lesson, module or assignment page needs around its own words."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import get_language

from courses.catalogue import api as catalogue


def surroundings(page, request) -> dict:
    """Course, outline, module and neighbours of a page below a course page. Three queries."""
    course_page = _course_page(page)
    visitor_on = None if request.user.is_authenticated else page
    editions = catalogue.live_editions_around(page)
    outline = catalogue.outline_of(course_page.course, get_language(), editions, visitor_on=visitor_on)
    module = next((entry for entry in outline.entries if _is_around(entry, page.translation_key)), None)
    before, after = outline.neighbours(page.translation_key)
    own = outline.by_key.get(page.translation_key)
    if outline.course is None:
        raise Http404
    return {
        "course": course_page.course,
        "course_title": outline.course.title,
        "course_url": outline.course.url,
        "course_language": outline.course.language,
        "outline": outline,
        "module": module,
        "minutes": own.minutes if own else 0,
        "previous_entry": before,
        "next_entry": after,
    }


def assignment_context(page) -> dict:
    """The facts of an assignment and what it is marked by, in the reader's language. Four queries.

    Both are None before the page was published for the first time; there may be no rubric yet.
    """
    from .models import Assignment
    from .rubrics.reading import rubric_in

    assignment = Assignment.objects.filter(activity=page.activity_id).first()
    rubric = assignment.rubric if assignment else None
    languages = [get_language(), page.language]
    return {"assignment": assignment, "rubric": rubric_in(rubric, languages) if rubric else None}


def _course_page(page):
    course_page = catalogue.course_page_of(page)
    if course_page is None:
        raise Http404
    return course_page


def _is_around(entry, key) -> bool:
    return entry.key == key or any(child.key == key for child in entry.children)
