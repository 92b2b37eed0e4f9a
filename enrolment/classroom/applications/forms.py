"""What an officer says of herself when she applies."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.people.models import LANGUAGES
from clikc.people.validators import plain_text
from enrolment.admissions import api as admissions

FIRST_DAY = date(1930, 1, 1)
# Beside the languages of the platform and those a call asks for: languages that customs services work in.
OTHERS = ("pt", "ru", "sw", "zh-hans")


def past_day(label) -> forms.DateField:
    """A day until today."""
    widget = forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label,
        required=False,
        widget=widget,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(timezone.localdate)],
    )


class ApplicationForm(forms.Form):
    """A draft may leave anything open. ``seen``: the version that was shown, "" of a new one."""

    served_since = past_day(_("In your administration since"))
    born_on = past_day(_("Date of birth"))
    post = forms.ChoiceField(
        label=_("Your post"), required=False, choices=[("", _("Not said")), *admissions.CANDIDATE_POSTS]
    )
    languages = forms.MultipleChoiceField(
        label=_("Your working languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    motivation = forms.CharField(
        label=_("Motivation"),
        help_text=_("What you want to learn, and how you will use it. At most 2,000 characters."),
        max_length=2000,
        required=False,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args, call, known: tuple[str, ...] = (), **kwargs):
        super().__init__(*args, **kwargs)
        asked = {rule.code: rule for rule in admissions.rules_in(call)}
        codes = dict.fromkeys(
            [*dict(LANGUAGES), *getattr(asked.get("language"), "values", ()), *known, *OTHERS]
        )
        self.fields["languages"].choices = [(code, admissions.language_label(code)) for code in codes]
        # What nobody asks for is not collected.
        if "age_under" not in asked:
            del self.fields["born_on"]

    def clean_motivation(self) -> str:
        return self.cleaned_data["motivation"].replace("\r\n", "\n").strip()

    @property
    def facts(self) -> dict:
        """What is to be written, of a form that is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ReasonForm(forms.Form):
    """Why she gives something up, if she wants to say."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("You need not say why. Your administration and the Secretariat read it."),
        required=False,
        max_length=300,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
