"""Deciding on the awards of a session: what is asked is frozen, the rule proposes, people overrule it with a
reason, and another person confirms.

Everything is done under the lock of the session. Until it is confirmed a proposal can be taken back, and the
regulation be opened again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.people import api as people
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from . import reasons, rules
from .achievements import DECIDED_ON, Record, records_of, regulation_of
from .models import AwardClass, AwardDecision
from .results import IN_SESSION

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Participation
    from enrolment.programmes.models import ProgrammeSession

PROPOSED, OVERRULED, CONFIRMED, TAKEN_BACK = (
    "award_proposed",
    "award_overruled",
    "award_confirmed",
    "award_taken_back",
)
DEEDS = {
    PROPOSED: _("Award proposed by the rule: %(session)s."),
    OVERRULED: _("Award decided otherwise than the rule says: %(session)s."),
    CONFIRMED: _("Award confirmed: %(session)s."),
    TAKEN_BACK: _("Proposal of an award taken back: %(session)s."),
}
BATCH = 200
LONGEST_REASON = 300


class SamePerson(Exception):
    """Whoever proposed does not confirm: that is for another person."""


class ClosingRefused(Exception):
    """``code``: not_frozen, open_grades (``number`` of them), confirmed, changed, no_reason, nothing,
    no_honours (this session gives none), stale (the rule says something else of ``number`` by now), left
    (``number`` of those with an award are not in the session any more), undecided (``number``),
    unissued (``number``)."""

    def __init__(self, code: str, number: int = 0):
        super().__init__(code)
        self.code, self.number = code, number


@transaction.atomic
def freeze_regulation(*, session_id: int, by: User | None, reason: str = "") -> ProgrammeSession:
    """From now on awards are decided by the regulation as it stands. Safe to call twice.

    Raises ClosingRefused where grades are open and no ``reason`` says why it is time all the same;
    programmes' SessionIsClosed.
    """
    session = _locked(session_id)
    if session.frozen_at is not None:
        return session
    number = open_grades(records_of(session), regulation_of(session))
    if number and not reason.strip():
        raise ClosingRefused("open_grades", number)
    session.frozen_at, session.frozen_by = timezone.now(), by
    session.save(update_fields=["frozen_at", "frozen_by"])
    programmes.note(session, "frozen", by=by, role=people.role_in(by, None), reason=reason.strip())
    return session


@transaction.atomic
def thaw_regulation(*, session_id: int, by: User | None) -> ProgrammeSession:
    """Open the regulation again, where nothing is proposed (any more). Safe to call twice. Raises
    ClosingRefused, programmes' SessionIsClosed."""
    session = _locked(session_id)
    if session.frozen_at is None:
        return session
    if _decisions(session).exists():
        raise ClosingRefused("confirmed" if _decisions(session).confirmed().exists() else "changed")
    before = session.frozen_at
    session.frozen_at = session.frozen_by = None
    session.save(update_fields=["frozen_at", "frozen_by"])
    changed = {"frozen_at": [before.isoformat(), None]}
    programmes.note(session, "changed", by=by, role=people.role_in(by, None), changed=changed)
    return session


@transaction.atomic
def propose_decisions(*, session_id: int, by: User | None) -> list[AwardDecision]:
    """What the rule says of everybody, as decisions that wait to be confirmed; who has one gets it brought up
    to date, and what people decided over the rule stays. Those that are new or other than before.

    Safe to call twice; confirmed ones are never touched. Raises ClosingRefused, programmes' SessionIsClosed.
    """
    session = _locked(session_id)
    if session.frozen_at is None:
        raise ClosingRefused("not_frozen")
    regulation, now = regulation_of(session), timezone.now()
    _decisions(session).filter(confirmed_at=None).exclude(participation__state__in=DECIDED_ON).delete()
    there = {item.participation_id: item for item in _decisions(session)}
    new, changed = [], []
    for record in records_of(session):
        said = rules.classify_award(record.achievement, regulation)
        decision = there.get(record.participation.pk)
        if decision is None:
            new.append(_proposed(record.participation, said, by, now))
        elif decision.confirmed_at is None and _brought_up_to_date(decision, said, by, now):
            changed.append(decision)
    AwardDecision.objects.bulk_create(new, batch_size=BATCH)
    fields = ["award", "by_rule", "final", "reasons", "overruled_because", "proposed_by", "proposed_at"]
    AwardDecision.objects.bulk_update(changed, fields, batch_size=BATCH)
    _record(PROPOSED, [*new, *changed], session, by)
    return [*new, *changed]


