"""What a programme manager types about a course run."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language, gettext_lazy as _

from clikc.people.models import LANGUAGES
from clikc.people.validators import collapse_whitespace, printable_name
from courses.catalogue import api as catalogue
from enrolment.programmes import api as programmes

MOST_SEATS = 100_000
DAYS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))]


def _day(label, help_text=""):
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        input_formats=["%Y-%m-%d"],
        validators=DAYS,
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
    )


class RunForm(forms.Form):
    """A run; its course is chosen once."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        validators=[printable_name],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    course = forms.TypedChoiceField(label=_("Course"), coerce=int)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("Each officer's own")), *LANGUAGES]
    )
    opens_on = _day(_("Opens on"))
    closes_on = _day(_("Ends on"), _("After that day nobody is put into it any more."))
    seats = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_(
            "Empty: no limit. Added seats go to those who wait longest; fewer seats are taken from nobody."
        ),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )

    def __init__(self, *args, run=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.run = run
        if run is None:
            self.fields["course"].choices = [("", _("Choose a course")), *_courses()]
        else:
            del self.fields["course"]

    @classmethod
    def of(cls, run, data=None) -> RunForm:
        """The form with what a run is."""
        initial = {
            name: getattr(run, name) for name in ("name", "language", "opens_on", "closes_on", "seats")
        }
        return cls(data, run=run, initial=initial)

    def clean_name(self) -> str:
        return collapse_whitespace(self.cleaned_data["name"])

    def clean(self):
        cleaned = super().clean()
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The end is before the opening."))
        return cleaned

    @property
    def facts(self) -> programmes.RunFacts:
        given = self.cleaned_data
        return programmes.RunFacts(
            name=given["name"],
            course_id=self.run.course_id if self.run else given["course"],
            language=given["language"],
            opens_on=given["opens_on"],
            closes_on=given["closes_on"],
            seats=given["seats"],
        )


def _courses() -> list[tuple[int, str]]:
    courses = {course.pk: course.code for course in catalogue.courses()}
    titles = catalogue.titles_of(courses, get_language())
    named = [(pk, titles[pk].title if pk in titles else code) for pk, code in courses.items()]
    return sorted(named, key=lambda item: item[1].casefold())
