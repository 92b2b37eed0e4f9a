"""How an address finds its page: one look by path, in the reader's language or visibly in the source's.

Wagtail descends level by level, two queries each. Slugs are the same in every language here,
so the whole path is looked up at once, in the reader's tree and in the source tree together;
the reader's own edition wins, the source edition is the visible fallback.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from clikc.foundation.pages import language_codes, reachable

_source_finders: list[Callable[[str], str | None]] = []


def serve(request, path=""):
    """Serve the page at ``path`` of the reader's language (``/<language>/<path>``)."""
    request._wagtail_route_for_request = find_page(get_language(), path)
    return wagtail_serve(request, path)


def find_page(language: str, path: str) -> RouteResult | None:
    """The page at ``path`` in ``language``, else in the language it was first written in, else None.

    A draft is not there, nor is what stands below one. One query for the path, and one for each
    kind of page found at it; one more where a later room has to say which language came first.
    """
    tail = path.strip("/")
    candidates = {code: _url_path(code, tail) for code in settings.INTERFACE_LANGUAGES}
    pages = reachable(Page.objects.filter(url_path__in=candidates.values()))
    found = {page.url_path: page for page in pages.specific()}
    if not found:
        return None
    page = found.get(candidates[language]) or found.get(candidates[_first_written_in(tail)])
    return RouteResult(page, [], {}) if page else None


def register_source_language(finder: Callable[[str], str | None]) -> None:
    """Let a later room say in which language what stands at a path was first written."""
    if finder not in _source_finders:
        _source_finders.append(finder)


def _first_written_in(tail: str) -> str:
    return next(filter(None, (finder(tail) for finder in _source_finders)), settings.LANGUAGE_CODE)


def _url_path(language: str, tail: str) -> str:
    return f"/{home_slug(language)}/{tail}/" if tail else f"/{home_slug(language)}/"


def home_slug(language: str) -> str:
    """The slug of a language's home page, below the invisible root."""
    return f"home-{language}"


def address(language: str, url_path: str) -> str:
    """The address that shows a page's path in a language: ``/fr/courses/tfa/``."""
    tail = url_path.strip("/").partition("/")[2]
    return f"/{language}/{tail}/" if tail else f"/{language}/"


def languages_of(page) -> dict[str, str]:
    """Language → address, of each live edition of a page. One query."""
    codes = language_codes()
    return {
        codes[locale]: address(codes[locale], url_path)
        for locale, url_path in Page.objects.live()
        .filter(translation_key=page.translation_key)
        .values_list("locale_id", "url_path")
    }
