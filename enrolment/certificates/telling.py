"""The letters to a learner that her certificate is there, and that it is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from clikc.post import api as post

from . import addresses
from .models import Certificate, CertificateChange

if TYPE_CHECKING:
    from clikc.people.models import User

AWARDED, REVOKED = "certificate-awarded", "certificate-revoked"


def tell_learner(*, certificate: Certificate) -> None:
    """Post it, in the transaction of the award. Once, however often this is called. That of a session is told
    with its result (``results.py``)."""
    if certificate.decision_id is not None:
        return
    post.post(
        key=f"{AWARDED}:{certificate.pk}",
        kind=AWARDED,
        facts={"certificate": certificate.pk},
        person=certificate.learner,
    )


def write_awarded(facts: Mapping, learner: User) -> post.Draft | None:
    """Nobody is told of a certificate that was withdrawn meanwhile."""
    certificate = Certificate.objects.valid().filter(pk=facts["certificate"]).first()
    if certificate is None:
        return None
    words = certificate.words(learner.preferred_language)
    context = {
        "title": words["title"],
        "title_language": words["title_language"],
        "certificates": addresses.own_certificates(learner.preferred_language),
        "check": addresses.check_of(certificate),
    }
    return post.Draft(gettext("Your certificate is ready"), "certificates/mail/awarded", context)


def tell_revoked(*, certificate: Certificate) -> None:
    """Post that it is withdrawn, and why, in the transaction that withdraws it. Once."""
    post.post(
        key=f"{REVOKED}:{certificate.pk}",
        kind=REVOKED,
        facts={"certificate": certificate.pk},
        person=certificate.learner,
    )


def write_revoked(facts: Mapping, learner: User) -> post.Draft | None:
    """Not to an account that the certificate has gone from meanwhile."""
    certificate = Certificate.objects.filter(pk=facts["certificate"], learner=learner).first()
    if certificate is None or certificate.is_valid:
        return None
    change = certificate.changes.filter(kind=CertificateChange.Kind.REVOKED).select_related("by").first()
    words = certificate.words(learner.preferred_language)
    context = {
        "title": words["title"],
        "title_language": words["title_language"],
        "code": certificate.grouped_code,
        "reason": change.reason if change else "",
        "check": addresses.check_of(certificate),
    }
    reply_to = change.by.address if change and change.by and change.by.is_active else ""
    subject = gettext("Your certificate is withdrawn")
    return post.Draft(subject, "certificates/mail/revoked", context, reply_to=reply_to)


def note_told(facts: Mapping) -> None:
    """That she was told stands in the history of the certificate."""
    CertificateChange.objects.get_or_create(
        certificate_id=facts["certificate"],
        kind=CertificateChange.Kind.TOLD,
        defaults={"at": timezone.now()},
    )
