"""Whether a text names somebody: both her names, in any order, wherever they stand. Pure.

Words are compared as in ``wording``, whole. Of a name of several words one is enough, for few people write
all of theirs; the small words between them say nothing.
"""

from __future__ import annotations

from .wording import worded

_BETWEEN = {
    *("al", "el", "ben", "bin", "ibn", "bint", "ould", "wa", "ال", "بن", "ابن", "بنت"),
    *("de", "del", "da", "das", "do", "dos", "di", "du", "des", "la", "las", "le", "les", "los"),
    *("y", "e", "van", "von", "der", "den", "ter"),
}


def is_named(text: str, *, first: str, last: str) -> bool:
    """Whether a word of the first name and another of the last stand in a text; never where she has but one
    of the two."""
    given, family = _telling(first), _telling(last)
    if not given or not family:
        return False
    found = _words(text) & (given | family)
    return bool(found & given and found & family) and len(found) >= min(2, len(given | family))


def _telling(name: str) -> set[str]:
    """The words of a name without initials and small words; all where it has no others."""
    words = _words(name)
    return {word for word in words if len(word) > 1 and word not in _BETWEEN} or words


def _words(text: str) -> set[str]:
    """The words of a text, each once: a long text repeats most of its own."""
    return {word.folded for piece in set(text.split()) for word in worded(piece)}
