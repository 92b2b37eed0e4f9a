"""The forms of an account: allauth's, in our words, with what a browser needs to help.

A label, a help text, ``autocomplete``, the direction of what is typed. They are shown by
``templates/components/form.html``.
"""

import unicodedata

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter as second_factor_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext_lazy as _

from . import second_factor
from .choices import administration_choices, time_zone_choices
from .models import Administration, User
from .time_zones import likely_zone
from .validators import collapse_whitespace, plain_text, printable_name

EMAIL = {
    "type": "email",
    "inputmode": "email",
    "autocomplete": "username",
    "autocapitalize": "none",
    "spellcheck": "false",
    "dir": "ltr",
    "maxlength": 254,
}
CODE = {
    "inputmode": "numeric",
    "autocomplete": "one-time-code",
    "autocapitalize": "none",
    "spellcheck": "false",
    "dir": "ltr",
    "maxlength": 32,
}
NEW_PASSWORD = {"autocomplete": "new-password", "maxlength": 256}
OLD_PASSWORD = {"autocomplete": "current-password", "maxlength": 256}

LABELS = {
    "email": _("E-mail address"),
    "password": _("Password"),
    "new": _("New password"),
    "current": _("Current password"),
    "code": _("Code"),
}


def dress(field: forms.Field, label: str, attrs: dict, help_text: str = "") -> None:
    """Our words and a browser's hints on a field that allauth made; its placeholder goes."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def password_help() -> str:
    return _(
        "At least %(count)d characters. Not your name, not your address, and none of the passwords "
        "that many people use."
    ) % {"count": settings.PASSWORD_MIN_LENGTH}


class NameField(forms.CharField):
    """A name as it will be printed: one line, spaces collapsed, nothing hidden in it."""

    default_validators = [printable_name]

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Name as printed on certificates"))
        kwargs.setdefault("help_text", User._meta.get_field("printed_name").help_text)
        kwargs.setdefault("max_length", User._meta.get_field("printed_name").max_length)
        super().__init__(**kwargs)
        self.widget.attrs.update({"autocomplete": "name", "dir": "auto"})

    def to_python(self, value):
        return collapse_whitespace(super().to_python(value))


class WordsField(forms.CharField):
    """A few sentences that another person reads: a note, a question, a reason."""

    default_validators = [plain_text]

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
        super().__init__(**kwargs)


class CodeField(forms.CharField):
    """A code from a mail or an app; digits of other scripts (٤ ۴) are digits too."""

    def __init__(self, **kwargs):
        super().__init__(label=LABELS["code"], max_length=32, **kwargs)
        self.widget.attrs.update(CODE)

    def to_python(self, value):
        return "".join(_latin_digit(char) for char in super().to_python(value))


def _latin_digit(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


def compare_password_with_name(form: forms.Form, cleaned: dict) -> None:
    """A password that is the name typed beside it is an error of ``form``."""
    person = User(printed_name=cleaned.get("printed_name", ""))
    try:
        UserAttributeSimilarityValidator(("printed_name",)).validate(cleaned.get("password1", ""), person)
    except ValidationError as error:
        form.add_error("password1", error)


class SignupForm(account.SignupForm):
    """Sign-up asks only what a certificate and a coordinator need."""

    printed_name = NameField()
    administration = forms.ModelChoiceField(
        label=_("Customs administration"),
        queryset=Administration.objects.all(),
        to_field_name="code",
        help_text=_("The administration you work for. Its national coordinator is asked whether you do."),
    )
    # Filled in by static/js/account.js; the country decides where it is empty.
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    field_order = ["printed_name", "administration", "email", "password1", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["administration"].choices = administration_choices(get_language())
        dress(
            self.fields["email"],
            LABELS["email"],
            EMAIL,
            _("We send a code to this address to make sure that it is yours."),
        )
        dress(self.fields["password1"], LABELS["password"], NEW_PASSWORD, password_help())

    def clean(self):
        cleaned = super().clean()
        cleaned["preferred_language"] = get_language()
        administration = cleaned.get("administration")
        if administration:
            cleaned["time_zone"] = likely_zone(cleaned.get("time_zone", ""), administration.code)
        compare_password_with_name(self, cleaned)
        return cleaned

    def try_save(self, request):
        if self.account_already_exists:
            # A new account takes the time of a hash; a known address must not be quicker.
            make_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # Somebody signed up with this address since it was looked up; it took its hash.
            if not User.objects.filter(email__iexact=self.cleaned_data["email"]).exists():
                raise
            self.account_already_exists = True
            return super().try_save(request)


class SigninForm(account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self.fields["login"], LABELS["email"], EMAIL)
        dress(self.fields["password"], LABELS["password"], OLD_PASSWORD)
        dress(
            self.fields["remember"],
            _("This is my own device"),
            {},
            _("Leave this empty on a shared computer: you are signed out when the browser closes."),
        )


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self.fields["email"], LABELS["email"], EMAIL)


class NewPasswordForm(account.ResetPasswordKeyForm):
    """One field: it can be looked at while typing, and set again by mail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        dress(self.fields["password1"], LABELS["new"], NEW_PASSWORD, password_help())


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        dress(self.fields["oldpassword"], LABELS["current"], OLD_PASSWORD)
        dress(self.fields["password1"], LABELS["new"], NEW_PASSWORD, password_help())


class ChangeEmailForm(account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(
            self.fields["email"],
            _("New e-mail address"),
            {**EMAIL, "autocomplete": "email"},
            _("It counts as soon as you have typed in the code we send there."),
        )


class PasswordAgainForm(account.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self.fields["password"], LABELS["password"], OLD_PASSWORD)


class ResetCodeForm(account.ConfirmPasswordResetCodeForm):
    code = CodeField()


class VerificationCodeForm(account.ConfirmEmailVerificationCodeForm):
    code = CodeField()


class SaysWhyNoCodeIsRight:
    """A second factor whose key is gone takes no code: say so, instead of asking for another look."""

    def clean_code(self):
        try:
            return super().clean_code()
        except ValidationError as error:
            if error.code == "incorrect_code" and second_factor.is_unreadable(
                self.user, Authenticator.Type.TOTP
            ):
                raise second_factor_adapter().validation_error("unreadable") from None
            raise


class SecondFactorForm(SaysWhyNoCodeIsRight, mfa.AuthenticateForm):
    code = CodeField()


class SecondFactorAgainForm(SaysWhyNoCodeIsRight, mfa.ReauthenticateForm):
    code = CodeField()


class ActivateAppForm(app.ActivateTOTPForm):
    code = CodeField(help_text=_("Six digits; the app shows new ones twice a minute."))


class ProfileForm(forms.ModelForm):
    """What people may change about themselves. A name that a certificate bears stays as it is."""

    printed_name = NameField()
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Dates and deadlines are shown in this time zone.")
    )

    class Meta:
        model = User
        fields = ["printed_name", "preferred_language", "time_zone"]

    def __init__(self, *args, name_is_locked: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zone_choices(get_language(), self.instance.time_zone)
        self.fields["preferred_language"].help_text = _("The language of these pages and of our mail to you.")
        if name_is_locked:
            self.fields["printed_name"].disabled = True
            self.fields["printed_name"].help_text = _(
                "Your certificates bear this name, so it can no longer be changed here. "
                "If it is wrong, please tell your national coordinator."
            )