@transaction.atomic
def overrule_decision(*, decision_id: int, award: str, reason: str, by: User | None) -> AwardDecision:
    """Give another award than the rule proposes, for a reason; that of the rule again needs none. From then
    on it is the proposal of who overruled. Raises ClosingRefused, programmes' SessionIsClosed."""
    found = AwardDecision.objects.only("participation__session").select_related("participation")
    session = _locked(found.get(pk=decision_id).participation.session_id)
    decision = _decisions(session).select_for_update(of=("self",), no_key=True).get(pk=decision_id)
    reason = reason.strip()[:LONGEST_REASON]
    if decision.confirmed_at is not None:
        raise ClosingRefused("confirmed")
    if _has_left(decision, award):
        raise ClosingRefused("left")
    if award == AwardClass.HONOURS and not session.has_honours:
        raise ClosingRefused("no_honours")
    if award == decision.by_rule:
        reason = ""
    elif not reason:
        raise ClosingRefused("no_reason")
    if (decision.award, decision.overruled_because) == (award, reason):
        return decision
    decision.award, decision.overruled_because = AwardClass(award).value, reason
    decision.proposed_by, decision.proposed_at = by, timezone.now()
    decision.save(update_fields=["award", "overruled_because", "proposed_by", "proposed_at"])
    _record(OVERRULED, [decision], session, by, award=decision.award, reason=reason)
    return decision


@transaction.atomic
def take_back_proposal(*, session_id: int, by: User | None) -> int:
    """Take back every decision that is not confirmed. How many there were. Safe to call twice. Raises
    programmes' SessionIsClosed."""
    session = _locked(session_id)
    waiting = list(_decisions(session).filter(confirmed_at=None))
    _record(TAKEN_BACK, waiting, session, by)
    AwardDecision.objects.filter(pk__in=[item.pk for item in waiting]).delete()
    return len(waiting)


@transaction.atomic
def confirm_decisions(*, session_id: int, by: User | None, digest: str | None = None) -> list[AwardDecision]:
    """Confirm what others proposed. What ``by`` proposed herself goes on waiting for somebody else.

    ``digest`` (``digest_of``) names what she has looked at. Safe to call twice. Raises SamePerson where all
    that waits is hers, ClosingRefused where it is not what was looked at, somebody has left since it was
    proposed, or the rule says something else by now, programmes' SessionIsClosed.
    """
    session = _locked(session_id)
    waiting = list(_decisions(session).filter(confirmed_at=None))
    if not waiting:
        return []
    if digest is not None and digest != digest_of(waiting):
        raise ClosingRefused("changed")
    others = [item for item in waiting if by is None or item.proposed_by_id != by.pk]
    if not others:
        raise SamePerson
    if number := sum(_has_left(item, item.award) for item in others):
        raise ClosingRefused("left", number)
    if number := _stale_among(session, others):
        raise ClosingRefused("stale", number)
    now = timezone.now()
    for decision in others:
        decision.confirmed_by, decision.confirmed_at = by, now
    AwardDecision.objects.bulk_update(others, ["confirmed_by", "confirmed_at"], batch_size=BATCH)
    _record(CONFIRMED, others, session, by)
    return others


@transaction.atomic
def close_session(*, session_id: int, by: User | None, reason: str = "") -> ProgrammeSession:
    """Close a session whose awards are decided and whose certificates are there; its runs take nobody and
    nothing any more. Safe to call twice. Raises ClosingRefused."""
    session = programmes.lock_session(session_id)
    if session.closed_at is not None:
        return session
    decided = list(_decisions(session).confirmed().select_related("certificate"))
    number = _people(session).exclude(award_decision__in=[item.pk for item in decided]).count()
    if number:
        raise ClosingRefused("undecided", number)
    unissued = sum(
        item.award != AwardClass.NONE and getattr(item, "certificate", None) is None for item in decided
    )
    if unissued:
        raise ClosingRefused("unissued", unissued)
    session.closed_at = timezone.now()
    session.save(update_fields=["closed_at"])
    for run in sorted(programmes.runs_of_session(session), key=lambda run: run.pk):
        admissions.set_run_closed(run=run, is_closed=True)
    programmes.note(session, "closed", by=by, role=people.role_in(by, None), reason=reason)
    return session


