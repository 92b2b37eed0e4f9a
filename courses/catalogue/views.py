"""For search engines: where everything is, and what is none of their business."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from clikc.foundation.pages import language_codes
from clikc.home.api import PublicPage, public_pages
from clikc.home.routing import address

# Lessons, assignments and tests are for people who take the course.
PUBLIC_KINDS = (
    "home.HomePage",
    "home.PlainPage",
    "catalogue.CataloguePage",
    "catalogue.CoursePage",
    "lessons.ModulePage",
)


# Home pages stand right below the invisible root.
TOP = 2


@dataclass(frozen=True)
class Place:
    """A page for the sitemap, with its address in every language it really exists in."""

    location: str
    changed_at: datetime | None
    alternates: dict[str, str]

    @property
    def x_default(self) -> str:
        return self.alternates.get(settings.LANGUAGE_CODE) or self.location


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request):
    """Every live public page in every language, with its other languages beside it."""
    places = [*_places(request), *_places_of_rooms(request)]
    return render(request, "catalogue/sitemap.xml", {"places": places}, content_type="application/xml")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request):
    """What robots may read, and where the sitemap is."""
    return render(
        request,
        "catalogue/robots.txt",
        {
            "languages": settings.INTERFACE_LANGUAGES,
            "sitemap": request.build_absolute_uri("/sitemap.xml"),
        },
        content_type="text/plain; charset=utf-8",
    )


def _places(request) -> list[Place]:
    codes = language_codes()
    kinds = ContentType.objects.get_for_models(*(apps.get_model(kind) for kind in PUBLIC_KINDS))
    pages = _reachable(Page.objects.public().filter(content_type__in=kinds.values()).order_by("path"))
    alternates: dict[UUID, dict[str, str]] = {}
    for page in pages:
        url = request.build_absolute_uri(address(codes[page.locale_id], page.url_path))
        alternates.setdefault(page.translation_key, {})[codes[page.locale_id]] = url
    return [
        Place(
            location=alternates[page.translation_key][codes[page.locale_id]],
            changed_at=page.last_published_at,
            alternates=alternates[page.translation_key],
        )
        for page in pages
    ]


def _places_of_rooms(request) -> Iterator[Place]:
    """Pages that stand in no tree; they are there in every language."""
    for page in public_pages():
        alternates = _addresses(request, page)
        for location in alternates.values():
            yield Place(location, None, alternates)


def _addresses(request, page: PublicPage) -> dict[str, str]:
    return {code: request.build_absolute_uri(page.address_in(code)) for code in settings.INTERFACE_LANGUAGES}


def _reachable(pages) -> list[Page]:
    """Of pages in the order of the tree, those that are live with everything above them."""
    fields = ("path", "depth", "live", "translation_key", "locale_id", "url_path", "last_published_at")
    found: dict[str, Page] = {}
    for page in pages.only(*fields):
        if page.live and (page.depth == TOP or page.path[: -Page.steplen] in found):
            found[page.path] = page
    return list(found.values())
