"""Whether this session has shown a second factor, not only whether its person has one.

A session from before the second factor was set up knows the password alone.
"""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.adapter import get_adapter as sessions_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.urls import reverse

from .seal import unseal

# The sealed part of each kind of second factor.
_SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def has_second_factor(request) -> bool:
    return is_mfa_enabled(request.user, [Authenticator.Type.TOTP])


def showed_second_factor(request) -> bool:
    """Whether a code was typed in this session, at sign-in or since."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def knows_the_password_alone(request) -> bool:
    """Whether the person has a second factor that this session has not shown."""
    return not showed_second_factor(request) and has_second_factor(request)


def detour(request) -> str | None:
    """Where somebody signed in goes first whose role needs a second factor: to set one up, or to show it."""
    if not (settings.SECOND_FACTOR_REQUIRED and request.user.needs_second_factor):
        return None
    if not has_second_factor(request):
        return reverse("mfa_activate_totp")
    if not showed_second_factor(request):
        return reverse("mfa_reauthenticate", query={"next": request.get_full_path()})
    return None


def is_unreadable(user, kind: str) -> bool:
    """Whether the person has a second factor of this kind, sealed with a key that is gone."""
    found = Authenticator.objects.filter(user=user, type=kind).first()
    return found is not None and unseal(found.data.get(_SECRETS[kind], "")) is None


def app_was_set_up(sender, request, user, authenticator, **_kwargs) -> None:
    """Setting up an app takes a code of that app: it counts as shown here, and ends every other session."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
        sessions_adapter().end_sessions(list(others))


def listen() -> None:
    authenticator_added.connect(app_was_set_up, dispatch_uid="people.app_was_set_up")
