"""The base of every page: facts shared by an edition and its translations."""

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


_codes: dict[int, str] = {}


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
