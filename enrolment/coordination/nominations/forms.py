"""What a coordinator says of a candidate."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from clikc.people.models import LANGUAGES
from clikc.people.validators import plain_text
from enrolment.admissions import api as admissions

FIRST_DAY, LAST_DAY = date(1930, 1, 1), date(2100, 12, 31)
# Beside the languages of the platform and those a call asks for: languages that customs services work in.
OTHERS = ("pt", "ru", "sw", "zh-hans")
TEXT = {"rows": 6, "dir": "auto"}


def day(label, help_text="") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=widget,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )


def text(label, help_text="") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=2000,
        required=False,
        validators=[plain_text],
        widget=forms.Textarea(attrs=TEXT),
    )


class NominationForm(forms.Form):
    """The facts that rules of eligibility ask for, and two texts. ``seen``: the version that was shown."""

    served_since = day(_("In the administration since"))
    born_on = day(_("Date of birth"))
    post = forms.ChoiceField(
        label=_("Post"), required=False, choices=[("", _("Not said")), *admissions.CANDIDATE_POSTS]
    )
    languages = forms.MultipleChoiceField(
        label=_("Working languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    motivation = text(_("Motivation"), _("What the candidate wants to learn, and how it will be used."))
    endorsement = text(
        _("Endorsement"),
        _("In your words, instead of a stamped letter. The Secretariat and the trainers read it."),
    )
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args, call, is_applied: bool = False, known: tuple[str, ...] = (), **kwargs):
        super().__init__(*args, **kwargs)
        asked = {rule.code: rule for rule in admissions.rules_in(call)}
        codes = dict.fromkeys(
            [*dict(LANGUAGES), *getattr(asked.get("language"), "values", ()), *known, *OTHERS]
        )
        self.fields["languages"].choices = [(code, admissions.language_label(code)) for code in codes]
        # What nobody asks for is not collected.
        if "age_under" not in asked:
            del self.fields["born_on"]
        if is_applied:
            del self.fields["motivation"]

    @classmethod
    def of(cls, nomination, data=None) -> NominationForm:
        """The form with what is known of a candidate."""
        facts = {name: getattr(nomination, name) for name in admissions.CANDIDATE_FACTS}
        return cls(
            data,
            initial={**facts, "seen": nomination.version},
            call=nomination.call,
            is_applied=nomination.origin == "applied",
            known=tuple(nomination.languages),
        )

    def clean_motivation(self) -> str:
        return self.cleaned_data["motivation"].replace("\r\n", "\n").strip()

    def clean_endorsement(self) -> str:
        return self.cleaned_data["endorsement"].replace("\r\n", "\n").strip()

    @property
    def facts(self) -> dict:
        """What is to be written, of a form that is valid."""
        return {
            name: self.cleaned_data[name] for name in admissions.CANDIDATE_FACTS if name in self.cleaned_data
        }


class EndorseForm(forms.Form):
    endorsement = NominationForm.base_fields["endorsement"]
    seen = NominationForm.base_fields["seen"]

    def clean_endorsement(self) -> str:
        return self.cleaned_data["endorsement"].replace("\r\n", "\n").strip()


class ReasonForm(forms.Form):
    """Why something is given back or taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    seen = NominationForm.base_fields["seen"]

    def __init__(self, *args, is_required: bool = True, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required, self.fields["reason"].help_text = is_required, help_text
