"""How participants and what is asked of them stand, in the language of now."""

from __future__ import annotations

from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy

from enrolment.following import api as following

ItemState, PersonState = following.ItemState, following.PersonState

STATES = {
    PersonState.ON_TIME: pgettext_lazy("a participant", "On time"),
    PersonState.BEHIND: pgettext_lazy("a participant", "Behind"),
    PersonState.SILENT: pgettext_lazy("a participant", "Silent"),
    PersonState.LEFT: pgettext_lazy("a participant", "Left"),
}
BADGES = {PersonState.ON_TIME: "good", PersonState.BEHIND: "warn", PersonState.SILENT: "bad"}
ITEM_STATES = {
    ItemState.MISSING: pgettext_lazy("a work or test", "missing"),
    ItemState.OVERDUE: pgettext_lazy("a work or test", "overdue"),
    ItemState.LATE: pgettext_lazy("a work or test", "late"),
    ItemState.ON_TIME: pgettext_lazy("a work or test", "on time"),
    ItemState.EXCUSED: pgettext_lazy("a work or test", "excused"),
    ItemState.TO_COME: pgettext_lazy("a work or test", "to come"),
    ItemState.NOT_SHOWN: pgettext_lazy("a work or test", "not shown"),
}
ITEM_BADGES = {ItemState.MISSING: "bad", ItemState.OVERDUE: "warn", ItemState.LATE: "accent"}
MOST_NAMED = 3


def reasons_of(line: following.SessionLine) -> list[str]:
    """Why she stands as she does: each a text of its own. Empty for who is on time."""
    stand, found = line.stand, []
    if stand.is_silent:
        found.append(_silent(line))
    behind = [answer for answer in line.answers if answer.state in following.BEHIND]
    found += [_behind(answer) for answer in behind[:MOST_NAMED]]
    if len(behind) > MOST_NAMED:
        more = len(behind) - MOST_NAMED
        found.append(ngettext("and %(number)d more", "and %(number)d more", more) % {"number": more})
    return found


def _silent(line: following.SessionLine) -> str:
    days = line.stand.silent_days
    if line.last_seen_at is None:
        said = ngettext("never seen in %(days)d day", "never seen in %(days)d days", days)
    else:
        said = ngettext("silent for %(days)d day", "silent for %(days)d days", days)
    return capfirst(said % {"days": days})


def _behind(answer: following.Answer) -> str:
    said = {
        ItemState.MISSING: gettext("%(module)s, “%(title)s”: missing since %(day)s"),
        ItemState.OVERDUE: gettext("%(module)s, “%(title)s”: overdue since %(day)s"),
    }
    return said[answer.state] % {
        "module": answer.asked.module.code.upper(),
        "title": answer.asked.title,
        "day": day_said(answer.due_at),
    }


def day_said(moment) -> str:
    """The day of a moment where the reader is."""
    return formats.date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")
