"""Which people look like one and the same, and why. Pure: no Django, no database.

Names are compared by how they sound when written in Latin letters: consonants decide, vowels may vary as
spellings do (Mohamed, Muhammad, Mouhamed), order and spacing of the parts do not count. Where one name is
in Arabic script, which leaves short vowels out, those of the other are not asked for. Names of different
people in one family share a part, so every part has to agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations, permutations

from anyascii import anyascii

from clikc.people.names import name_words


class Reason(StrEnum):
    NAME = "name"
    SPELLING = "spelling"
    SCRIPT = "script"
    ADDRESS = "address"
    UNIT = "unit"


SCORES = {Reason.NAME: 60, Reason.ADDRESS: 50, Reason.SPELLING: 45, Reason.SCRIPT: 45, Reason.UNIT: 15}
# More people of one name than that are a common name: then only those of one unit are compared.
MOST_NAMESAKES = 6
# A name has at least so many parts and consonants in all before it says anything.
FEWEST_PARTS, FEWEST_CONSONANTS = 2, 3
# What the vowels of two spellings may differ by; what can never be two spellings of one name.
TOLERATED, NEVER = 1.0, 9.0
# So many parts are tried in every order.
MOST_PARTS = 5


@dataclass(frozen=True)
class Person:
    """What is compared of somebody. ``unit`` None: of no unit."""

    pk: int
    name: str
    address: str
    unit: Hashable = None


@dataclass(frozen=True)
class Pair:
    """Two people who look like one; ``one`` has the smaller id. The reasons, the strongest first."""

    one: int
    other: int
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        return sum(SCORES[reason] for reason in self.reasons)


@dataclass(frozen=True)
class Sound:
    """A part of a name: its consonants, and the vowels before, between and after them, each a set.

    ``is_sparse``: written in a script without short vowels.
    """

    consonants: str
    vowels: tuple[frozenset[str], ...]
    is_sparse: bool = False


@dataclass(frozen=True)
class Name:
    words: tuple[str, ...]
    sounds: tuple[Sound, ...]
    script: str

    @property
    def key(self) -> str:
        """The same for every spelling, order and spacing of a name."""
        return "".join(sorted("".join(sound.consonants for sound in self.sounds)))


def pairs_of(people: Iterable[Person]) -> list[Pair]:
    """Everybody who looks like somebody else, the likeliest first. Each two are named once.

    Compares within groups that share a key, so the work grows with the number of people and not with its
    square.
    """
    found: dict[tuple[int, int], set[Reason]] = defaultdict(set)
    people = sorted(people, key=lambda person: person.pk)
    names = {person.pk: name_of(person.name) for person in people}
    for one, other in _namesakes(people, names):
        if reason := alike(names[one.pk], names[other.pk]):
            found[one.pk, other.pk].add(reason)
    for group in _groups(people, lambda person: address_key(person.address)):
        for one, other in combinations(group[:MOST_NAMESAKES], 2):
            found[one.pk, other.pk].add(Reason.ADDRESS)
    units = {person.pk: person.unit for person in people}
    for one, other in found:
        if units[one] is not None and units[one] == units[other]:
            found[one, other].add(Reason.UNIT)
    pairs = [Pair(*ids, tuple(sorted(why, key=_weight))) for ids, why in found.items()]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other))


def _weight(reason: Reason) -> int:
    return -SCORES[reason]


def _groups(people: Iterable[Person], key_of) -> list[list[Person]]:
    groups = defaultdict(list)
    for person in people:
        key = key_of(person)
        if key not in (None, ""):
            groups[key].append(person)
    return [group for group in groups.values() if len(group) > 1]


def _namesakes(people: Sequence[Person], names: dict[int, Name]) -> Iterator[tuple[Person, Person]]:
    for group in _groups(people, lambda person: _key(names[person.pk])):
        if len(group) <= MOST_NAMESAKES:
            yield from combinations(group, 2)
            continue
        for close in _groups(group, lambda person: person.unit):
            if len(close) <= MOST_NAMESAKES:
                yield from combinations(close, 2)


def _key(name: Name) -> str:
    says = len(name.sounds) >= FEWEST_PARTS and len(name.key) >= FEWEST_CONSONANTS
    return name.key if says else ""


def address_key(address: str) -> str:
    """An address without what is easily left out of it: dots, dashes, case, what follows a plus."""
    local, _at, domain = address.casefold().rpartition("@")
    bare = re.sub(r"[._-]", "", local.partition("+")[0])
    return f"{bare}@{domain}" if bare and domain else ""


@lru_cache(maxsize=50_000)
def name_of(text: str) -> Name:
    """A name, ready to be compared."""
    words = tuple(word for whole in name_words(text) for word in _parts(whole))
    sounds = tuple(sound for word in words if (sound := _sound(word)).consonants or any(sound.vowels))
    return Name(words, sounds, _script(words))


def alike(one: Name, other: Name) -> Reason | None:
    """Why these two names may be one person's; None where they are not."""
    if sorted(one.words) == sorted(other.words) or "".join(one.words) == "".join(other.words):
        return Reason.NAME
    if one.script == other.script == "CJK":
        return None
    if _difference(one.sounds, other.sounds) > TOLERATED:
        return None
    return Reason.SPELLING if one.script == other.script else Reason.SCRIPT


def _difference(one: Sequence[Sound], other: Sequence[Sound]) -> float:
    """How far apart two names sound: 0 the same; the best way of pairing their parts counts."""
    if len(one) != len(other):
        joined = [_joined(sounds) for sounds in (one, other)]
        return _apart(*joined, strictly=True)
    if len(one) > MOST_PARTS:
        return sum(_apart(*pair) for pair in zip(one, other, strict=True))
    orders = permutations(other)
    return min(sum(_apart(*pair) for pair in zip(one, order, strict=True)) for order in orders)


