"""What an officer says of herself when she applies."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.people.validators import plain_text
from enrolment.admissions import bases


class ApplicationForm(bases.CandidateForm):
    """A draft may leave anything open."""

    served_since = bases.day_field(_("In your administration since"), latest=timezone.localdate)
    born_on = bases.day_field(_("Date of birth"), latest=timezone.localdate)
    post = bases.post_field(_("Your post"))
    languages = bases.languages_field(_("Your working languages"))
    motivation = bases.CandidateWords(
        rows=8,
        label=_("Motivation"),
        help_text=_("What you want to learn, and how you will use it. At most 2,000 characters."),
    )


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
