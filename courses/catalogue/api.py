"""The door of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.models import Page

from clikc.foundation.pages import language_codes, reachable
from clikc.home.routing import address

from .browse import newest as newest_cards
from .indexing import refresh_search_words
from .models import Activity, ActivityKind, CataloguePage, Course, CoursePage, Level, Subject
from .outline import Entry, Outline, outline_of
from .signals import course_shortened

__all__ = [
    "Activity",
    "ActivityKind",
    "CataloguePage",
    "Course",
    "CoursePage",
    "Entry",
    "Level",
    "Outline",
    "Subject",
    "announce_shortened",
    "archive_activities",
    "build_catalogue",
    "course_by_code",
    "course_of",
    "course_page_of",
    "courses",
    "entries_of",
    "languages_of",
    "lesson_by_key",
    "live_editions_around",
    "newest_cards",
    "open_course",
    "outline_of",
    "record_activity",
    "refresh_search_words",
    "source_language_at",
    "titles_of",
]

CATALOGUE_SLUG = "courses"


@transaction.atomic
def record_activity(
    *,
    key: UUID,
    course: Course,
    kind: str,
    code: str,
    position: int,
    minutes: int = 0,
    blocks: Sequence[str] = (),
    is_required: bool | None = None,
) -> Activity:
    """Create or update the record of an activity. ``key`` is the translation key of its pages.

    Safe to call twice; brings an archived activity back. Without ``is_required`` a new one is required
    and one that is there stays as it is.
    """
    activity, _is_new = Activity.objects.update_or_create(
        pk=key,
        defaults={
            "course": course,
            "kind": kind,
            "code": code,
            "position": position,
            "minutes": minutes,
            "blocks": list(blocks),
            "is_archived": False,
            **({} if is_required is None else {"is_required": is_required}),
        },
    )
    return activity


def archive_activities(*, keys: Iterable[UUID]) -> int:
    """Take activities out of the course for new learners; their records stay. How many there were."""
    return Activity.objects.filter(pk__in=list(keys)).update(is_archived=True)


def lesson_by_key(key: UUID) -> Activity | None:
    """The lesson with this translation key that is in its course now. One query."""
    return Activity.objects.current().filter(pk=key, kind=ActivityKind.LESSON).first()


def open_course(code: str) -> Course | None:
    """The course with this code, if officers may join it by themselves. One query."""
    return Course.objects.open().filter(code=code).first()


def courses() -> QuerySet[Course]:
    """Every course by its code, also those that officers may not join by themselves."""
    return Course.objects.order_by("code")


def course_by_code(code: str) -> Course | None:
    """The course with this code. One query."""
    return Course.objects.filter(code=code).first()


def course_page_of(page: Page) -> CoursePage | None:
    """The course page above a page, or the page itself. One query, once for each page object."""
    if isinstance(page, CoursePage):
        return page
    return next((item for item in _editions_around(page) if page.path.startswith(item.path)), None)


def live_editions_around(page: Page) -> list[CoursePage]:
    """The live editions of the course that a page stands below. No query after ``course_page_of``."""
    return [item for item in _editions_around(page) if item.live]


def _editions_around(page: Page) -> list[CoursePage]:
    """Every edition of the course that a page stands below, with the course."""
    if "_editions" not in page.__dict__:
        above = [page.path[:end] for end in range(Page.steplen, len(page.path), Page.steplen)]
        courses = CoursePage.objects.filter(path__in=above).values("course")
        page._editions = list(CoursePage.objects.filter(course__in=courses).select_related("course__subject"))
    return page._editions


def course_of(page: Page) -> Course | None:
    """The course a page belongs to. One query."""
    course_page = course_page_of(page)
    return course_page.course if course_page else None


def entries_of(keys: Iterable[UUID], language: str) -> dict[UUID, Entry]:
    """Activity id → title and address in a language, or in its course's source language. One query."""
    codes = language_codes()
    found: dict[UUID, dict[str, Page]] = {}
    source = Activity.objects.filter(pk=OuterRef("translation_key")).values("course__source_language")
    pages = reachable(Page.objects.filter(translation_key__in=set(keys))).annotate(
        source=Subquery(source[:1])
    )
    for page in pages.only("title", "url_path", "locale_id", "translation_key"):
        found.setdefault(page.translation_key, {})[codes[page.locale_id]] = page
    best = {
        key: language if language in editions else next(iter(editions.values())).source
        for key, editions in found.items()
    }
    return {key: _entry(found[key], best[key], language) for key in found if best[key] in found[key]}


def announce_shortened(*, course_id: int) -> None:
    """Tell later rooms that a course asks for less than before, once its records say so."""
    course_shortened.send(Course, course_id=course_id)


def source_language_at(tail: str) -> str | None:
    """The language in which the course at ``courses/<code>/…`` was first written; None elsewhere."""
    catalogue, _, rest = tail.partition("/")
    if catalogue != CATALOGUE_SLUG or not rest:
        return None
    code = rest.partition("/")[0]
    return Course.objects.filter(code=code).values_list("source_language", flat=True).first()


def titles_of(course_ids: Iterable[int], language: str) -> dict[int, Entry]:
    """Course id → title and address in a language, or in the source's. One query."""
    found: dict[int, dict[str, CoursePage]] = {}
    codes = language_codes()
    pages = CoursePage.objects.live().filter(course__in=set(course_ids)).select_related("course")
    for page in pages.only("title", "url_path", "locale_id", "translation_key", "course__source_language"):
        found.setdefault(page.course_id, {})[codes[page.locale_id]] = page
    return {
        course_id: _entry(editions, language if language in editions else _source(editions), language)
        for course_id, editions in found.items()
        if language in editions or _source(editions) in editions
    }


def languages_of(course_ids: Iterable[int]) -> dict[int, list[str]]:
    """Course id → codes of the languages it has a live page in, in the order of the interface. One query."""
    codes, found = language_codes(), {}
    pages = CoursePage.objects.live().filter(course__in=set(course_ids)).order_by("locale__pk")
    for course_id, locale_id in pages.values_list("course", "locale"):
        found.setdefault(course_id, []).append(codes[locale_id])
    return found


def _source(editions: dict[str, CoursePage]) -> str:
    return next(iter(editions.values())).course.source_language


def _entry(editions: dict[str, Page], best: str, language: str) -> Entry:
    page = editions[best]
    return Entry(
        key=page.translation_key,
        title=page.title,
        language=best,
        url=address(language, page.url_path),
    )


@transaction.atomic
def build_catalogue(*, homes: Iterable[Page], words: dict[str, tuple[str, str]]) -> list[CataloguePage]:
    """The catalogue page below each home page; ``words`` is language → (title, introduction).

    Safe to call twice: what is there stays as it is.
    """
    codes = language_codes()
    pages: list[CataloguePage] = []
    for home in homes:
        page = CataloguePage.objects.filter(locale=home.locale).first()
        if page is None:
            title, introduction = words[codes[home.locale_id]]
            page = CataloguePage(
                title=title, slug=CATALOGUE_SLUG, locale=home.locale, introduction=introduction
            )
            if pages:
                page.translation_key = pages[0].translation_key
            home.add_child(instance=page)
        pages.append(page)
    return pages
