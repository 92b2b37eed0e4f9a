"""What a coordinator says of a candidate."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clikc.people.validators import plain_text
from enrolment.admissions import bases


def endorsement_field() -> bases.CandidateWords:
    return bases.CandidateWords(
        rows=6,
        label=_("Endorsement"),
        help_text=_("In your words, instead of a stamped letter. The Secretariat and the trainers read it."),
    )


class NominationForm(bases.CandidateForm):
    """The facts that rules of eligibility ask for, and two texts."""

    served_since = bases.day_field(_("In the administration since"))
    born_on = bases.day_field(_("Date of birth"))
    post = bases.post_field(_("Post"))
    languages = bases.languages_field(_("Working languages"))
    motivation = bases.CandidateWords(
        rows=6,
        label=_("Motivation"),
        help_text=_("What the candidate wants to learn, and how it will be used."),
    )
    endorsement = endorsement_field()

    @classmethod
    def of(cls, nomination, data=None) -> NominationForm:
        """What an applicant says herself is left to her."""
        form = super().of(nomination, data)
        if nomination.origin == nomination.Origin.APPLIED:
            del form.fields["motivation"]
        return form


class EndorseForm(forms.Form):
    endorsement = endorsement_field()
    seen = bases.seen_field()


class ReasonForm(forms.Form):
    """Why something is given back or taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    seen = bases.seen_field()

    def __init__(self, *args, is_required: bool = True, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required, self.fields["reason"].help_text = is_required, help_text
