"""Words as search sees them: the same on every engine, whatever the reader's keyboard left out.

A word is *folded* (accents, vowel signs, letter variants and digits made one) and has a few
*forms* (folded, without the particles written onto it, stem). A text is indexed under all forms
of its words and a query asks for any form of each of its own, so both meet in one. Pure.
"""

from __future__ import annotations

import difflib
import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache

import snowballstemmer

from clikc.foundation.letters import fold as fold_letters, words_of

QUERY_LENGTH = 200
QUERY_WORDS = 12

STEMMERS = {
    "ar": "arabic",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "pt": "portuguese",
    "ru": "russian",
}

# Conjunction, preposition and article are written onto an Arabic word; what remains must be a word.
_ARABIC_PREFIXES = (
    ("وال", 3),
    ("بال", 3),
    ("كال", 3),
    ("فال", 3),
    ("ولل", 3),
    ("لل", 2),
    ("ال", 2),
)
# Of, in, for, from, like, about, until, to, without, and: written onto an Amharic word.
_AMHARIC_PREFIXES = (
    ("እንደ", 2),
    ("እስከ", 2),
    ("ስለ", 2),
    ("ወደ", 2),
    ("ያለ", 2),
    ("እና", 2),
    ("የ", 2),
    ("በ", 2),
    ("ለ", 2),
    ("ከ", 2),
)
# Object, and, too: written after an Amharic word.
_AMHARIC_SUFFIXES = (("እና", 2), ("ን", 3), ("ና", 3), ("ም", 3))

# Search alone also meets this letter of other languages in Arabic script.
_LETTERS = {ord("ؽ"): "ي"}
_stemmers = threading.local()


def fold(word: str) -> str:
    """A word without what readers leave out: ``Règles`` → ``regles``, ``المنشأ`` → ``المنشا``."""
    return fold_letters(word).translate(_LETTERS)


@lru_cache(maxsize=20_000)
def forms_of(word: str, language: str) -> tuple[str, ...]:
    """Every form a word is found under, the folded word first: ``('rules', 'rule')``."""
    folded = fold(word)
    bare = [folded, *_without_particles(folded, language)]
    stems = [_stem(form, language) for form in bare]
    stems.append(fold(_stem(word, language)))
    return tuple(dict.fromkeys(form for form in (*bare, *stems) if form))


def searchable(text: str, language: str) -> str:
    """A text as it is indexed: every form of every word, once each."""
    forms = (form for word in words_of(text) for form in forms_of(word, language))
    return " ".join(dict.fromkeys(forms))


def query_words(text: str, language: str) -> list[str]:
    """The folded words a reader asks for, at most a dozen; single letters only where nothing else is.

    A query is cut at 200 characters.
    """
    words = [fold(word) for word in words_of(text[:QUERY_LENGTH])]
    words = list(dict.fromkeys(word for word in words if word))
    telling = [word for word in words if len(word) > 1 or word.isdigit()]
    return (telling or words)[:QUERY_WORDS]


def closest(words: Iterable[str], known: Mapping[str, str]) -> str:
    """What the reader may have meant: each word as it is known, or the nearest known one; "" if none is.

    ``known`` is folded word → word as written.
    """
    meant, is_other = [], False
    for word in words:
        if word in known:
            meant.append(known[word])
        elif near := difflib.get_close_matches(word, known, n=1, cutoff=0.75):
            meant.append(known[near[0]])
            is_other = True
        else:
            return ""
    return " ".join(meant) if is_other else ""


def _without_particles(word: str, language: str) -> list[str]:
    if language == "ar":
        return _strip_front(word, _ARABIC_PREFIXES)
    if language == "am":
        fronts = _strip_front(word, _AMHARIC_PREFIXES)
        backs = [short for form in (word, *fronts) for short in _strip_back(form, _AMHARIC_SUFFIXES)]
        return [*fronts, *backs]
    return []


def _strip_front(word: str, prefixes) -> list[str]:
    for prefix, least in prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= least:
            return [word[len(prefix) :]]
    return []


def _strip_back(word: str, suffixes) -> list[str]:
    for suffix, least in suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= least:
            return [word[: -len(suffix)]]
    return []


def _stem(word: str, language: str) -> str:
    name = STEMMERS.get(language)
    if not name:
        return word
    # A stemmer keeps the word it works on: one for each thread.
    stemmer = getattr(_stemmers, name, None)
    if stemmer is None:
        stemmer = snowballstemmer.stemmer(name)
        setattr(_stemmers, name, stemmer)
    return stemmer.stemWord(word)
