"""What the catalogue page and a course page show, read once."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from clikc.home.routing import address

from .browse import browse
from .cards import is_new, picture_of
from .models import ActivityKind, CataloguePage, CoursePage
from .outline import Entry, Outline, outline_of
from .seo import catalogue_head, course_head

COVER = "fill-960x504|format-webp|webpquality-82|preserve-svg"


@dataclass(frozen=True)
class Edition:
    """A language the course exists in, how much of it (per cent), and where."""

    language: str
    percent: int
    url: str
    is_shown: bool
    is_source: bool


def catalogue_context(page: CataloguePage, request: HttpRequest) -> dict:
    """The shelf the address asks for, and the head of the page. Six queries at most."""
    shelf = browse(request.GET, get_language())
    return {
        "catalogue": shelf,
        "head": catalogue_head(page, request, is_narrowed=bool(request.META.get("QUERY_STRING"))),
    }


def course_context(page: CoursePage, request: HttpRequest) -> dict:
    """Facts, editions, outline and head of a course. Three queries, once its pictures have been made."""
    facts = ("course__subject", "course__cover", "course__share_picture")
    pages = list(CoursePage.objects.live().filter(course=page.course_id).select_related(*facts))
    # A preview may be of an edition that is not live, of a course without any.
    course = page.course = pages[0].course if pages else page.course
    visitor_on = None if request.user.is_authenticated else page
    outline = outline_of(course, get_language(), pages, visitor_on=visitor_on)
    return {
        "course": course,
        "outline": outline,
        "editions": _editions(page, outline),
        "lesson_count": _count(outline, ActivityKind.LESSON),
        "assignment_count": _count(outline, ActivityKind.ASSIGNMENT),
        "final_test": _final_test(outline),
        "is_new": is_new(course.opened_on),
        "cover": picture_of(course.cover, COVER),
        "head": course_head(page, outline, request),
        "asked_language": get_language_info(get_language())["name_translated"],
        "shown_language": get_language_info(page.language)["name_translated"],
    }


def _editions(page: CoursePage, outline: Outline) -> tuple[Edition, ...]:
    """The editions of the course in the order of the interface's languages."""
    return tuple(
        Edition(
            language=code,
            percent=outline.editions[code],
            url=address(code, page.url_path),
            is_shown=code == page.language,
            is_source=code == page.course.source_language,
        )
        for code in settings.INTERFACE_LANGUAGES
        if code in outline.editions
    )


def _count(outline: Outline, kind: str) -> int:
    return sum(entry.kind == kind for entry in outline.activities)


def _final_test(outline: Outline) -> Entry | None:
    """The test at the end of the course: a quiz it requires, beside the modules, not inside one."""
    tests = [
        entry for entry in outline.entries if entry.kind == ActivityKind.QUIZ and entry.activity.is_required
    ]
    return tests[-1] if tests else None
