"""What is said to a transfer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clikc.people.forms import WordsField
from clikc.people.models import Unit


class AcceptForm(forms.Form):
    """Into which unit she comes; the Secretariat names none."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("No unit")
    )

    def __init__(self, *args, administration, **kwargs):
        super().__init__(*args, **kwargs)
        if administration is None:
            self.fields.clear()
        else:
            self.fields["unit"].queryset = Unit.objects.current().filter(administration=administration)


class ReasonForm(forms.Form):
    reason = WordsField(label=_("Reason"), help_text=_("The officer reads it."))
