"""How an address finds its page: one look by path, in the reader's language or visibly in the source's.

Wagtail descends level by level, two queries each. Slugs are the same in every language here,
so the whole path is looked up at once, in the reader's tree and in the source tree together;
the reader's own edition wins, the source edition is the visible fallback.
"""

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from clikc.foundation.pages import language_codes


def serve(request, path=""):
    """Serve the page at ``path`` of the reader's language (``/<language>/<path>``)."""
    request._wagtail_route_for_request = find_page(get_language(), path)
    return wagtail_serve(request, path)


def find_page(language: str, path: str) -> RouteResult | None:
    """The page at ``path`` in ``language``, else in the site's first language, else in any, else None.

    A draft is not there, nor is what stands below one. Where the first language has only a draft,
    the thing is not published yet, whatever its translations say. One query for the path, and one
    for each kind of page found at it.
    """
    tail = path.strip("/")
    languages = dict.fromkeys((language, settings.LANGUAGE_CODE, *settings.INTERFACE_LANGUAGES))
    candidates = {
        code: f"/{home_slug(code)}/{tail}/" if tail else f"/{home_slug(code)}/" for code in languages
    }
    pages = Page.objects.filter(url_path__in=candidates.values()).annotate(is_hidden=_is_below_a_draft())
    found = {page.url_path: page for page in pages.specific()}
    for code, candidate in candidates.items():
        page = found.get(candidate)
        if page and page.live and not page.is_hidden:
            return RouteResult(page, [], {})
        if page and code == settings.LANGUAGE_CODE:
            return None
    return None


def _is_below_a_draft() -> Exists:
    drafts = Page.objects.filter(live=False).annotate(below=ExpressionWrapper(OuterRef("path"), CharField()))
    return Exists(drafts.filter(below__startswith=F("path"), depth__lt=OuterRef("depth")))


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
