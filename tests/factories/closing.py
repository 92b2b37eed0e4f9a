"""A session that closes: marks of its modules, and decisions on awards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone

from enrolment.admissions.models import Participation
from enrolment.certificates import api as certificates
from enrolment.grading.models import ModuleMark
from enrolment.programmes.models import ProgrammeSession
from tests.factories import people
from tests.factories.academies import make_dated, make_participants, make_programme

REGULATION = {
    "pass_final": 60,
    "pass_module": 50,
    "has_honours": True,
    "honours_final": 85,
    "honours_module": 75,
}


def mark_module(participation: Participation, code: str, percent, *, by=None) -> ModuleMark:
    """A mark that somebody enters for a module, over whatever was there."""
    module = participation.session.modules.get(code=code)
    number = ModuleMark.objects.filter(participation=participation, module=module).count() + 1
    return ModuleMark.objects.create(
        participation=participation,
        module=module,
        number=number,
        percent=percent if percent is None else Decimal(percent),
        by=by,
        at=timezone.now(),
    )


def make_marked_session(finals: Sequence, *, modules: int = 2, programme=None, **facts) -> ProgrammeSession:
    """A session of 14 weeks' modules without courses, with a participant for each of ``finals``: that mark in
    every module (None: no mark). Participants come from Kenya, Senegal and Jordan in turn."""
    programme = programme or make_programme(modules=modules, **REGULATION | {"hours": 60})
    session = make_dated(programme, **{"starts_on": date(2017, 3, 6)} | facts)
    for place, final in enumerate(finals):
        code = ("KE", "SN", "JO")[place % 3]
        gender = ("female", "male")[place % 2]
        [item] = make_participants(session, 1, administration=code, gender=gender)
        for module in session.modules.all() if final is not None else ():
            mark_module(item, module.code, final)
    return session


def decide(session: ProgrammeSession, *, is_issued: bool = False) -> None:
    """Frozen, proposed by one manager, confirmed by another; with ``is_issued`` certificates are there."""
    one, other = people.manager(), people.manager()
    certificates.freeze_regulation(session_id=session.pk, by=one, reason="All is in")
    certificates.propose_decisions(session_id=session.pk, by=one)
    decided = certificates.confirm_decisions(session_id=session.pk, by=other)
    for decision in decided if is_issued else ():
        certificates.award_session_certificate(decision_id=decision.pk)
