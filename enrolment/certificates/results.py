"""The letter of result after a session: to who passed and to who did not, once. It holds no mark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language, gettext

from clikc.foundation.addresses import public
from clikc.post import api as post

from . import addresses, reasons
from .achievements import names_of
from .models import AwardClass, AwardDecision, Certificate
from .telling import note_told

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import ProgrammeSession

RESULT = "session-result"
IN_SESSION = "enrolled"


def tell_result(decision: AwardDecision) -> None:
    """Post it, in the transaction of who awards: once, however often this is called. Not to who withdrew."""
    if decision.participation.state != IN_SESSION:
        return
    post.post(
        key=f"{RESULT}:{decision.pk}",
        kind=RESULT,
        facts={"decision": decision.pk},
        person=decision.participation.learner,
    )


def write_result(facts: Mapping, learner: User) -> post.Draft | None:
    """Nobody is told of a certificate that was withdrawn meanwhile, nor of what is no longer hers."""
    found = AwardDecision.objects.confirmed().filter(pk=facts["decision"], participation__learner=learner)
    decision = found.select_related("participation__session__programme", "certificate").first()
    certificate = getattr(decision, "certificate", None)
    if decision is None or (certificate and not certificate.is_valid):
        return None
    session = decision.participation.session
    context = {"session": session, "own_words": _own_words(session)}
    if certificate is None:
        return post.Draft(
            gettext("Your result in %(session)s") % {"session": session.name},
            "certificates/mail/not_passed",
            context | {"missing": _missing(decision), "grades": public(reverse("own_grades"))},
        )
    context |= {
        "is_best": decision.award == AwardClass.HONOURS,
        "certificates": addresses.own_certificates(get_language()),
        "check": addresses.check_of(certificate),
    }
    return post.Draft(gettext("Your certificate is ready"), "certificates/mail/passed", context)


def note_result_told(facts: Mapping) -> None:
    certificate = Certificate.objects.filter(decision=facts["decision"]).first()
    if certificate is not None:
        note_told({"certificate": certificate.pk})


def _missing(decision: AwardDecision) -> list[str]:
    names = names_of(decision.participation.session)
    return reasons.missed(reasons.from_data(decision.reasons), names)


def _own_words(session: ProgrammeSession) -> str:
    """What the programme says besides, in the language of now."""
    letter = session.programme.letters.filter(kind="certificate").first()
    return letter.words if letter else ""
