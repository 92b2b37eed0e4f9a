"""A session as a form: when it is made, its facts, its dates."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy as _, pgettext_lazy

from clikc.people.choices import time_zone_choices
from clikc.people.models import LANGUAGES
from clikc.people.validators import plain_text
from enrolment.programmes import api as programmes
from enrolment.programmes.rules.closed_days import (
    EARLIEST,
    LATEST,
    LONGEST_NAME,
    MOST_DAYS,
    Wrong,
    read_closed_days,
    write_closed_days,
)

from .module_rows import MOST_WEEKS, number_field
from .multilingual import Multilingual, read_words, words_fields
from .sections import column_fields

LONGEST_LIST = MOST_DAYS * (LONGEST_NAME + 20)
SHOWN_FAULTS = 20
NO_START = _("A session starts on a Monday, or on the first working day of that week.")
# Isolated: behind Arabic letters its parts would stand the other way round.
EXAMPLE = "\u20662026-12-25\u2069"
SAID = {
    Wrong.NO_DAY: _("Line %(line)s is no day, such as %(day)s: “%(given)s”."),
    Wrong.TOO_FAR: _("Line %(line)s is too far away: “%(given)s”."),
    Wrong.TWICE: _("Line %(line)s has a day that is there already: “%(given)s”."),
    Wrong.LONG_NAME: _("Line %(line)s has a name that is too long: “%(given)s”."),
    Wrong.TOO_MANY: _("From line %(line)s on there are too many: %(given)s at most."),
}


def day_field(label, **more) -> forms.DateField:
    """A day of this century or the next."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        **more,
    )


