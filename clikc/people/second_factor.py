"""Whether this session has shown a second factor, not only whether its person has one.

A session from before the second factor was set up knows the password alone.
"""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled


def has_second_factor(request) -> bool:
    return is_mfa_enabled(request.user, [Authenticator.Type.TOTP])


def showed_second_factor(request) -> bool:
    """Whether a code was typed in this session, at sign-in or since."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def remember_set_up(sender, request, user, authenticator, **_kwargs) -> None:
    """Setting up an app takes a code of that app: it counts as shown."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def listen() -> None:
    authenticator_added.connect(remember_set_up, dispatch_uid="people.remember_set_up")
