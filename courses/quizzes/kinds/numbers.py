"""Numbers as people type them: any digits, any minus, any separators. Exact, never a float. Pure."""

import re
import unicodedata
from decimal import Decimal

# A canonical number, as an author's definition holds it.
CANONICAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,12})?")

_MINUS = "-\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d"
_SIGNS = {
    **dict.fromkeys(_MINUS, "-"),
    **dict.fromkeys("+\uff0b\ufe62", "+"),
    # Comma and stop may part thousands or decimals; of these the reader cannot be in doubt:
    **dict.fromkeys("\u066b\u00b7", "D"),
    **dict.fromkeys("\u066c'\u2018\u2019\u02bc\u02b9", "G"),
    **dict.fromkeys("\u060c\uff0c\u201a", ","),
    **dict.fromkeys("\uff0e", "."),
    **dict.fromkeys("\u066a\uff05\ufe6a", "%"),
}
_INDIAN = re.compile(r"[1-9][0-9]?(,[0-9]{2})+,[0-9]{3}")


def readings(text: str, unit: str = "") -> frozenset[Decimal]:
    """Every number a text can be read as: none for a text that is no number, two for “1,234”.

    The unit may stand beside the number or be left out.
    """
    plain = _without_unit(_plain(text), _plain(unit))
    found = re.fullmatch(r"([+-]?)([^+-]*)([+-]?)", plain.strip())
    if not found or (found[1] and found[3]):
        return frozenset()
    sign = "-" if "-" in (found[1], found[3]) else ""
    body = re.sub(r"\s+", "G", found[2].strip())
    numbers = (_number(body, decimal) for decimal in ("", ",", ".", "D"))
    return frozenset(Decimal(sign + number) for number in numbers if number)


def canonical(text: str) -> str:
    """The one number a text says, as a definition holds it; empty where it says none or two."""
    found = readings(text)
    number = format(next(iter(found)), "f") if len(found) == 1 else ""
    return number if CANONICAL.fullmatch(number) else ""


def _plain(text: str) -> str:
    """Latin digits, one sign for each meaning (D decimal, G thousands), lower case for the rest."""
    return "".join(_letter(letter) for letter in text if unicodedata.category(letter) != "Cf").strip()


def _letter(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    return " " if letter.isspace() else _SIGNS.get(letter, letter.casefold())


def _without_unit(text: str, unit: str) -> str:
    if unit and text.endswith(unit):
        return text.removesuffix(unit)
    return text.removeprefix(unit) if unit else text


def _number(body: str, decimal: str) -> str:
    """The number in ``body`` where ``decimal`` parts its decimals (empty: it has none); empty if none."""
    if not body:
        return ""
    whole, part = body, ""
    if decimal:
        if body.count(decimal) != 1:
            return ""
        whole, part = body.split(decimal)
        if not (whole or part) or not _is_digits(part or "0"):
            return ""
    whole = _ungrouped(whole or "0", decimal)
    return f"{whole}.{part or '0'}" if whole and decimal else whole


def _ungrouped(whole: str, decimal: str) -> str:
    """Digits without what parts thousands; empty where they are not parted as numbers are."""
    if _is_digits(whole):
        return whole
    for sign in {",", ".", "G"} - {decimal}:
        if re.fullmatch(rf"[1-9][0-9]{{0,2}}({re.escape(sign)}[0-9]{{3}})+", whole):
            return whole.replace(sign, "")
    return whole.replace(",", "") if decimal != "," and _INDIAN.fullmatch(whole) else ""


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
