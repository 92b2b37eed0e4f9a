"""Lists of closed days as people paste them: a day and its name in each line. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
MOST_DAYS, LONGEST_NAME, MONTHS = 400, 120, 12
# 2026-12-25 as well as 25.12.2026; what is written with strokes is a day here and a month there. 25-12-2026
# can be one thing alone, 05-06-2026 two.
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_EITHER_FIRST = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_PARTED = re.compile(r"[;,\t،؛፣]|\s+[-–—]\s+|\s+")


class Wrong(StrEnum):
    """What can be wrong with a line."""

    NO_DAY = "no_day"
    TOO_FAR = "too_far"
    TWICE = "twice"
    LONG_NAME = "long_name"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Fault:
    """``line`` counts from 1, empty ones too; ``given`` is what stands there, shortened."""

    line: int
    what: Wrong
    given: str


def read_closed_days(text: str) -> tuple[dict[date, str], list[Fault]]:
    """Day → name of each line, and what is wrong with which. A name may be missing."""
    found: dict[date, str] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if len(found) >= MOST_DAYS:
            return found, [*faults, Fault(number, Wrong.TOO_MANY, str(MOST_DAYS))]
        day, name, wrong = _read(line.strip(), found)
        if wrong:
            faults.append(Fault(number, wrong, line.strip()[:40]))
        else:
            found[day] = name
    return found, faults


def write_closed_days(days: Mapping[date, str]) -> str:
    """The same as lines, the earliest first."""
    return "\n".join(f"{day.isoformat()}; {name}".rstrip("; ") for day, name in sorted(days.items()))


def _read(line: str, known: Mapping[date, str]) -> tuple[date | None, str, Wrong | None]:
    said, name = _parts(line)
    day = _day(said)
    if day is None:
        return None, "", Wrong.NO_DAY
    if not EARLIEST <= day <= LATEST:
        return None, "", Wrong.TOO_FAR
    if day in known:
        return None, "", Wrong.TWICE
    return day, name, Wrong.LONG_NAME if len(name) > LONGEST_NAME else None


def _parts(line: str) -> tuple[str, str]:
    [said, *rest] = _PARTED.split(line, maxsplit=1)
    return said, " ".join(" ".join(rest).split()).lstrip("–—-;, ")


def _day(said: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(said):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(said):
        day, month, year = map(int, found.groups())
    elif found := _EITHER_FIRST.fullmatch(said):
        day, month, year = map(int, found.groups())
        if day <= MONTHS and day != month:
            return None
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
