"""Verification codes: drawn, read back as people type them, shown.

Twenty characters of Crockford's base 32 are 100 random bits: nobody guesses one, and one says
nothing about the next. The alphabet leaves out I, L, O and U, which are taken for others.
"""

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
GROUP = 5
_TAKEN_FOR = str.maketrans("OIL", "011")
_LOOKS_LIKE_A_DASH = "\N{MINUS SIGN}\N{ARABIC TATWEEL}_"


def draw_code() -> str:
    """A new code from the operating system's source of randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str | None:
    """The code somebody meant, or None if it cannot be one.

    Case, spaces, dashes of every kind and invisible marks do not count; O is 0, I and L are 1;
    digits may be those of any script.
    """
    if len(typed) > 200:
        return None
    kept = "".join(_read(character) for character in unicodedata.normalize("NFKC", typed))
    code = kept.upper().translate(_TAKEN_FOR)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def grouped(code: str) -> str:
    """``7K2QM-4XZ0D-…``: groups of five, as printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _read(character: str) -> str:
    if character in _LOOKS_LIKE_A_DASH or unicodedata.category(character) in {"Zs", "Pd", "Cf", "Cc"}:
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
