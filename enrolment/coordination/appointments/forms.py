"""Appointing, handing over and ending."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clikc.people.forms import WordsField
from clikc.people.models import User


def _day(**more) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class PersonField(forms.EmailField):
    """The person who has an e-mail address."""

    def __init__(self, **more):
        super().__init__(label=_("E-mail address of the person"), **more)

    def clean(self, value):
        address = super().clean(value)
        found = User.objects.filter(email__iexact=address, contact="", merged_into=None).first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this address."))
        return found


class AppointForm(forms.Form):
    person = PersonField()
    is_deputy = forms.BooleanField(label=_("As deputy"), required=False)
    starts_on = _day(label=_("From"), required=False, help_text=_("Empty: from today."))
    ends_on = _day(label=_("Until"), required=False, help_text=_("Empty: without an end."))
    reason = WordsField(label=_("Reason"), max_length=300)


class HandOverForm(forms.Form):
    to = PersonField()
    on = _day(
        label=_("From"),
        required=False,
        help_text=_("The appointment of the present coordinator ends the day before. Empty: today."),
    )
    reason = WordsField(label=_("Reason"), max_length=300)


class EndForm(forms.Form):
    grant = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)
    last_day = _day(label=_("Last day"), required=False, help_text=_("Empty: at once."))
    reason = WordsField(label=_("Reason"), max_length=300)
