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
    """The live page at ``path`` in ``language``, else in the site's first language, else in any, else None.

    A page below one that is not published is not there either. One query for the path, and one
    for each kind of page found at it.
    """
    tail = path.strip("/")
    candidates = [
        f"/{home_slug(code)}/{tail}/" if tail else f"/{home_slug(code)}/"
        for code in dict.fromkeys((language, settings.LANGUAGE_CODE, *settings.INTERFACE_LANGUAGES))
    ]
    pages = Page.objects.live().filter(url_path__in=candidates).exclude(_is_below_a_draft())
    found = {page.url_path: page for page in pages.specific()}
    page = next((found[candidate] for candidate in candidates if candidate in found), None)
    return RouteResult(page, [], {}) if page else None


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
