"""People of every role: an account with a verified address, as sign-up leaves it.

``make_person(role="tutor")`` and short names for each role; ``sign_in(client, user)``,
``sign_in_with_second_factor(client, user)`` for the back office.
"""

import time
from itertools import count

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import make_password

from clikc.people.api import grant_role
from clikc.people.models import Administration, User
from clikc.people.roles import Role

PASSWORD = "a quiet harbour at dawn"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

_numbers = count(1)
_hashed: dict[str, str] = {}


def make_person(
    email: str | None = None,
    role: str | None = None,
    administration: str | None = "KE",
    *,
    locale_code: str = "",
    password: str = PASSWORD,
    **facts,
) -> User:
    """A person with a verified address, of the administration with this code, perhaps with a role.

    ``facts`` go to the User (``printed_name=…``, ``preferred_language=…``, ``is_active=…``).
    """
    number = next(_numbers)
    email = (email or f"person{number}@customs.example").lower()
    facts = {"printed_name": f"Person {number}"} | facts
    user = User(email=email, administration=administration_of(administration), **facts)
    user.password = _hash(password)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if role:
        give_role(user, role, locale_code=locale_code)
    return user


def give_role(user: User, role: str, *, locale_code: str = "", administration=None, by: User | None = None):
    """A role as ``grant_role`` gives it; a national coordinator acts for the own administration."""
    if role == Role.NATIONAL_COORDINATOR:
        administration = administration or user.administration
    return grant_role(
        user=user, role=role, by=by, administration=administration, locale_code=locale_code, reason="test"
    )


def administration_of(code: str | None) -> Administration | None:
    return Administration.objects.get(code=code) if code else None


def officer(**facts) -> User:
    return make_person(**facts)


def coordinator(**facts) -> User:
    return make_person(role=Role.NATIONAL_COORDINATOR, **facts)


def tutor(**facts) -> User:
    return make_person(role=Role.TUTOR, **facts)


def author(**facts) -> User:
    return make_person(role=Role.AUTHOR, **facts)


def translator(**facts) -> User:
    """A translator, into Arabic unless ``locale_code`` says otherwise."""
    facts.setdefault("locale_code", "ar")
    return make_person(role=Role.TRANSLATOR, **facts)


def manager(**facts) -> User:
    return make_person(role=Role.PROGRAMME_MANAGER, **facts)


def admin(**facts) -> User:
    return make_person(role=Role.ADMIN, **facts)


def sign_in(client, user: User) -> User:
    """Signed in as allauth would, without its pages; answers the person, for chaining."""
    client.force_login(user, backend=BACKEND)
    return user


def _hash(password: str) -> str:
    """Hashing is slow by design; a test's password is hashed once a run."""
    if password not in _hashed:
        _hashed[password] = make_password(password)
    return _hashed[password]


def set_up_second_factor(user: User) -> str:
    """An authenticator app with its recovery codes, as the page sets it up; the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str) -> str:
    """What the app of this secret shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in_with_second_factor(client, user: User) -> User:
    """Signed in, the second factor shown: what the back office asks of most roles."""
    if not Authenticator.objects.filter(user=user).exists():
        set_up_second_factor(user)
    sign_in(client, user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return user
