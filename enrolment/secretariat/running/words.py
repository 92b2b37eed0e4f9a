"""How participants and what is asked of them stand, in the language of now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy

from clikc.foundation.templatetags.components import language_label
from enrolment.admissions import api as admissions
from enrolment.following import api as following
from enrolment.programmes import api as programmes

if TYPE_CHECKING:
    from enrolment.programmes.models import ProgrammeSession

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


def session_said(session: ProgrammeSession) -> str:
    """A session that somebody could move to: its language, its days, how many seats are free, and whether it
    is known yet. Up to four queries."""
    said = gettext("%(session)s · %(language)s · %(first)s – %(last)s") % {
        "session": session.name,
        "language": language_label(session.language),
        "first": formats.date_format(session.starts_on, "SHORT_DATE_FORMAT"),
        "last": formats.date_format(programmes.last_day_of(session), "SHORT_DATE_FORMAT"),
    }
    parts = [said, _seats_said(admissions.room_in(session.pk))]
    if session.announced_at is None:
        parts.append(gettext("not announced yet"))
    return " · ".join(part for part in parts if part)


def _seats_said(room: admissions.Room | None) -> str:
    if room is None:
        return ""
    if not room.free:
        return gettext("no seat is free")
    return ngettext("%(number)d seat is free", "%(number)d seats are free", room.free) % {"number": room.free}


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
