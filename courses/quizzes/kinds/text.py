"""Typed answers: what is kept of them, and when two of them say the same. Pure."""

import unicodedata

from clikc.foundation.letters import LETTERS

LONGEST = 200

# Joiners belong to the spelling of some languages; other invisible marks come from keyboards.
_JOINERS = "\u200c\u200d"
_TATWEEL = "\u0640"

# Those who answer write these apart where their keyboard lacks them.
_LETTERS = LETTERS | str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})


def tidy(raw: str, longest: int = LONGEST) -> str | None:
    """A typed text on one line without invisible marks; None where it cannot be kept."""
    if len(raw) > 4 * longest:
        return None
    text = " ".join(raw.split())
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf" or letter in _JOINERS)
    text = text.strip()
    is_storable = not any(unicodedata.category(letter) in {"Cc", "Cs", "Cn"} for letter in text)
    return text if is_storable and len(text) <= longest else None


def tidy_lines(raw: str, longest: int) -> str | None:
    """A text of several lines without invisible marks and what cannot be kept; None where it is too long.

    Lines part where the writer parted them, whatever sign says so; empty where nothing is to be seen.
    """
    if len(raw) > 4 * longest:
        return None
    lines = ("".join(map(_kept, line)).rstrip() for line in raw.splitlines())
    text = "\n".join(lines).strip()
    if not text.strip(_JOINERS + "\n "):
        return ""
    return text if len(text) <= longest else None


def _kept(letter: str) -> str:
    if letter == "\t":
        return " "
    is_lost = unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Cn"} and letter not in _JOINERS
    return "" if is_lost else letter


def folded(text: str) -> str:
    """A text without what does not count: case, accents and vowel signs, spelling variants of letters,
    the script of digits, punctuation, spaces. Of a text of signs alone, the signs."""
    bare = "".join(
        _plain(letter)
        for letter in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf" and letter != _TATWEEL
    ).translate(_LETTERS)
    words = "".join(letter if letter.isalnum() else " " for letter in bare).split()
    return " ".join(words) or " ".join(bare.split())


def _plain(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


def count_words(text: str) -> int:
    """How many words a text has: spaces part them, and so does the Ethiopic sign for that; a sign alone
    is none. As ``static/js/wordcount.js`` counts."""
    words = text.replace("\u1361", " ").split()
    return sum(any(unicodedata.category(letter)[0] in "LN" for letter in word) for word in words)
