"""The catalogue as a reader asks for it: search, facets, order, page; all of it in the address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .cards import Card, cards_for, with_pictures
from .facets import NAMES, Chosen, Facet, facets_of, narrowed, valid_choices
from .search import Found, find, known_words
from .words import QUERY_LENGTH, closest, fold, query_words

PER_PAGE = 24
SORTS = {
    "relevance": _("Best match"),
    "title": _("Title"),
    "newest": _("Newest first"),
    "shortest": _("Shortest first"),
}


@dataclass(frozen=True)
class Link:
    """Somewhere to go from here: a choice to take away, a page, another word."""

    label: str
    url: str
    is_current: bool = False
    language: str = ""


@dataclass(frozen=True)
class Shelf:
    """What the catalogue page shows. Every ``url`` is a query string for the same page."""

    query: str
    cards: tuple[Card, ...]
    total: int
    facets: tuple[Facet, ...]
    chosen: tuple[Link, ...]
    sort: str
    default_sort: str
    sorts: tuple[tuple[str, str | Promise], ...]
    pages: tuple[Link, ...] = ()
    without_query: str = "?"
    without_choices: str = "?"
    is_partial: bool = False
    meant: Link | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.chosen)


def browse(params: QueryDict, language: str) -> Shelf:
    """The shelf for the parameters of an address. What is unknown or unreadable in them is ignored.

    Five queries at most, whatever the number of courses.
    """
    cards = cards_for(language)
    query = " ".join(params.get("q", "")[:QUERY_LENGTH].split())
    found = _find(query, cards, language)
    hits = cards if found is None else [card for card in cards if card.page_id in found.scores]
    chosen = valid_choices(cards, {name: params.getlist(name) for name in NAMES})
    sort = _sort_of(params.get("sort", ""), found)
    shown = _sorted(narrowed(hits, chosen), sort, language, found)
    asked = _Asked(query, chosen, sort if sort != _default_sort(found) else "")
    facets = facets_of(hits, chosen)
    number = _page_number(params.get("page", ""), len(shown))
    start = (number - 1) * PER_PAGE
    return Shelf(
        query=query,
        cards=tuple(with_pictures(shown[start : start + PER_PAGE])),
        total=len(shown),
        facets=facets,
        chosen=_removals(facets, asked),
        sort=sort,
        default_sort=_default_sort(found),
        sorts=tuple((name, label) for name, label in SORTS.items() if found or name != "relevance"),
        pages=_pages(number, len(shown), asked),
        without_query=_Asked("", chosen, asked.sort).url(),
        without_choices=_Asked(query, {}, asked.sort).url(),
        is_partial=bool(found and found.is_partial),
        meant=_meant(query, cards, language) if found and not found.is_whole else None,
    )


@dataclass(frozen=True)
class _Asked:
    """What an address holds, to make the next one from."""

    query: str
    chosen: Chosen
    sort: str

    def url(self, *, without: tuple[str, str] | None = None, page: int = 1) -> str:
        pairs = [("q", self.query)] if self.query else []
        pairs += [
            (name, value)
            for name, values in self.chosen.items()
            for value in values
            if (name, value) != without
        ]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("page", str(page))] if page > 1 else []
        return f"?{urlencode(pairs)}"


def _find(query: str, cards: list[Card], language: str) -> Found | None:
    if not query:
        return None
    shown = [card.page_id for card in cards]
    return find(query, (language, *(card.language for card in cards)), shown)


def _default_sort(found: Found | None) -> str:
    return "relevance" if found else "title"


def _sort_of(asked: str, found: Found | None) -> str:
    if asked not in SORTS or (asked == "relevance" and not found):
        return _default_sort(found)
    return asked


def _sorted(cards: list[Card], sort: str, language: str, found: Found | None = None) -> list[Card]:
    """In the order asked for; where it leaves a choice, what the reader can read in ``language`` first."""
    by_title = sorted(cards, key=lambda card: (card.language != language, fold(card.title), card.course.code))
    if sort == "relevance" and found:
        return sorted(by_title, key=lambda card: -found.scores[card.page_id])
    if sort == "newest":
        return sorted(by_title, key=lambda card: card.course.opened_on, reverse=True)
    if sort == "shortest":
        return sorted(by_title, key=lambda card: card.course.minutes)
    return by_title


def _removals(facets: tuple[Facet, ...], asked: _Asked) -> tuple[Link, ...]:
    """Each choice made, as the way to take it back."""
    return tuple(
        Link(label=choice.label, url=asked.url(without=(facet.name, choice.value)), language=choice.language)
        for facet in facets
        for choice in facet.chosen
    )


def _page_number(asked: str, total: int) -> int:
    last = max(1, -(-total // PER_PAGE))
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 7
    return min(max(int(asked), 1), last) if is_number else 1


def _pages(number: int, total: int, asked: _Asked) -> tuple[Link, ...]:
    last = -(-total // PER_PAGE)
    if last <= 1:
        return ()
    return tuple(
        Link(label=str(page), url=asked.url(page=page), is_current=page == number)
        for page in range(1, last + 1)
    )


def _meant(query: str, cards: list[Card], language: str) -> Link | None:
    """The words the reader may have meant, as a search of their own."""
    known = known_words(text for card in cards for text in (card.summary, card.subject, card.title))
    meant = closest(query_words(query, language), known)
    return Link(label=meant, url=f"?{urlencode({'q': meant})}") if meant else None


def newest(language: str, count: int = 3) -> list[Card]:
    """The newest courses as cards with pictures, for the front page. Four queries."""
    return with_pictures(_sorted(cards_for(language), "newest", language)[:count])
