"""What is said to a registration."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _, override

from clikc.people.forms import WordsField
from clikc.people.models import Unit
from enrolment.programmes import api as programmes

# Said to the officer in her language.
READY_REASONS = {
    "unknown": _("We do not find you among our officers. Please ask again with your full name and unit."),
    "address": _("Please register with the e-mail address of your work."),
    "double": _("You have an account already. Please sign in with that one."),
    "outside": _("You do not work at our administration."),
}


class ApproveForm(forms.Form):
    """Into which unit and cohort of an administration those go who are approved."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("No unit")
    )
    cohort = forms.ModelChoiceField(
        label=_("Cohort"), queryset=None, required=False, empty_label=_("No cohort")
    )

    def __init__(self, *args, administration, user, **kwargs):
        super().__init__(*args, **kwargs)
        if administration is None:
            self.fields.clear()
            return
        self.fields["unit"].queryset = Unit.objects.current().filter(administration=administration)
        cohorts = programmes.cohorts_seen_by(user, administration_id=administration.pk)
        self.fields["cohort"].queryset = cohorts.open()
        for name in self.fields:
            self.fields[name].widget.attrs["dir"] = "auto"


class AskForm(forms.Form):
    question = WordsField(
        label=_("Your question"), help_text=_("The officer gets it by mail and answers here.")
    )


class RefuseForm(forms.Form):
    ready = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", _("In my own words")), *READY_REASONS.items()],
        help_text=_("The officer reads it; these in the officer's own language."),
    )
    reason = WordsField(label=_("In my own words"), required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("ready") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please say why: the officer is told."))
        return cleaned

    def words_for(self, person) -> str:
        """The reason as this person reads it."""
        with override(person.preferred_language):
            ready = str(READY_REASONS.get(self.cleaned_data["ready"], ""))
        return " ".join(filter(None, [ready, self.cleaned_data["reason"]]))[:500]
