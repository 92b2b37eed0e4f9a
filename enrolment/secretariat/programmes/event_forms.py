"""An event as a form: of a programme, or of a session alone."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils import dates
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from enrolment.programmes import api as programmes
from enrolment.programmes.rules.calendar import After, InMonth, InWeek
from enrolment.programmes.rules.templates import (
    MOST_DAYS,
    MOST_MONTHS,
    MOST_WEEKS_BEFORE,
    Event,
    Module,
)

from .module_rows import MOST_WEEKS, code_field, number_field
from .multilingual import Multilingual, read_words, said_in, words_fields

ProgrammeEvent = programmes.ProgrammeEvent
IN_WEEK, IN_MONTH, AFTER = "week", "month", "after"
WHERE = [
    (IN_WEEK, _("in a week of the session")),
    (IN_MONTH, _("in a month, counted from that of the start")),
    (AFTER, _("so many days behind another event")),
]
# What each place needs.
NEEDED = {IN_WEEK: ("week", "weekday"), IN_MONTH: ("month", "day"), AFTER: ("after", "days_after")}
NEW_EVENT = {"kind": "step", "where": IN_WEEK, "shift": "next", "zone": "session"}
WEEKDAYS = [(place + 1, name) for place, name in dates.WEEKDAYS.items()]


class SaidForm(Multilingual, forms.Form):
    """What people are told of an event: its words, its time, whose clock."""

    texts = ("title",)
    at = forms.TimeField(
        label=pgettext_lazy("an event", "Time"),
        required=False,
        help_text=_("Empty: it takes the whole day."),
        widget=forms.TimeInput(attrs={"type": "time", "dir": "ltr"}, format="%H:%M"),
    )
    minutes = number_field(_("Minutes"), 1, 24 * 60, required=False)
    zone = forms.ChoiceField(label=_("On whose clock"), choices=ProgrammeEvent.Zone.choices)

    def __init__(self, *args, titles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= words_fields("title", _("Title"), titles, needed=True)


class EventForm(SaidForm):
    """A whole event. ``modules``: those it can be of; ``others``: code and title of what it can follow."""

    code = code_field(40)
    kind = forms.ChoiceField(label=_("Kind"), choices=ProgrammeEvent.Kind.choices)
    module = forms.ChoiceField(label=_("Module"), required=False)
    activity = forms.ChoiceField(
        label=_("Test or assignment"),
        required=False,
        help_text=_("Only where a module has several of a kind. Empty: all of them."),
    )
    where = forms.ChoiceField(label=_("It stands"), choices=WHERE, widget=forms.RadioSelect)
    week = number_field(_("Week"), -MOST_WEEKS_BEFORE, MOST_WEEKS, required=False)
    weekday = forms.TypedChoiceField(
        label=_("Weekday"), required=False, coerce=int, empty_value=None, choices=[("", "–"), *WEEKDAYS]
    )
    month = number_field(
        _("Month"),
        -MOST_MONTHS,
        MOST_MONTHS,
        required=False,
        help_text=_("0 is the month of the start, −9 nine months before."),
    )
    day = number_field(_("Day of the month"), 1, 31, required=False)
    after = forms.ChoiceField(label=pgettext_lazy("an event, on a calendar", "Behind"), required=False)
    days_after = number_field(_("Days behind"), -MOST_DAYS, MOST_DAYS, required=False)
    shift = forms.ChoiceField(label=_("On a closed day it moves to"), choices=ProgrammeEvent.Shift.choices)
    field_order = ["code", "kind"]

    def __init__(self, *args, event: Event | None, modules: Iterable[Module], others, activities, **kwargs):
        super().__init__(*args, titles=event.titles if event else {}, **kwargs)
        title = {item.code: said_in(item.titles) or item.code for item in modules}
        self.fields["module"].choices = [("", _("none")), *title.items()]
        self.fields["after"].choices = [("", "–"), *others]
        self.fields["activity"].choices = [("", _("all of them")), *activities]
        self.initial = initial_of(event) if event else NEW_EVENT

    @property
    def what(self) -> list:
        return [self[name] for name in ("code", "kind", "module", "activity")]

    @property
    def when(self) -> list:
        return [self[name] for name in ("shift", "at", "minutes", "zone")]

    def clean(self):
        cleaned = super().clean()
        for name in NEEDED.get(cleaned.get("where"), ()):
            if cleaned.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _("Say this too."))
        return cleaned

    @property
    def event(self) -> Event:
        """What a valid form says."""
        said = self.cleaned_data
        names = ("code", "kind", "module", "activity", "shift", "at", "minutes", "zone")
        facts = {name: said[name] for name in names}
        return Event(place=self._place(), titles=read_words(self, "title"), **facts)

    def _place(self) -> InWeek | InMonth | After:
        said = self.cleaned_data
        if said["where"] == IN_WEEK:
            return InWeek(said["week"], said["weekday"])
        if said["where"] == IN_MONTH:
            return InMonth(said["month"], said["day"])
        return After(said["after"], said["days_after"])


class SessionEventForm(SaidForm):
    """What is said of an event of a session; its day is changed where all dates are."""

    link = forms.URLField(
        label=_("Address to join"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


def initial_of(event: Event) -> dict[str, object]:
    place = event.place
    where = IN_WEEK if isinstance(place, InWeek) else IN_MONTH if isinstance(place, InMonth) else AFTER
    names = ("code", "kind", "module", "activity", "shift", "at", "minutes", "zone")
    found = {name: getattr(event, name) for name in names} | {"where": where}
    if where == AFTER:
        return found | {"after": place.code, "days_after": place.days}
    return found | {name: getattr(place, name) for name in NEEDED[where]}
