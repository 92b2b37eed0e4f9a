"""What is asked of a report, as it stands in an address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, get_language_info, gettext_lazy as _

from . import rules
from .gathering import Scope

if TYPE_CHECKING:
    from clikc.people.models import Administration

SPAN = "days"
YEARS = 5
FIRST_DAY = date(2000, 1, 1)


class ReportForm(forms.Form):
    """Nothing asked for is the last twelve months of everybody, in the reader's language.

    ``courses``, ``cohorts`` and ``units`` are what can be chosen: id and name.
    """

    period = forms.ChoiceField(label=_("Period"), required=False)
    since = forms.DateField(label=_("First day"), required=False)
    until = forms.DateField(label=_("Last day"), required=False)
    cohort = forms.ChoiceField(label=_("Cohort"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    course = forms.ChoiceField(label=_("Course"), required=False)
    language = forms.ChoiceField(label=_("Language of the report"), required=False)

    def __init__(
        self,
        asked,
        *,
        administration: Administration,
        courses: Iterable[tuple[int, str]],
        cohorts: Iterable[tuple[int, str]],
        units: Iterable[tuple[int, str]],
    ):
        self.administration = administration
        self.today = timezone.localdate()
        # What is not asked for is shown as what it means.
        given = {name: value for name, value in asked.items() if value}
        super().__init__({"language": get_language(), **given})
        years = range(self.today.year, self.today.year - YEARS, -1)
        self._offer("period", _("Last 12 months"), [(year, year) for year in years])
        self.fields["period"].choices += [(SPAN, _("The days below"))]
        self._offer("cohort", _("Every cohort"), cohorts)
        self._offer("unit", _("Every unit"), units)
        self._offer("course", _("Every course"), courses)
        self.fields["language"].choices = [
            (code, get_language_info(code)["name_local"]) for code in settings.INTERFACE_LANGUAGES
        ]
        for name in ("since", "until"):
            self.fields[name].input_formats = ["%Y-%m-%d"]
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def _offer(self, name: str, everything, choices: Iterable[tuple]) -> None:
        self.fields[name].choices = [("", everything), *((str(pk), str(label)) for pk, label in choices)]

    def clean(self):
        given = super().clean()
        if given.get("period") == SPAN and not self.errors:
            self._check_days(given["since"], given["until"])
        return given

    def _check_days(self, since: date | None, until: date | None) -> None:
        if since is None:
            self.add_error("since", _("Say on which day the period begins."))
        elif not FIRST_DAY <= since <= self.today:
            self.add_error("since", _("Choose a day that has come, from the year 2000 on."))
        elif until is not None and until < since:
            self.add_error("until", _("The last day is before the first."))
        elif (until or self.today) - since > rules.LONGEST_PERIOD:
            self.add_error("until", _("A report holds three years at most."))

    @property
    def period_asked(self) -> rules.Period:
        """Of a form that is valid. Days still to come are left out."""
        given = self.cleaned_data
        if given["period"] == SPAN:
            return rules.from_to(given["since"], min(given["until"] or self.today, self.today))
        if given["period"]:
            return rules.calendar_year(int(given["period"]), self.today)
        return rules.last_twelve_months(self.today)

    @property
    def scope(self) -> Scope:
        """Of a form that is valid."""
        ids = {name: self.cleaned_data[name] for name in ("course", "cohort", "unit")}
        return Scope(self.administration, **{name: int(pk) if pk else None for name, pk in ids.items()})

    @property
    def language_asked(self) -> str:
        """Of a form that is valid."""
        return self.cleaned_data["language"]

    @property
    def has_courses(self) -> bool:
        """Whether anybody here is in a course."""
        return len(self.fields["course"].choices) > 1

    def name_of(self, name: str) -> str:
        """What was chosen in a field, in words; "" where nothing was. Of a form that is valid."""
        return dict(self.fields[name].choices)[self.cleaned_data[name]] if self.cleaned_data[name] else ""
