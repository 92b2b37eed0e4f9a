from django import forms
from django.utils.translation import gettext_lazy as _

from clikc.people.validators import plain_text

LONGEST_REASON = 500


class HandOverForm(forms.Form):
    """To whom a marking goes, and why."""

    to = forms.ChoiceField(label=_("To"))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The other tutor and the managers of the run read it."),
        max_length=LONGEST_REASON,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args, receivers, **kwargs):
        super().__init__(*args, **kwargs)
        self.receivers = {str(person.pk): person for person in receivers}
        names = [(pk, person.get_full_name()) for pk, person in self.receivers.items()]
        self.fields["to"].choices = [("", _("Choose a tutor")), *names]

    def clean_to(self):
        return self.receivers[self.cleaned_data["to"]]


class ReasonForm(forms.Form):
    """Why something is done, where one wants to say it."""

    reason = forms.CharField(required=False, max_length=LONGEST_REASON, validators=[plain_text])
