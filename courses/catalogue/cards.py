"""A course as a card on a shelf: what a reader needs to choose it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from clikc.foundation.pages import language_codes, public
from clikc.home.routing import address

from .models import Activity, Course, CoursePage

NEW_FOR = timedelta(days=60)
CARD_PICTURE = "fill-640x336|format-webp|webpquality-80|preserve-svg"


@dataclass(frozen=True)
class Card:
    """A course in the best language there is for a reader: theirs, or the source's.

    ``language`` is the one the words are in; ``editions`` is language → how complete, per cent;
    ``picture`` is a rendition, only where it was asked for.
    """

    course: Course
    page_id: int
    title: str
    summary: str
    language: str
    url: str
    cover_alt: str = ""
    editions: dict[str, int] = field(default_factory=dict)
    is_new: bool = False
    picture: Any = None

    @property
    def subject(self) -> str:
        return str(self.course.subject)


def cards_for(language: str) -> list[Card]:
    """Every course with a live edition for a reader of ``language``, without pictures. Three queries.

    A course without an edition in that language is there in its source language. An edition that
    an author made private is on no shelf.
    """
    editions = _live_editions()
    if not editions:
        return []
    courses = Course.objects.filter(pk__in=editions).select_related("subject", "cover")
    percents = _completeness()
    cards = (_card(course, editions[course.pk], percents, language) for course in courses)
    return [card for card in cards if card]


def with_pictures(cards: Iterable[Card]) -> list[Card]:
    """The same cards with the picture of each. One query, once the pictures have been made."""
    cards = list(cards)
    know_renditions(card.course.cover for card in cards)
    return [replace(card, picture=picture_of(card.course.cover, CARD_PICTURE)) for card in cards]


def know_renditions(images: Iterable[Any]) -> None:
    """Let images know what was made of them so far. One query, none for no images."""
    known = [image for image in images if image is not None]
    renditions = get_image_model().get_rendition_model().objects.all()
    prefetch_related_objects(known, Prefetch("renditions", renditions, to_attr="prefetched_renditions"))


def picture_of(image, spec: str):
    """The rendition of an image, or None where there is none or its file cannot be read."""
    if image is None:
        return None
    try:
        return image.get_rendition(spec)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return None


def is_new(opened_on: date) -> bool:
    """Whether a course came within the last sixty days."""
    return timezone.localdate() - opened_on <= NEW_FOR


def _live_editions() -> dict[int, dict[str, dict]]:
    codes = language_codes()
    found: dict[int, dict[str, dict]] = {}
    fields = ("pk", "course_id", "locale_id", "title", "summary", "url_path", "cover_alt")
    for page in public(CoursePage.objects.live()).values(*fields):
        found.setdefault(page["course_id"], {})[codes[page["locale_id"]]] = page
    return found


def _completeness() -> dict[tuple[int, str], int]:
    """(course, language) → number of the course's activities that are live in that language."""
    codes = language_codes()
    course = Activity.objects.current().filter(pk=OuterRef("translation_key")).order_by().values("course_id")
    counts = (
        Page.objects.live()
        .annotate(course=Subquery(course))
        .filter(course__isnull=False)
        .order_by()
        .values_list("course", "locale_id")
        .annotate(Count("pk"))
    )
    return {(course_id, codes[locale]): count for course_id, locale, count in counts}


def _card(course: Course, editions: dict[str, dict], percents, language: str) -> Card | None:
    best = language if language in editions else course.source_language
    if best not in editions:
        return None
    page = editions[best]
    total = percents.get((course.pk, course.source_language), 0) or 1
    return Card(
        course=course,
        page_id=page["pk"],
        title=page["title"],
        summary=page["summary"],
        language=best,
        url=address(language, page["url_path"]),
        cover_alt=page["cover_alt"],
        editions={
            code: min(percents.get((course.pk, code), 0) * 100 // total, 100)
            for code in settings.INTERFACE_LANGUAGES
            if code in editions
        },
        is_new=is_new(course.opened_on),
    )