def _joined(sounds: Sequence[Sound]) -> Sound:
    """The parts as if they were written as one word."""
    vowels = list(sounds[0].vowels)
    for sound in sounds[1:]:
        vowels[-1:] = [vowels[-1] | sound.vowels[0], *sound.vowels[1:]]
    consonants = "".join(sound.consonants for sound in sounds)
    return Sound(consonants, tuple(vowels), any(sound.is_sparse for sound in sounds))


def _apart(one: Sound, other: Sound, *, strictly: bool = False) -> float:
    if one.consonants != other.consonants:
        return NEVER
    if one.is_sparse != other.is_sparse:
        sparse, full = (one, other) if one.is_sparse else (other, one)
        return _unwritten(sparse, full)
    last = len(one.vowels) - 1
    total = 0.0
    for place, (mine, theirs) in enumerate(zip(one.vowels, other.vowels, strict=True)):
        cost = _vowels_apart(mine, theirs)
        is_edge = strictly or place in (0, 1, last)
        # What a name begins and ends with, and its first vowel, tell names apart (Amin, Amina; Juan, Jean).
        total += NEVER if cost and is_edge and not _is_weak(mine, theirs, place, last) else cost
    return total


def _is_weak(mine: frozenset, theirs: frozenset, place: int, last: int) -> bool:
    """Whether an edge differs as spellings do: i and y after one another, or a vowel left out within."""
    return 0 < place < last and not (mine and theirs)


def _unwritten(sparse: Sound, full: Sound) -> float:
    """As ``_apart``, where one script leaves short vowels out. Long ones it writes."""
    last = len(full.vowels) - 1
    for place, (written, spoken) in enumerate(zip(sparse.vowels, full.vowels, strict=True)):
        if place in (0, last):
            is_same = bool(written) == bool(spoken)
        elif not written:
            is_same = len(_classes(spoken)) < 2
        else:
            is_same = all(_has(vowel, spoken) for vowel in written)
        if not is_same:
            return NEVER
    return 0.0


def _vowels_apart(mine: frozenset[str], theirs: frozenset[str]) -> float:
    if all(_has(vowel, theirs) for vowel in mine) and all(_has(vowel, mine) for vowel in theirs):
        return 0.0
    if not mine or not theirs:
        return 0.5
    if all(_has(vowel, theirs) for vowel in mine) or all(_has(vowel, mine) for vowel in theirs):
        return 0.5
    return 1.0 if {"e"} in (mine, theirs) else NEVER


def _has(vowel: str, vowels: frozenset[str]) -> bool:
    """``e`` is written for ``a`` (Mohamed) and for ``i`` (Hamed)."""
    if vowel == "e":
        return bool(vowels & {"e", "a", "i"})
    return vowel in vowels or ("e" in vowels and vowel in "ai")


def _classes(vowels: frozenset[str]) -> set[str]:
    return {"a" if vowel == "e" else vowel for vowel in vowels}


# --- one word ----------------------------------------------------------------------------------------

_ARTICLES = {"al", "el", "ال"}
_SERVANT_OF = re.compile(r"abd[aeou]{1,2}l$|abd[aeou]{1,2}l?(?=[a-z]{2})")
# Arabic letters that stand for a vowel, or for what other scripts leave out; the rest is anyascii's.
_ARABIC = str.maketrans({"ا": "a", "ع": "a", "ء": "", "ئ": "", "ؤ": "", "و": "w", "ي": "y"})
_SPELLINGS = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"[^a-z]", ""),
        (r"tch|sch|sh|ch", "S"),
        (r"ph", "f"),
        (r"kh|ck", "k"),
        (r"gh", "g"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"dj", "j"),
        (r"qu", "k"),
        (r"c(?=[eiy])", "s"),
        (r"[cq]", "k"),
        (r"x", "ks"),
        (r"^(ou|w)(?=[aeio])|^w", "W"),
        (r"^y(?=[aeouw])", "Y"),
        (r"ee|ie\b|y", "i"),
        (r"ou|oo|u|w", "o"),
        (r"(?<=a)h$", ""),
        (r"([^aeio])\1+", r"\1"),
    )
]
_VOWELS = frozenset("aeio")


def _parts(word: str) -> list[str]:
    """A word without article, and ``Abdelrahman`` as the two words that it is."""
    if _is_arabic(word):
        word = re.sub(r"^عبد(?:ال)?(?=..)", "عبد ", word) if word != "عبد" else word
        return [re.sub(r"^ال(?=...)", "", part) for part in word.split()]
    if word in _ARTICLES:
        return []
    if found := _SERVANT_OF.match(word):
        return ["abd", *filter(None, [word[found.end() :]])]
    return [word]


@lru_cache(maxsize=50_000)
def _sound(word: str) -> Sound:
    is_arabic = _is_arabic(word)
    if is_arabic:
        word = re.sub(r"ه$", "a", word).translate(_ARABIC)
    plain = anyascii(word).casefold()
    for pattern, spelling in _SPELLINGS:
        plain = pattern.sub(spelling, plain)
    consonants, vowels = [], [set()]
    for letter in plain:
        if letter in _VOWELS:
            vowels[-1].add(letter)
        else:
            consonants.append(letter)
            vowels.append(set())
    return Sound("".join(consonants), tuple(map(frozenset, vowels)), is_arabic)


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[:1] <= "\u06ff"


def _script(words: Sequence[str]) -> str:
    """The script a name begins in, as Unicode names it: ``LATIN``, ``ARABIC``, ``ETHIOPIC``, ``CJK``."""
    return unicodedata.name(words[0][0], "").partition(" ")[0] if words else ""
