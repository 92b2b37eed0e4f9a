"""Work that outlasts a request."""

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks import task

from . import addresses
from .models import Certificate, CertificateChange


@task()
def tell_learner(certificate_id: int) -> None:
    """Write to the learner that the certificate is there, in the learner's language, once.

    Safe to run again: what was sent is noted as a change TOLD of the certificate, after the mail
    went out. A crash between the two sends it twice, which is better than never. Nobody is told
    of a certificate that was withdrawn meanwhile, and nobody whose account is closed.
    """
    certificate = Certificate.objects.valid().filter(pk=certificate_id).select_related("learner").first()
    told = CertificateChange.Kind.TOLD
    if certificate is None or not certificate.learner.is_active:
        return
    if certificate.changes.filter(kind=told).exists():
        return
    _message(certificate).send()
    CertificateChange.objects.get_or_create(
        certificate=certificate, kind=told, defaults={"at": timezone.now()}
    )


def _message(certificate: Certificate) -> EmailMultiAlternatives:
    """The mail: plain text, and the same as simple HTML."""
    learner = certificate.learner
    language = learner.preferred_language
    with translation.override(language):
        words = certificate.words(language)
        context = {
            "language": language,
            "title": words["title"],
            "title_language": words["title_language"],
            "certificates": addresses.own_certificates(language),
            "check": addresses.check_of(certificate),
        }
        message = EmailMultiAlternatives(
            subject=gettext("Your certificate is ready"),
            body=render_to_string("certificates/mail/awarded.txt", context),
            to=[learner.email],
        )
        message.attach_alternative(render_to_string("certificates/mail/awarded.html", context), "text/html")
    return message
