"""Days as people write them: like 2024-03-31, or with the year last, the day or the month first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")


def order_of(texts: Iterable[str]) -> str:
    """How a file writes its days with the year last: DAY_FIRST, MONTH_FIRST, or "" where it writes none so,
    or nothing in it tells. A number above 12 is a day; between points the day always stands first."""
    found = [match.groups() for text in texts if (match := _YEAR_LAST.fullmatch(text.strip()))]
    pairs = [(mark, int(first), int(second)) for first, mark, second, _year in found]
    day_first = any(mark == "." or second <= 12 < first for mark, first, second in pairs)
    month_first = any(mark != "." and first <= 12 < second for mark, first, second in pairs)
    if day_first == month_first:
        return ""
    return DAY_FIRST if day_first else MONTH_FIRST


def day_of(text: str, order: str) -> date | None:
    """The day that a text means in a file of this order. None where it is none, or where it could be two."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, _mark, month, day = match.groups()
    elif match := _YEAR_LAST.fullmatch(text):
        first, _mark, second, year = match.groups()
        if not order and int(first) != int(second):
            return None
        day, month = (second, first) if order == MONTH_FIRST else (first, second)
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def is_unsure(text: str, order: str) -> bool:
    """Whether it is a day of which nothing tells what is the day and what the month."""
    is_day = any(day_of(text, one) for one in (DAY_FIRST, MONTH_FIRST))
    return is_day and day_of(text, order) is None and not order
