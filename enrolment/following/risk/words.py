"""Works and reasons in the language of now, each with its figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy

from .reading import ParticipantStanding
from .rules import NotWritten, Reason, Why, WorkState

STATES = {
    WorkState.NOT_DUE: pgettext_lazy("a work", "Not due yet"),
    WorkState.HANDED_IN: pgettext_lazy("a work", "Handed in"),
    WorkState.LATE: pgettext_lazy("a work", "Handed in late"),
    # Translators: not handed in, and still taken.
    WorkState.OVERDUE: pgettext_lazy("a work", "Overdue"),
    # Translators: not handed in, and taken no more.
    WorkState.MISSED: pgettext_lazy("a work", "Missed"),
    WorkState.GRADED: pgettext_lazy("a work", "Graded"),
    WorkState.EXCUSED: pgettext_lazy("a work", "Excused"),
    WorkState.NO_TEAM: pgettext_lazy("a participant", "In no team"),
    WorkState.NOT_SHOWN: pgettext_lazy("a work", "Not shown"),
}
# How loud each is, as a badge.
BADGES = {
    WorkState.HANDED_IN: "accent",
    WorkState.LATE: "accent",
    WorkState.OVERDUE: "warn",
    WorkState.MISSED: "bad",
    WorkState.GRADED: "good",
    WorkState.NO_TEAM: "warn",
}
NOT_WRITTEN = {
    NotWritten.WRITTEN: pgettext_lazy("a participant", "Was written to within the last three days"),
    NotWritten.WELL: pgettext_lazy("a participant", "Is not at risk"),
    NotWritten.CLOSED: pgettext_lazy("a participant", "The account is deactivated"),
}


def reasons_said(item: ParticipantStanding) -> list[str]:
    """Why she is at risk, each as a text of its own: ``Silent for 9 days``."""
    return [capfirst(_said(reason, item)) for reason in item.reasons]


def joined(texts: Iterable[str]) -> str:
    # Translators: reasons are joined with this: "Silent for 9 days; 2 deadlines missed".
    return gettext("; ").join(texts)


def day_said(moment: datetime) -> str:
    """The day of a moment where the reader is."""
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")


def _said(reason: Reason, item: ParticipantStanding) -> str:
    if reason.code == Why.FALLING:
        return _fall_said(reason)
    if reason.code == Why.MISSED and "count" not in reason.facts:
        return gettext("several deadlines missed")
    if reason.code == Why.MISSED:
        number, first = reason.facts["count"], day_said(reason.facts["due"][0])
        return ngettext(
            "%(number)d deadline missed, on %(day)s",
            "%(number)d deadlines missed, the first on %(day)s",
            number,
        ) % {"number": number, "day": first}
    days = reason.facts["days"]
    if item.last_seen_at is None:
        return ngettext(
            "never seen in %(days)d day since it began", "never seen in %(days)d days since it began", days
        ) % {"days": days}
    return ngettext("silent for %(days)d day", "silent for %(days)d days", days) % {"days": days}


def _fall_said(reason: Reason) -> str:
    """Without the figures for whom they are not."""
    if "scores" not in reason.facts:
        return gettext("scores are falling")
    # Translators: parts of a list such as "due 4 days ago, 2 of 9 done" are joined with this.
    scores = gettext(", ").join(formats.number_format(_plain(score)) for score in reason.facts["scores"])
    return gettext("scores are falling: %(scores)s per cent") % {"scores": scores}


def _plain(number):
    """A number without idle zeros."""
    return int(number) if number == int(number) else number.normalize()
