"""What allauth asks of us: accounts as we keep them, mail in the person's language, secrets sealed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from clikc.foundation.zones import zone_named

from . import second_factor
from .devices import describe
from .models import User
from .seal import seal, unseal
from .signals import signed_up


class AccountAdapter(DefaultAccountAdapter):
    """Keeps what the sign-up form asked; writes mail in the person's own language and time zone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This e-mail address and password do not go together. Please check both."
        ),
        "too_many_login_attempts": _("Too many attempts. Please wait five minutes, then try again."),
        "incorrect_code": _("This code is not right. Please look at it again."),
        "incorrect_password": _("This password is not right."),
        "enter_current_password": _("This is not your current password."),
        "email_taken": _("This e-mail address cannot be used. Please choose another."),
        "duplicate_email": _("This is your e-mail address already."),
        "rate_limited": _("Please wait a moment before you ask again."),
    }

    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit=False)
        for name in ("printed_name", "preferred_language", "time_zone"):
            value = form.cleaned_data.get(name)
            if value:
                setattr(user, name, value)
        user.email = user.email.lower()
        if commit:
            user.save()
            # Of which administration she is, its coordinator decides.
            signed_up.send(User, user=user, administration=form.cleaned_data.get("administration"))
        return user

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address):
        signed_in = self.request.user.is_authenticated
        return reverse("account") if signed_in else reverse("account_login")

    def get_reauthentication_methods(self, user):
        """The password alone does not do where the person has a second factor and has not shown it."""
        methods = super().get_reauthentication_methods(user)
        if methods and second_factor.knows_the_password_alone(self.request):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)

    def send_mail(self, template_prefix, email, context):
        """In the language and zone of whoever has this address; strangers get the page's language.

        Whether the address is known is looked up every time, so that it takes the same time.
        """
        owner = User.objects.filter(email__iexact=email).first()
        reader = context.get("user") or owner
        language = getattr(reader, "preferred_language", None) or translation.get_language()
        # Addresses were made in the language of the page, and only there they can be taken apart.
        context = self._in_language(context, language)
        zone = zone_named(reader.time_zone) if reader else None
        with translation.override(language), timezone.override(zone):
            super().send_mail(template_prefix, email, context)

    def _in_language(self, context: dict, language: str) -> dict:
        """The context with its addresses in the reader's language, and what every mail of ours says."""
        translated = {
            key: translate_url(value, language) for key, value in context.items() if key.endswith("_url")
        }
        return {
            **context,
            **translated,
            "site_name": settings.SITE_NAME,
            "home_url": self.request.build_absolute_uri(f"/{language}/") if self.request else "",
            "device": describe(context.get("user_agent", "")),
        }


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie sealed in the database; who needs one cannot drop it."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Your role needs a second factor, so it cannot be switched off."),
        "unverified_email": _("Please confirm your e-mail address first."),
        "unreadable": _(
            "Your second factor can no longer be read, so no code will be right. Please ask those who "
            "run this site to remove it; then you can set it up anew."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed. Where its key is gone, a new secret that nobody knows: every code is wrong."""
        text = unseal(encrypted_text)
        return generate_totp_secret() if text is None else text

    def can_delete_authenticator(self, authenticator) -> bool:
        return not (settings.SECOND_FACTOR_REQUIRED and authenticator.user.needs_second_factor)
