from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from .models import Administration, User


class SignupForm(AllauthSignupForm):
    """Sign-up asks only what a certificate and a coordinator need."""

    printed_name = forms.CharField(
        label=_("Name as printed on certificates"), max_length=120, strip=True
    )
    administration = forms.ModelChoiceField(
        label=_("Customs administration"), queryset=Administration.objects.none(), required=True
    )
    field_order = ["printed_name", "administration", "email", "password1", "password2"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["administration"].queryset = Administration.objects.order_by("name")

    def clean(self):
        cleaned = super().clean()
        cleaned["preferred_language"] = get_language() or "en"
        return cleaned


class ProfileForm(forms.ModelForm):
    """What officers may change about themselves."""

    class Meta:
        model = User
        fields = ["printed_name", "preferred_language", "time_zone"]