def confirmed_among(participation_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these participations whose award is confirmed. One query."""
    found = AwardDecision.objects.confirmed().filter(participation__in=list(participation_ids))
    return set(found.values_list("participation", flat=True))


def decisions_of(session: ProgrammeSession):
    """The decisions of a session with who proposed and confirmed, and the certificate: a QuerySet."""
    found = _decisions(session).select_related("certificate", "proposed_by", "confirmed_by")
    return found.order_by("participation__learner__search_name", "pk")


def open_grades(records: Iterable[Record], regulation: rules.Regulation) -> int:
    """How many marks are still to come in the required modules; none where nothing is decided by marks."""
    return sum(len(record.waiting) for record in records) if regulation.asks_for_marks else 0


def is_stale(decision: AwardDecision, said: rules.Decision) -> bool:
    """Whether the rule says something else by now than when it was proposed. What is confirmed stands."""
    known = (decision.by_rule, decision.final, decision.reasons)
    return decision.confirmed_at is None and known != _fresh(said)


def digest_of(decisions: Iterable[AwardDecision]) -> str:
    """Names what waits to be confirmed, for whoever has looked at it."""
    told = sorted(
        (
            item.pk,
            item.award,
            str(item.final),
            item.overruled_because,
            item.proposed_by_id,
            item.participation.state,
        )
        for item in decisions
        if item.confirmed_at is None
    )
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _has_left(decision: AwardDecision, award: str) -> bool:
    """Whether it is an award for somebody who is not in the session any more, or anything for who has moved
    on to a later one."""
    state = decision.participation.state
    return state not in DECIDED_ON or (award != AwardClass.NONE and state != IN_SESSION)


def _locked(session_id: int) -> ProgrammeSession:
    session = programmes.lock_session(session_id)
    if session.closed_at is not None:
        raise programmes.SessionIsClosed
    return session


def _people(session: ProgrammeSession):
    return admissions.participants_of(session).filter(state__in=DECIDED_ON)


def _decisions(session: ProgrammeSession):
    found = AwardDecision.objects.filter(participation__session=session)
    return found.select_related("participation__learner")


def _proposed(participation: Participation, said: rules.Decision, by, now) -> AwardDecision:
    return AwardDecision(
        participation=participation,
        award=str(said.award),
        by_rule=str(said.award),
        final=said.final,
        reasons=reasons.as_data(said.reasons),
        proposed_by=by,
        proposed_at=now,
    )


def _stale_among(session: ProgrammeSession, decisions: Iterable[AwardDecision]) -> int:
    regulation = regulation_of(session)
    did = {item.participation: item.achievement for item in records_of(session)}
    there = [item for item in decisions if item.participation in did]
    return sum(is_stale(item, rules.classify_award(did[item.participation], regulation)) for item in there)


def _fresh(said: rules.Decision) -> tuple:
    return str(said.award), said.final, reasons.as_data(said.reasons)


def _brought_up_to_date(decision: AwardDecision, said: rules.Decision, by, now) -> bool:
    """Whether the rule says something else by now; then it is the proposal of whoever asked it."""
    if not is_stale(decision, said):
        return False
    decision.by_rule, decision.final, decision.reasons = _fresh(said)
    if not decision.overruled_because:
        decision.award = decision.by_rule
    elif decision.award == decision.by_rule:
        decision.overruled_because = ""
    decision.proposed_by, decision.proposed_at = by, now
    return True


def _record(what: str, decisions: Sequence[AwardDecision], session, by: User | None, **facts) -> None:
    people.record_many(
        what=what,
        by=by,
        people=[item.participation.learner for item in decisions],
        facts={"session": session.name} | facts,
    )
