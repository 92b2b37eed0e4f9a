"""The door of certificates."""

from .models import Certificate


def award_certificate(*, completion) -> Certificate:
    raise NotImplementedError
