"""Editions with words of their own, and shelves of many courses."""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace

from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.catalogue.api import refresh_search_words
from courses.catalogue.cards import Card
from courses.catalogue.models import Course, CoursePage
from tests.factories.courses import make_course_page, make_subject

_numbers = count(1)


def make_editions(code: str = "", *, words: dict[str, dict] | None = None, **facts) -> Course:
    """A course of which only the course pages exist, ready to be found; ``words`` is language → fields."""
    number = next(_numbers)
    words = words or {"en": {}}
    facts.setdefault("subject", make_subject())
    facts.setdefault("source_language", next(iter(words)))
    course = Course.objects.create(code=code or f"edition-{number}", **facts)
    for language, fields in words.items():
        make_course_page(course, language, **fields)
    refresh_search_words(course)
    return course


def make_image(title: str = "Cover"):
    """A small raster image."""
    return get_image_model().objects.create(title=title, file=get_test_image_file())


def make_card(**facts) -> Card:
    """A card without a database: for rules of the shelf."""
    number = next(_numbers)
    subject = SimpleNamespace(code=facts.pop("subject", "compliance"))
    course = SimpleNamespace(
        pk=number,
        code=f"course-{number}",
        subject=subject,
        level=facts.pop("level", "foundation"),
        minutes=facts.pop("minutes", 60),
    )
    editions = facts.pop("editions", {"en": 100})
    return Card(
        course=course,
        page_id=number,
        title=f"Course {number}",
        summary="",
        language=next(iter(editions)),
        url=f"/en/courses/{course.code}/",
        editions=editions,
    )


def page_in(course: Course, language: str) -> CoursePage:
    return CoursePage.objects.get(course=course, locale__language_code=language)
