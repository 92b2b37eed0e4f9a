"""What a programme holds, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _, ngettext

from enrolment.programmes.rules.calendar import After, InMonth, InWeek


def regulation_in_words(record) -> dict[str, list[str]]:
    """``to_pass`` and ``honours`` (empty where there are none): what is asked, a sentence each."""
    passes = list(_asked(record, "pass"))
    return {
        "to_pass": passes or [_("Nothing is asked: whoever takes part passes.")],
        "honours": list(_asked(record, "honours")) if record.has_honours else [],
    }


def place_in_words(place: InWeek | InMonth | After, titles: Mapping[str, str]) -> str:
    """Where an event stands in a template; ``titles``: code of an event → its title."""
    if isinstance(place, InWeek):
        day = WEEKDAYS[place.weekday - 1]
        return _("week %(week)s, %(day)s") % {"week": place.week, "day": day}
    if isinstance(place, InMonth):
        return _in_month(place)
    words = ngettext("%(days)s day behind “%(event)s”", "%(days)s days behind “%(event)s”", abs(place.days))
    return words % {"days": place.days, "event": titles.get(place.code, place.code)}


def _in_month(place: InMonth) -> str:
    if place.month == 0:
        return _("day %(day)s of the month of the start") % {"day": place.day}
    if place.month < 0:
        words = ngettext(
            "day %(day)s, %(number)s month before that of the start",
            "day %(day)s, %(number)s months before that of the start",
            -place.month,
        )
    else:
        words = ngettext(
            "day %(day)s, %(number)s month behind that of the start",
            "day %(day)s, %(number)s months behind that of the start",
            place.month,
        )
    return words % {"day": place.day, "number": abs(place.month)}


def _asked(record, bar: str) -> Iterator[str]:
    final, module = getattr(record, f"{bar}_final"), getattr(record, f"{bar}_module")
    if final is not None:
        yield _("a final mark of %(mark)s or more") % {"mark": _figure(final)}
    if module is not None:
        yield _("%(mark)s or more in every required module") % {"mark": _figure(module)}
    if bar == "pass":
        if record.pass_handed_in:
            yield _("every assignment handed in")
        if record.pass_attendance is not None:
            yield _("there for %(share)s per cent of what is attended") % {
                "share": _figure(record.pass_attendance)
            }
        return
    if record.honours_nothing_late:
        yield _("nothing handed in late")
    if record.honours_nothing_resubmitted:
        yield _("nothing handed in again")
    if record.honours_optional:
        words = ngettext("%(number)s optional module", "%(number)s optional modules", record.honours_optional)
        yield words % {"number": record.honours_optional}


def _figure(value: Decimal) -> str:
    """Without the noughts behind it."""
    return formats.number_format(Decimal(f"{value.normalize():f}"))
