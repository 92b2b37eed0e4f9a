"""Words as readers mean them: letters that people write for one another, and what they leave out. Pure.

Whoever compares words folds them (``fold``), or with the table alone (``str.translate``), and adds what
only its own comparison takes for the same.
"""

import re
import unicodedata

LONGEST_WORD = 64

_WORD = re.compile(r"[^\W_]+")
_TATWEEL = "\u0640"


def _letters() -> dict[int, str]:
    table = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"}
    for row, kept in (("ሐ", "ሀ"), ("ኀ", "ሀ"), ("ኸ", "ሀ"), ("ሠ", "ሰ"), ("ዐ", "አ"), ("ፀ", "ጸ")):
        table |= {chr(ord(row) + order): chr(ord(kept) + order) for order in range(7)}
    # ሃ is said like ሀ, ኣ like አ; and so are their homophones.
    table |= dict.fromkeys("ሃሓኃኻ", "ሀ") | dict.fromkeys("ኣዓ", "አ")
    table |= {"ዉ": "ው", "ቈ": "ቆ", "ኰ": "ኮ", "ጐ": "ጎ", "ኈ": "ሆ"}
    return {ord(letter): kept for letter, kept in table.items()}


# A letter's number → the letter we compare by.
LETTERS = _letters()


def fold(word: str) -> str:
    """A word without what readers leave out: ``Règles`` → ``regles``, ``المنشأ`` → ``المنشا``."""
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter)
    )
    digits = "".join(_digit(letter) for letter in bare.casefold())
    return digits.translate(LETTERS)


def words_of(text: str) -> list[str]:
    """The words of a text as written, in lower case; every punctuation mark and space parts them.

    Vowel signs, tatweel and invisible marks are gone: they would part a word in two.
    """
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKC", text).casefold()
        if not unicodedata.combining(letter) and letter != _TATWEEL and unicodedata.category(letter) != "Cf"
    )
    return [word[:LONGEST_WORD] for word in _WORD.findall(plain)]


def _digit(letter: str) -> str:
    value = unicodedata.digit(letter, None)
    return letter if value is None else str(value)
