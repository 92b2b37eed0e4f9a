"""What a programme manager types about a session that runs."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.foundation.wall_clock import WallClockField
from clikc.foundation.zones import ClockFault, moment_of
from clikc.people.forms import WordsField
from clikc.people.models import LANGUAGES
from clikc.people.validators import plain_text
from enrolment.following import api as following

from .words import session_said

FAULTS = {
    ClockFault.SKIPPED: _("Summer time begins that night: the clocks never show this time."),
    ClockFault.TWICE: _("Summer time ends that night: the clocks show this time twice. Choose another."),
}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOST_DAYS = 120


def reason_field(**facts) -> WordsField:
    facts = {"label": _("Reason"), "max_length": 300} | facts
    return WordsField(widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}), **facts)


class EndForm(forms.Form):
    reason = reason_field(required=False)


class GivenTutorForm(forms.Form):
    """Which tutor a participant has, through all modules."""

    tutor = forms.TypedChoiceField(label=_("Tutor"), coerce=int, required=False, empty_value=None)
    reason = reason_field(required=False)

    def __init__(self, *args, tutors, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(item.tutor.pk, item.tutor.get_full_name()) for item in tutors]
        self.fields["tutor"].choices = [("", _("Nobody")), *named]


class MoreTimeForm(forms.Form):
    """More time for one thing, for some, or for all that is due between two days; on the session's clocks."""

    what = forms.MultipleChoiceField(label=_("For what"), required=False, widget=forms.CheckboxSelectMultiple)
    first = forms.DateField(label=_("And all that is due from"), required=False, widget=DAY)
    last = forms.DateField(label=_("to"), required=False, widget=DAY)
    days = forms.IntegerField(
        label=_("Days more"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )
    until = WallClockField(label=_("Or all until"), required=False)
    reason = reason_field(help_text=_("Kept on record with the extension; the letter does not say it."))
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, session, line, named, **kwargs):
        self.session, self.line = session, line
        super().__init__(*args, initial={"digest": following.due_digest(line)}, **kwargs)
        self.fields["what"].choices = named

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if bool(first) != bool(last):
            self.add_error("last" if first else "first", _("Say both days."))
        if bool(cleaned.get("days")) == bool(cleaned.get("until")) and not self.errors:
            self.add_error("days", _("Say how many days more, or until when: one of the two."))
        keys = set(cleaned.get("what") or ()) | self._between(first, last)
        if not keys and not self.errors:
            self.add_error("what", _("Choose for what more time is given."))
        return cleaned | {"keys": keys, "moment": self._moment(cleaned.get("until"))}

    def _between(self, first: date | None, last: date | None) -> set[str]:
        if not (first and last):
            return set()
        with timezone.override(self.session.time_zone):
            days = {following.key_of(item): timezone.localdate(item.due_at) for item in self.line.answers}
        return {key for key, day in days.items() if first <= day <= last}

    def _moment(self, wall):
        moment = wall and moment_of(wall, self.session.time_zone)
        if isinstance(moment, ClockFault):
            self.add_error("until", FAULTS[moment])
            return None
        if moment and moment > timezone.now() + timedelta(days=2 * 365):
            self.add_error("until", _("That is too far away."))
        return moment


class LeaveForm(forms.Form):
    reason = reason_field(help_text=_("Kept on record; the letter does not say it."))


class ReturnForm(LeaveForm):
    """``is_full``: all seats are held, and one who comes back beyond them is meant to."""

    beyond = forms.BooleanField(label=_("Bring back although no seat is free"))

    def __init__(self, *args, is_full, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_full:
            del self.fields["beyond"]


class MoveForm(LeaveForm):
    """To which later session: each is said with its language, its days and its free seats."""

    to = forms.TypedChoiceField(label=_("To which session"), coerce=int, widget=forms.RadioSelect)
    field_order = ["to"]

    def __init__(self, *args, later, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(item.pk, session_said(item)) for item in later]


class MessageForm(forms.Form):
    """What is written, in the manager's own words, and the key by which it is sent once."""

    language = forms.ChoiceField(
        label=_("Language you write in"),
        choices=LANGUAGES,
        help_text=_("So that it is read aloud as it should be."),
    )
    subject = forms.CharField(
        label=_("Subject"),
        max_length=following.LONGEST_SUBJECT,
        validators=[plain_text],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    words = WordsField(
        label=_("Message"),
        max_length=following.LONGEST_MESSAGE,
        help_text=_("A greeting, the session and your name are put around it, in each one's language."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)


class AddForm(forms.Form):
    """Officers who come in by hand."""

    reason = reason_field(help_text=_("Such as: nominated late, with the agreement of the Secretariat."))
