from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from clikc.people.validators import plain_text
from enrolment.grading import api as grading

LONGEST_REASON = 500


class HandOverForm(forms.Form):
    """To whom a marking goes, and why. Each tutor stands there with how much she has to do."""

    to = forms.ChoiceField(label=_("To"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "The other tutor and the managers of the run read it, and it is in a letter. Name no participant."
        ),
        max_length=LONGEST_REASON,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args, receivers: Sequence[grading.Load], **kwargs):
        super().__init__(*args, **kwargs)
        self.receivers = {str(load.tutor.pk): load.tutor for load in receivers}
        self.fields["to"].choices = [(str(load.tutor.pk), _words(load)) for load in receivers]

    def clean_to(self):
        return self.receivers[self.cleaned_data["to"]]


def _words(load: grading.Load) -> str:
    languages = dict.fromkeys([load.tutor.preferred_language, *load.terms.languages])
    return render_to_string("tutoring/_receiver.html", {"load": load, "languages": list(languages)})


class ReasonForm(forms.Form):
    """Why something is done, where one wants to say it."""

    reason = forms.CharField(required=False, max_length=LONGEST_REASON, validators=[plain_text])
