"""Public pages that stand in no tree of pages, for the sitemap. Later rooms know which they have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import translation

_sources: list[Callable[[], Iterable[PublicPage]]] = []


@dataclass(frozen=True)
class PublicPage:
    """A page that everybody may read, in every language of the interface: its route, and what names it."""

    route: str
    names: Mapping[str, str] = field(default_factory=dict)

    def address_in(self, language: str) -> str:
        """``/fr/programmes/vcoa/``"""
        with translation.override(language):
            return reverse(self.route, kwargs=dict(self.names))


def register_public_pages(source: Callable[[], Iterable[PublicPage]]) -> None:
    """Let a later room name its public pages; ``source`` is asked anew for every sitemap."""
    if source not in _sources:
        _sources.append(source)


def public_pages() -> list[PublicPage]:
    return [page for source in _sources for page in source()]
