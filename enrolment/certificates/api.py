"""The door of certificates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clikc.foundation.zones import zone_named
from courses.catalogue import api as catalogue

from . import codes
from .achievements import achievements_of, named_records_of, names_of, records_of, regulation_of
from .awarding import JOB as SESSION_CERTIFICATES, award_session_certificate, days_of, start_awards
from .changes import note
from .deciding import (
    ClosingRefused,
    SamePerson,
    close_session,
    confirm_decisions,
    confirmed_among,
    decisions_of,
    digest_of,
    freeze_regulation,
    is_stale,
    open_grades,
    overrule_decision,
    propose_decisions,
    take_back_proposal,
    thaw_regulation,
)
from .document import certificate_pdf, report_pdf
from .figures import Figures, SessionFigures, figures_of
from .models import Certificate, CertificateChange
from .moving import move_certificates, would_move
from .own import OwnResult, own_result
from .permissions import can_take_document
from .reasons import Said, reasons_of, said
from .reporting import ReportLine, SessionReport, session_report, sessions_named
from .signals import certificate_awarded, certificate_revoked
from .telling import tell_learner, tell_revoked
from .wording import NAMELESS, Title, Wording, freeze_wording, printed_name_of

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.completion.models import CourseCompletion

__all__ = [
    "NAMELESS",
    "SESSION_CERTIFICATES",
    "ClosingRefused",
    "Figures",
    "OwnResult",
    "ReportLine",
    "Said",
    "SamePerson",
    "SessionFigures",
    "SessionReport",
    "achievements_of",
    "award_certificate",
    "award_session_certificate",
    "bears_name_of",
    "certificate_by_code",
    "certificates_to_take",
    "close_session",
    "confirm_decisions",
    "confirmed_among",
    "days_of",
    "decisions_of",
    "digest_of",
    "document_of",
    "figures_of",
    "freeze_regulation",
    "is_stale",
    "move_certificates",
    "named_records_of",
    "names_of",
    "open_grades",
    "overrule_decision",
    "own_result",
    "propose_decisions",
    "reasons_of",
    "records_of",
    "regulation_of",
    "report_pdf",
    "revoke_certificate",
    "said",
    "session_report",
    "sessions_named",
    "start_awards",
    "take_back_proposal",
    "tell_learner",
    "tell_revoked",
    "thaw_regulation",
    "wording_of",
    "would_move",
]


@transaction.atomic
def award_certificate(*, completion: CourseCompletion) -> Certificate:
    """The certificate of a completion, awarded once and for good.

    Freezes the printed name and the wording in every language. Safe to call twice and at the same
    time: whoever comes second gets what the first one awarded, and nothing is announced.
    """
    existing = Certificate.objects.filter(completion=completion).first()
    if existing:
        return existing
    certificate, is_new = Certificate.objects.get_or_create(
        completion=completion, defaults=_as_it_stands(completion)
    )
    if is_new:
        note(certificate, CertificateChange.Kind.ISSUED)
        certificate_awarded.send(Certificate, certificate=certificate)
    return certificate


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, by: User) -> Certificate:
    """Withdraw a certificate, for good; its page says so from now on. Safe to call twice.

    Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("A certificate is withdrawn for a reason.")
    certificate = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if certificate.is_valid:
        certificate.revoked_at = timezone.now()
        certificate.save(update_fields=["revoked_at"])
        note(certificate, CertificateChange.Kind.REVOKED, by=by, reason=reason.strip())
        certificate_revoked.send(Certificate, certificate=certificate)
    return certificate


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate of a code as somebody typed it, valid or withdrawn; None if there is none."""
    normal = codes.normalise(code)
    return Certificate.objects.filter(code=normal).first() if normal else None


def certificates_to_take(
    user: User, *, administration_id: int, enrolments: Iterable[UUID]
) -> list[Certificate]:
    """The certificates of these enrolments whose document ``user`` may take away: valid ones of people of
    the administration now. With learner and course. One query, and one for her roles."""
    found = Certificate.objects.valid().visible_to(user).filter(learner__administration=administration_id)
    found = found.filter(completion__enrolment__in=list(enrolments))
    wanted = found.select_related("learner", "completion__enrolment__course").order_by("pk")
    return [certificate for certificate in wanted if can_take_document(user, certificate)]


def document_of(certificate: Certificate, language: str) -> bytes:
    """The PDF of a certificate in the words of ``language``."""
    return certificate_pdf(certificate, language)


def wording_of(course, *, has_test: bool) -> Wording:
    """What a certificate of a course says today, in every language."""
    return freeze_wording(titles=_titles(course), minutes=course.minutes, has_test=has_test)


def bears_name_of(user: User) -> bool:
    """Whether a certificate bears this person's printed name, which then stays as it is. One query."""
    return Certificate.objects.filter(learner=user).exists()


def _as_it_stands(completion: CourseCompletion) -> dict:
    """Everything a certificate freezes, as it is now."""
    enrolment = completion.enrolment
    learner, course = enrolment.learner, enrolment.course
    return {
        "learner": learner,
        "code": codes.draw_code(),
        "printed_name": printed_name_of(learner),
        "wording": wording_of(course, has_test=_has_test(completion)),
        "minutes": course.minutes,
        "issued_on": _day_of(completion, learner),
    }


def _titles(course) -> dict[str, Title]:
    """Language → the course's title in it, or in the source's; its code if it has no page at all."""
    titles = {}
    for language in settings.INTERFACE_LANGUAGES:
        entry = catalogue.titles_of([course.pk], language).get(course.pk)
        titles[language] = (
            Title(entry.title, entry.language) if entry else Title(course.code, course.source_language)
        )
    return titles


def _has_test(completion: CourseCompletion) -> bool:
    return any(item.get("criterion") == "quiz_passed" for item in completion.evidence)


def _day_of(completion: CourseCompletion, learner: User) -> date:
    """The day it was where the learner is."""
    return timezone.localdate(completion.completed_at, zone_named(learner.time_zone))
