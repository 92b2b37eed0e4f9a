"""Standings and their reasons in the language of now."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _, ngettext, pgettext_lazy

from .rules import Kind, NoReminder, Standing, Why

KINDS = {
    Kind.NOT_STARTED: _("Not started"),
    Kind.BEHIND: pgettext_lazy("an officer in a course", "Behind"),
    # Translators: she has done nothing for 14 days.
    Kind.IDLE: pgettext_lazy("an officer in a course", "Idle"),
    Kind.ON_TRACK: _("On track"),
    Kind.FINISHED: pgettext_lazy("an officer in a course", "Finished"),
    Kind.INVITED: _("Invitation not accepted"),
    Kind.NOT_OPENED: _("Not open yet"),
    Kind.LEFT: pgettext_lazy("an officer in a course", "Left"),
}

NOT_REMINDED = {
    NoReminder.REMINDED: _("Reminded within the last three days"),
    NoReminder.INVITED: _("Has not accepted the invitation yet"),
    NoReminder.FINISHED: _("Has finished"),
    NoReminder.NOT_OPENED: _("The course is not open yet"),
    NoReminder.LEFT: _("Has left the course"),
    NoReminder.CLOSED: _("The account is deactivated"),
}


def said_of(standing: Standing, *, done: int, required: int) -> str:
    """The reasons as one text: ``Due 4 days ago, 2 of 9 done``. Empty where there is nothing to say."""
    said = [_said(reason.why, reason.days) for reason in standing.reasons]
    is_open = standing.kind not in (Kind.FINISHED, Kind.LEFT, Kind.INVITED, Kind.NOT_OPENED)
    if is_open and required:
        said.append(gettext("%(done)d of %(required)d done") % {"done": done, "required": required})
    # Translators: parts of a list such as "due 4 days ago, 2 of 9 done" are joined with this.
    return capfirst(gettext(", ").join(said))


def _said(why: Why, days: int) -> str:
    if why == Why.SLOW:
        return gettext("less done than time gone")
    if why == Why.CLOSED:
        return gettext("account deactivated")
    if why == Why.DUE and days == 0:
        return gettext("due today")
    texts = {
        Why.OPENS: ngettext("opens in %(days)d day", "opens in %(days)d days", days),
        Why.OVERDUE: ngettext("due %(days)d day ago", "due %(days)d days ago", days),
        Why.DUE: ngettext("due in %(days)d day", "due in %(days)d days", days),
        Why.IDLE: ngettext("nothing for %(days)d day", "nothing for %(days)d days", days),
    }
    return texts[why] % {"days": days}
