"""The base of every page: facts shared by an edition and its translations."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info
from wagtail.models import Locale, Page


class BasePage(Page):
    """A page of ours. Its slug is a fact: the same in every language, taken from the source edition."""

    class Meta:
        abstract = True

    @cached_property
    def language(self) -> str:
        """Code of the language the page is written in."""
        return language_codes()[self.locale_id]

    @cached_property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @property
    def is_fallback(self) -> bool:
        """Whether the reader asked for another language than the page is written in."""
        return self.language != get_language()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["is_fallback"] = self.is_fallback
        return context


def reachable(pages: QuerySet) -> QuerySet:
    """Of a queryset of pages, those that are live with everything above them."""
    return pages.filter(live=True).exclude(is_below_a_draft())


def is_below_a_draft() -> Exists:
    """A condition on a page: something above it is not published."""
    drafts = Page.objects.filter(live=False).annotate(below=ExpressionWrapper(OuterRef("path"), CharField()))
    return Exists(drafts.filter(below__startswith=F("path"), depth__lt=OuterRef("depth")))


def public(pages: QuerySet) -> QuerySet:
    """Of a queryset of pages, those that no author made private, by themselves or with what is above them."""
    return pages.exclude(is_private())


def is_private(*, deeper_than: int = 0, seen_from: str = "") -> Exists:
    """A condition on a page: an author made it private, or something above it. No query of its own.

    Only what stands deeper than ``deeper_than`` counts, and nothing on the way to the page at the
    path ``seen_from``: who reads that page has passed those doors.
    """
    doors = Page.objects.filter(view_restrictions__isnull=False, depth__gt=deeper_than)
    passed = [seen_from[:end] for end in range(Page.steplen, len(seen_from) + 1, Page.steplen)]
    below = doors.exclude(path__in=passed).annotate(below=ExpressionWrapper(OuterRef("path"), CharField()))
    return Exists(below.filter(below__startswith=F("path")))


class _Codes(dict):
    """Locale id → language code; read again for an id not known: another process may have added it."""

    def __missing__(self, key):
        self.update(Locale.objects.values_list("id", "language_code"))
        if key not in self:
            raise KeyError(key)
        return self[key]


_codes = _Codes()


def language_codes() -> dict[int, str]:
    """Locale id → language code, remembered by the process: locales are added by hand, hardly ever."""
    if not _codes:
        _codes.update(Locale.objects.values_list("id", "language_code"))
    return _codes


def locale_id(language: str) -> int | None:
    """Id of the locale of a language code, or None where the site has none."""
    return next((pk for pk, code in language_codes().items() if code == language), None)


def forget_locales(**_kwargs) -> None:
    """Drop what is remembered: called when a locale is saved or deleted."""
    _codes.clear()
