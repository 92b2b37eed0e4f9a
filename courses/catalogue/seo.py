"""What machines read of a page: its one address, its other languages, its picture, its facts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from clikc.home.routing import address, languages_of

from .cards import picture_of
from .models import Course, CoursePage
from .outline import Outline

SHARE_PICTURE = "width-1200|format-jpeg|jpegquality-82"


@dataclass(frozen=True)
class Head:
    """The part of a page's head that other machines read. Every address is absolute."""

    title: str
    description: str
    canonical: str
    alternates: Mapping[str, str]
    x_default: str
    kind: str = "website"
    language: str = "en"
    picture: Any = None
    picture_url: str = ""
    picture_alt: str = ""
    is_indexed: bool = True
    json_ld: str = ""


def catalogue_head(page, request: HttpRequest, *, is_narrowed: bool) -> Head:
    """The head of the catalogue; a narrowed shelf is the same page and no search engine's business."""
    alternates = _absolute(languages_of(page), request)
    return Head(
        title=page.title,
        description=page.introduction,
        canonical=alternates.get(page.language, request.build_absolute_uri(request.path)),
        alternates=alternates,
        x_default=alternates.get(settings.LANGUAGE_CODE, ""),
        language=page.language,
        is_indexed=not is_narrowed,
    )


def course_head(page: CoursePage, outline: Outline, request: HttpRequest) -> Head:
    """The head of a course: only real editions are alternates, a fallback points at the edition it shows."""
    course = page.course
    addresses = {code: address(code, page.url_path) for code in outline.editions}
    alternates = _absolute(addresses, request)
    canonical = alternates.get(page.language, request.build_absolute_uri(request.path))
    picture = picture_of(course.share_picture, SHARE_PICTURE)
    picture_url = request.build_absolute_uri(picture.url) if picture else ""
    with override(page.language):
        facts = course_facts(page, outline, canonical, request, picture_url)
    return Head(
        title=page.seo_title or page.title,
        description=page.search_description or page.summary,
        canonical=canonical,
        alternates=alternates,
        x_default=alternates.get(course.source_language, ""),
        kind="article",
        language=page.language,
        picture=picture,
        picture_url=picture_url,
        picture_alt=page.cover_alt,
        json_ld=as_script(facts),
    )


def course_facts(
    page: CoursePage, outline: Outline, canonical: str, request: HttpRequest, picture_url: str = ""
) -> dict[str, Any]:
    """A course as schema.org ``Course`` with the one ``CourseInstance`` that is always open: online."""
    course: Course = page.course
    workload = iso_duration(course.minutes)
    site = request.build_absolute_uri(f"/{page.language}/")
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": canonical,
        "url": canonical,
        "name": page.title,
        "description": page.summary,
        "courseCode": course.code,
        "inLanguage": page.language,
        "availableLanguage": list(outline.editions),
        "about": str(course.subject),
        "teaches": [str(block.value) for block in page.objectives],
        "educationalLevel": str(course.get_level_display()),
        "timeRequired": workload,
        "datePublished": course.opened_on.isoformat(),
        "provider": {"@type": "Organization", "name": settings.SITE_NAME, "url": site},
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": workload,
            "inLanguage": list(outline.editions),
        },
    }
    return facts | ({"image": picture_url} if picture_url else {})


def iso_duration(minutes: int) -> str:
    """Minutes as ISO 8601: 465 → ``PT7H45M``."""
    hours, rest = divmod(minutes, 60)
    parts = (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")
    return f"PT{parts}"


def as_script(facts: dict[str, Any]) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(facts, ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return mark_safe(text)


def _absolute(addresses: Mapping[str, str], request: HttpRequest) -> dict[str, str]:
    return {
        code: request.build_absolute_uri(addresses[code])
        for code in settings.INTERFACE_LANGUAGES
        if code in addresses
    }
