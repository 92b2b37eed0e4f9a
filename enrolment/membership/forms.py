"""What officers say: to which administration, what they answer, who they are when they accept."""

from __future__ import annotations

from allauth.account.forms import SetPasswordField
from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from clikc.people.choices import administration_choices
from clikc.people.forms import (
    LABELS,
    NEW_PASSWORD,
    NameField,
    WordsField,
    compare_password_with_name,
    dress,
    password_help,
)
from clikc.people.models import Administration, User


class AskForm(forms.Form):
    """To which administration."""

    administration = forms.ModelChoiceField(
        label=_("Customs administration"), queryset=Administration.objects.all(), to_field_name="code"
    )
    note = WordsField(
        label=_("A word to its coordinator"),
        required=False,
        help_text=_("What helps to recognise you: your unit, your number of service."),
    )

    def __init__(self, *args, without: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["administration"]
        field.queryset = Administration.objects.exclude(pk=without)
        codes = set(field.queryset.values_list("code", flat=True)) | {""}
        field.choices = [choice for choice in administration_choices(get_language()) if choice[0] in codes]


class AnswerForm(forms.Form):
    answer = WordsField(label=_("Your answer"))


class AcceptForm(forms.Form):
    """The new account of somebody who was invited."""

    printed_name = NameField()
    preferred_language = forms.ChoiceField(
        label=_("Language"),
        choices=User._meta.get_field("preferred_language").choices,
        help_text=_("The language of these pages and of our mail to you."),
    )
    password1 = SetPasswordField(label=LABELS["password"])

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].user = User(email=person.address)
        dress(self.fields["password1"], LABELS["password"], NEW_PASSWORD, password_help())

    def clean(self):
        cleaned = super().clean()
        compare_password_with_name(self, cleaned)
        return cleaned


class MoveForm(forms.Form):
    """Accepting with an account of another administration."""

    note = WordsField(label=_("A word to your present coordinator"), required=False)
