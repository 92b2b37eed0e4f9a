from django import forms
from django.utils.translation import gettext_lazy as _

from clikc.people.validators import plain_text
from enrolment.following import api as following


class ContactForm(forms.Form):
    """What is added to a message to many, and what makes it the same message when it is sent again."""

    line = forms.CharField(
        label=_("A line of your own (optional)"),
        help_text=_("Everybody gets it as you write it, whatever the language of the message."),
        max_length=following.LONGEST_LINE,
        required=False,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
