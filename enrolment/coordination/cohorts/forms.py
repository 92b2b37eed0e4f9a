"""What a coordinator types about a cohort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy as _

from clikc.people.models import LANGUAGES, RoleGrant, User
from clikc.people.roles import Role
from clikc.people.validators import collapse_whitespace, plain_text, printable_name
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
MOST_DAYS = 3660


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar or typed as 2027-06-30."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d")
        super().__init__(
            **{
                "required": False,
                "widget": widget,
                "input_formats": ["%Y-%m-%d"],
                "validators": [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
            }
            | kwargs
        )


class TutorField(forms.ModelChoiceField):
    def __init__(self, queryset, **kwargs):
        super().__init__(queryset=queryset, required=False, empty_label=_("No tutor"), **kwargs)

    def label_from_instance(self, person):
        return person.get_full_name()


def tutors(administration, now: int | None = None):
    """Who is a tutor now and of this administration, or of none (the Secretariat's), by name; also the one
    there is (``now``, an id), wherever she is by now."""
    granted = RoleGrant.objects.current().filter(role=Role.TUTOR)
    ours = Q(administration=administration) | Q(administration=None) | Q(pk=now)
    there = User.objects.filter(ours, is_active=True, pk__in=granted.values("user"))
    return there.order_by("search_name", "pk")


@dataclass
class CourseLine:
    """A course as the form offers it: its title, the languages it exists in, the runs one can be put into
    with the seats that are free (None: no limit)."""

    course_id: int
    entry: object
    languages: Sequence[str]
    runs: list = field(default_factory=list)
    is_chosen: bool = False
    is_kept: bool = False
    run_id: int | None = None

    def lacks(self, language: str) -> bool:
        return bool(language) and language not in self.languages


class FactsForm(forms.Form):
    """A cohort, but for its people. ``facts`` is what was typed, for the verbs."""

    name = forms.CharField(
        label=_("Name of the cohort"),
        max_length=120,
        validators=[printable_name],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("Its people read it, for example “Recruits 2027, Mombasa”."),
    )
    courses = forms.TypedMultipleChoiceField(label=_("Courses"), coerce=int)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("Each officer's own")), *LANGUAGES],
        help_text=_("The language you plan the courses in. Everybody can change it."),
    )
    opens_on = DayField(
        label=_("Opens on"),
        help_text=_(
            "Empty: at once. Courses that are not open to everybody cannot be read before this day begins "
            "where the officer is."
        ),
    )
    due_on = DayField(
        label=_("Due on"),
        help_text=_("Met until the end of that day where the officer is. Empty: no due date."),
    )
    welcome = forms.CharField(
        label=_("Welcome text"),
        max_length=4000,
        required=False,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Plain text. It stands in the letter that every officer gets when the cohort opens."),
    )

    def __init__(
        self,
        *args,
        administration,
        kept: programmes.CohortFacts | None = None,
        tutor_now: int | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.kept = kept
        self.fields["tutor"] = TutorField(tutors(administration, tutor_now), label=_("Tutor"))
        self.lines = self._lines()
        self.fields["courses"].choices = [(line.course_id, line.course_id) for line in self.lines]
        for line in self.lines:
            if line.runs and not line.is_kept:
                choices = [("", ""), *((run.pk, run.name) for run, _free in line.runs)]
                self.fields[f"run_{line.course_id}"] = forms.TypedChoiceField(
                    choices=choices, coerce=int, empty_value=None, required=False, label=_("Course run")
                )
        self._mark()

    @classmethod
    def of(cls, facts: programmes.CohortFacts | None, data=None, **kwargs) -> FactsForm:
        """The form with what a cohort is."""
        initial = {}
        if facts is not None:
            initial = {
                name: getattr(facts, name) for name in ("name", "language", "opens_on", "due_on", "welcome")
            }
            initial |= {"courses": list(facts.course_ids), "tutor": facts.tutor_id}
            initial |= {f"run_{course}": run for course, run in facts.runs.items()}
            kwargs["tutor_now"] = facts.tutor_id
        return cls(data, initial=initial, **kwargs)

    def _lines(self) -> list[CourseLine]:
        """Every course with a page. Five queries."""
        ids = list(catalogue.courses().values_list("pk", flat=True))
        kept = set(self.kept.course_ids) if self.kept else set()
        titles, languages = catalogue.titles_of(ids, get_language()), catalogue.languages_of(ids)
        runs = programmes.runs_of(ids)
        free = admissions.free_seats(runs)
        lines = [
            CourseLine(
                course_id=pk,
                entry=titles.get(pk),
                languages=languages.get(pk, []),
                runs=[(run, free[run.pk]) for run in runs if run.course_id == pk],
                is_kept=pk in kept,
                run_id=self.kept.runs.get(pk) if pk in kept else None,
            )
            for pk in ids
            if pk in titles or pk in kept
        ]
        return sorted(lines, key=lambda line: line.entry.title.casefold() if line.entry else "")

    def _mark(self) -> None:
        chosen = {str(value) for value in self["courses"].value() or ()}
        for line in self.lines:
            line.is_chosen = str(line.course_id) in chosen
            name = f"run_{line.course_id}"
            if name in self.fields:
                value = str(self[name].value() or "")
                line.run_id = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None

    @property
    def language_now(self) -> str:
        value = self["language"].value() or ""
        return value if value in dict(LANGUAGES) else ""

    @property
    def plain_fields(self) -> list:
        """The fields beside courses and their runs."""
        return [self[name] for name in ("name", "language", "opens_on", "due_on", "tutor", "welcome")]

    def clean_name(self) -> str:
        return collapse_whitespace(self.cleaned_data["name"])

    def clean_welcome(self) -> str:
        return self.cleaned_data["welcome"].replace("\r\n", "\n").strip()

    def clean(self):
        cleaned = super().clean()
        opens, due = cleaned.get("opens_on"), cleaned.get("due_on")
        if opens and due and due < opens:
            self.add_error("due_on", _("The due date is before the opening."))
        return cleaned

    @property
    def facts(self) -> programmes.CohortFacts:
        given = self.cleaned_data
        courses = sorted(given["courses"], key=[line.course_id for line in self.lines].index)
        runs = {pk: run for pk in courses if (run := given.get(f"run_{pk}"))}
        return programmes.CohortFacts(
            name=given["name"],
            course_ids=tuple(courses),
            language=given["language"],
            opens_on=given["opens_on"],
            due_on=given["due_on"],
            welcome=given["welcome"],
            tutor_id=given["tutor"].pk if given["tutor"] else None,
            runs=runs,
        )


class EditForm(FactsForm):
    """A cohort that is there; ``seen`` is the version the form was opened with."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class PasteForm(forms.Form):
    """Addresses or names."""

    text = forms.CharField(
        label=_("Addresses or names"),
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "false"}),
        help_text=_(
            "One a line, or as they come from a mail or a sheet: “Amina Yusuf <amina@example.org>; "
            "bo@example.org”."
        ),
    )


class CloneForm(forms.Form):
    """The next intake."""

    name = FactsForm.base_fields["name"]
    days = forms.IntegerField(
        label=_("Days later"),
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        initial=0,
        help_text=_("By how many days the opening and due dates move, for example 364 for 52 weeks."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )
    with_people = forms.BooleanField(label=_("Take the same people along"), required=False)


class CloseForm(forms.Form):
    """Closing."""

    takes_courses = forms.BooleanField(
        label=_("Also take the courses away from those who have not finished"),
        required=False,
        help_text=_(
            "Their progress is kept. A course stays with whoever joined it herself or is in it for another "
            "cohort."
        ),
    )
