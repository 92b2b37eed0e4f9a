"""Addresses as they stand on paper and in mail: under the site's own name, for good."""

from django.urls import reverse
from django.utils import translation

from clikc.foundation.addresses import public

from .models import Certificate


def check_of(certificate: Certificate) -> str:
    """The page that says whether a certificate is valid, in the language of whoever opens it."""
    return public(reverse("verify_short", args=[certificate.code]))


def place_to_check() -> str:
    """Where a code can be typed, as short as it can be printed."""
    return public(reverse("verify_start")).partition("//")[2]


def own_certificates(language: str) -> str:
    """The list of one's certificates in a language."""
    with translation.override(language):
        return public(reverse("certificates"))
