"""What happened to a certificate, written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from .models import Certificate, CertificateChange

if TYPE_CHECKING:
    from clikc.people.models import User


def note(certificate: Certificate, kind: str, *, by: User | None = None, reason: str = "") -> None:
    CertificateChange.objects.create(
        certificate=certificate, kind=kind, by=by, reason=reason[:300], at=timezone.now()
    )
