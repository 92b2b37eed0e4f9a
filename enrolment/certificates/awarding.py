"""Certificates of a session, and the letters that tell everybody how she left it: by a job, once each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from clikc.foundation.zones import zone_named
from clikc.jobs import api as jobs
from enrolment.programmes import api as programmes

from . import codes
from .changes import note
from .deciding import ClosingRefused
from .models import AwardClass, AwardDecision, Certificate, CertificateChange
from .results import IN_SESSION, tell_result
from .signals import certificate_awarded
from .wording import Title, Wording, freeze_session_wording, printed_name_of

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import ProgrammeSession

JOB = "certificates.session"


@transaction.atomic
def start_awards(*, session_id: int, by: User) -> jobs.Job:
    """Have the certificates of a session made and everybody told, for all decisions that are confirmed. While
    it is under way the same job is returned, whoever asks. Raises ClosingRefused where nothing is confirmed.
    """
    if not _confirmed(session_id).exists():
        raise ClosingRefused("nothing")
    payload = {"session": session_id}
    return jobs.start_job(kind=JOB, owner=by, payload=payload, key=f"{JOB}:{session_id}")


def run_awards(job: jobs.Running) -> dict:
    """The work of the job, one participant a step: what an earlier run has done stays as it is."""
    ids = list(_confirmed(job.payload["session"]).order_by("pk").values_list("pk", flat=True))
    certificates = 0
    for number, pk in enumerate(ids, start=1):
        if job.is_stopping:
            break
        certificates += award_session_certificate(decision_id=pk) is not None
        job.advance(number, len(ids))
    return {"certificates": certificates, "told": len(ids)}


@transaction.atomic
def award_session_certificate(*, decision_id: int) -> Certificate | None:
    """The certificate of a confirmed decision, None where it gives none or she is not in the session any
    more; and the letter that says how it ended. Safe to call twice and at the same time: there is one
    certificate and one letter."""
    decision = _confirmed().get(pk=decision_id)
    certificate = None
    if decision.award != AwardClass.NONE and decision.participation.state == IN_SESSION:
        certificate, is_new = Certificate.objects.get_or_create(
            decision=decision, defaults=_as_it_stands(decision)
        )
        if is_new:
            note(certificate, CertificateChange.Kind.ISSUED, by=decision.confirmed_by)
            certificate_awarded.send(Certificate, certificate=certificate)
    tell_result(decision)
    return certificate


def outcome(job: jobs.Job) -> tuple[str, str]:
    """How many there are now, as a sentence, and its tone."""
    number = (job.result or {}).get("certificates", 0)
    words = ngettext("%(number)d certificate is there.", "%(number)d certificates are there.", number)
    return words % {"number": number}, "good"


def page_of(job: jobs.Job) -> str:
    return reverse("closing", args=[job.payload["session"]])


def days_of(session: ProgrammeSession) -> tuple[date, date]:
    """The first day of a session, and the Friday of its last week."""
    return session.starts_on, programmes.last_day_of(session)


def session_wording(session: ProgrammeSession, award: str) -> Wording:
    """What a certificate of a session says today, in every language. One query."""
    return freeze_session_wording(
        titles=_titles(session),
        number=session.number,
        days=days_of(session),
        hours=session.hours or 0,
        place=session.place,
        is_best=award == AwardClass.HONOURS,
    )


def _confirmed(session_id: int | None = None):
    found = AwardDecision.objects.confirmed().select_related(
        "participation__learner", "participation__session__programme", "confirmed_by"
    )
    return found if session_id is None else found.filter(participation__session=session_id)


def _as_it_stands(decision: AwardDecision) -> Mapping:
    """Everything that is frozen, as it is now."""
    participation = decision.participation
    learner, session = participation.learner, participation.session
    return {
        "learner": learner,
        "award": decision.award,
        "code": codes.draw_code(),
        "printed_name": printed_name_of(learner),
        "wording": session_wording(session, decision.award),
        "minutes": (session.hours or 0) * 60,
        "issued_on": timezone.localdate(decision.confirmed_at, zone_named(learner.time_zone)),
    }


def _titles(session: ProgrammeSession) -> dict[str, Title]:
    """Language → the session's title in it, or in English."""
    source = settings.LANGUAGE_CODE
    known = {code: getattr(session, f"title_{code}") for code in settings.INTERFACE_LANGUAGES}
    return {
        code: Title(title, code) if title else Title(known[source] or session.name, source)
        for code, title in known.items()
    }