class ClosedDaysForm(forms.Form):
    """Closed days as lines, and one more beside them. ``closed``: day → name, once it is valid."""

    closed_days = forms.CharField(
        label=_("Closed days"),
        required=False,
        max_length=LONGEST_LIST,
        help_text=format_lazy(
            _("One in each line, the day and its name: {day}; Christmas. Paste as many as you have."),
            day=EXAMPLE,
        ),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    one_day = day_field(_("One more closed day"), required=False)
    one_name = forms.CharField(
        label=_("Its name"),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_closed_days(self):
        said = self.cleaned_data["closed_days"]
        self.closed, faults = read_closed_days(said)
        if faults:
            told = [
                SAID[each.what] % {"line": each.line, "given": f"\u2068{each.given}\u2069", "day": EXAMPLE}
                for each in faults
            ]
            raise forms.ValidationError(told[:SHOWN_FAULTS])
        for name in self.closed.values():
            plain_text(name)
        return said

    def clean(self):
        cleaned = super().clean()
        if (day := cleaned.get("one_day")) and "closed_days" in cleaned:
            plain_text(cleaned.get("one_name", ""))
            self.closed = {**self.closed, day: cleaned.get("one_name", "")}
        return cleaned

    def with_all_days(self) -> None:
        """Show the one more day among the others."""
        self.data = self.data.copy()
        self.data["closed_days"] = write_closed_days(self.closed)
        self.data["one_day"] = self.data["one_name"] = ""


class NewSessionForm(ClosedDaysForm):
    number = number_field(_("Number"), 1, 9999)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    starts_on = day_field(_("Starts"))
    time_zone = forms.ChoiceField(label=_("Time zone"))
    place = forms.CharField(
        label=pgettext_lazy("a session", "Place"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    field_order = ["number", "language", "starts_on", "time_zone", "place"]

    def __init__(self, data=None, *, programme, zone: str, initial=None):
        super().__init__(data, initial=initial)
        self.programme = programme
        self.fields["time_zone"].choices = time_zone_choices(get_language(), zone)

    def clean_place(self):
        plain_text(self.cleaned_data["place"])
        return self.cleaned_data["place"]

    def clean(self):
        cleaned = super().clean()
        starts_on = cleaned.get("starts_on")
        is_known = starts_on and "closed_days" in cleaned
        if is_known and not programmes.may_start(self.programme, starts_on, self.closed):
            self.add_error("starts_on", NO_START)
        return cleaned


class DatesForm(ClosedDaysForm):
    """Other dates of a session; an event with a day here stays on it."""

    starts_on = day_field(_("Starts"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        validators=[plain_text],
        help_text=_("It stands in the history of the session."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    field_order = ["starts_on"]

    def __init__(self, data=None, *, session, events: Iterable, dates: programmes.Dates):
        shown = {"starts_on": dates.starts_on, "closed_days": write_closed_days(dates.closed)}
        super().__init__(data, initial=shown)
        self.session, self.dates_now = session, dates
        self.pinned_of = {f"pin-{event.pk}": event.code for event in events}
        for event in events:
            pinned = dates.pinned.get(event.code)
            label = programmes.titled(event).title
            self.fields[f"pin-{event.pk}"] = day_field(label, required=False, initial=pinned)

    @property
    def pins(self) -> list:
        return [self[name] for name in self.pinned_of]

    @property
    def plain(self) -> list:
        return [field for field in self.visible_fields() if field.name not in self.pinned_of]

    @property
    def has_pins(self) -> bool:
        return any(field.value() for field in self.pins)

    def clean(self):
        cleaned = super().clean()
        start = cleaned.get("starts_on")
        is_other = start is not None and start != self.session.starts_on
        is_known = is_other and "closed_days" in cleaned
        if is_known and not programmes.may_start(self.session.programme, start, self.closed):
            self.add_error("starts_on", NO_START)
        return cleaned

    @property
    def dates(self) -> programmes.Dates:
        """What a valid form says."""
        said = self.cleaned_data
        pinned = {code: said[name] for name, code in self.pinned_of.items() if said.get(name)}
        return programmes.Dates(said["starts_on"], self.closed, pinned)


class SessionFactsForm(Multilingual, forms.Form):
    """What a session is beside its dates."""

    texts = ("title",)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    number = number_field(_("Number"), 1, 9999)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    place = forms.CharField(
        label=pgettext_lazy("a session", "Place"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    weeks = number_field(_("Weeks"), 1, MOST_WEEKS)
    hours = number_field(_("Hours of study"), 0, 32767, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        validators=[plain_text],
        help_text=_("It stands in the history of the session."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    names = ("number", "language", "time_zone", "place", "weeks", "hours")

    def __init__(self, data=None, *, session):
        shown = {name: getattr(session, name) for name in (*self.names, "version")}
        super().__init__(data, initial=shown)
        self.fields["time_zone"].choices = time_zone_choices(get_language(), session.time_zone)
        reason = self.fields.pop("reason")
        self.fields |= words_fields("title", _("Title"), programmes.words_of(session, "title"), needed=True)
        self.fields["reason"] = reason

    def clean_place(self):
        plain_text(self.cleaned_data["place"])
        return self.cleaned_data["place"]

    @property
    def facts(self) -> dict[str, object]:
        facts = {name: self.cleaned_data[name] for name in self.names}
        return facts | {"titles": read_words(self, "title")}


class SessionRegulationForm(Multilingual, forms.Form):
    """What is asked for a certificate of this session, until it is frozen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data=None, *, session):
        super().__init__(data, initial={"version": session.version})
        now = {name: getattr(session, name) for name in programmes.REGULATION}
        self.fields |= column_fields(programmes.Programme, programmes.REGULATION, now)

    @property
    def facts(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in programmes.REGULATION}


def refuse(form: forms.Form, faults: Iterable[programmes.Refusal]) -> None:
    """Say each fault of a session at its field."""
    for fault in faults:
        name = f"title_{fault.where[-1]}" if fault.where[0] == "titles" else str(fault.where[-1])
        is_here = name in form.fields and name not in form.errors
        form.add_error(name if is_here else None, fault.message)
