"""Which editions a reader's words find, and how well. Wagtail's search finds; the order is ours,
because each engine ranks in its own way and readers on both should see the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.search.query import Or, PlainText

from clikc.foundation.pages import locale_id

from .models import CoursePage
from .words import fold, forms_of, query_words, words_of

# A word in the title counts more than one in the summary, and that more than one in the rest.
WEIGHTS = (8, 3, 1)


@dataclass(frozen=True)
class Found:
    """Course page id → how well it fits. ``is_partial``: none had all the words, these have some."""

    scores: dict[int, float] = field(default_factory=dict)
    is_partial: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether something has all the words."""
        return bool(self.scores) and not self.is_partial


def find(text: str, languages: Iterable[str], among: Iterable[int] | None = None) -> Found | None:
    """The live editions in ``languages`` (the reader's first) that ``text`` finds; None for no words.

    ``among``: ids of the course pages that may be found at all.

    Every word must be there, as it is, in another form or as a beginning. Where no edition has all
    of them, those that have some. One query.
    """
    languages = tuple(dict.fromkeys(languages))
    words = query_words(text, languages[0])
    if not words:
        return None
    asked = [_forms(word, languages) for word in words]
    places = {
        page.pk: places_of(page.search_words, asked) for page in _pages_with_any(asked, languages, among)
    }
    whole = {pk: sum(best) for pk, best in places.items() if all(best)}
    if whole:
        return Found(whole)
    some = {pk: sum(best) for pk, best in places.items() if any(best)}
    return Found(some, is_partial=bool(some))


def known_words(texts: Iterable[str]) -> dict[str, str]:
    """Folded word → word as written, of words long enough to be mistyped."""
    return {fold(word): word for text in texts for word in words_of(text) if len(word) > 3}


def places_of(search_words: str, asked: list[tuple[str, ...]]) -> list[float]:
    """For each word asked, the weight of the best place it stands in: half for a beginning, 0 for nowhere."""
    lines = [set(line.split()) for line in search_words.split("\n")]
    return [_best_place(lines, forms) for forms in asked]


def _best_place(lines: list[set[str]], forms: tuple[str, ...]) -> float:
    best = 0.0
    for weight, line in zip(WEIGHTS, lines, strict=False):
        if not line.isdisjoint(forms):
            best = max(best, weight)
        elif weight / 2 > best and any(word.startswith(forms) for word in line):
            best = weight / 2
    return best


def _forms(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for language in languages for form in forms_of(word, language)))


def _pages_with_any(asked: list[tuple[str, ...]], languages: tuple[str, ...], among):
    """The editions that have any of the words: how many of them is decided on what they are found by."""
    anything = Or([PlainText(form) for forms in asked for form in forms])
    pages = CoursePage.objects.live().filter(locale_id__in=[locale_id(code) for code in languages])
    if among is not None:
        pages = pages.filter(pk__in=list(among))
    return pages.only("search_words").autocomplete(anything, order_by_relevance=False)
