"""The link of an invitation: signed, so that it cannot be guessed or made up, and it runs out."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.urls import reverse

from clikc.foundation.addresses import public

SALT = "membership.invitation"
VALID = timedelta(days=90)
# A signed number of 36 characters is 120 long.
LONGEST = 200


class InvalidLink(Exception):
    """Nobody was sent this link."""


class ExpiredLink(Exception):
    """The link is older than ``VALID``."""


def token_of(invitation) -> str:
    """A new token; its age begins now."""
    return signing.dumps(str(invitation.pk), salt=SALT)


def invitation_id(token: str) -> UUID:
    """Raises InvalidLink, ExpiredLink."""
    if len(token) > LONGEST:
        raise InvalidLink
    try:
        return UUID(signing.loads(token, salt=SALT, max_age=VALID))
    except signing.SignatureExpired as error:
        raise ExpiredLink from error
    except (signing.BadSignature, ValueError) as error:
        raise InvalidLink from error


def link_of(invitation) -> str:
    """The public address of an invitation, in the language of now."""
    return public(reverse("invitation", args=[token_of(invitation)]))
