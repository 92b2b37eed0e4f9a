"""Calls for nominations: how they come about, and what can be changed in them until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname

from clikc.foundation.zones import zone_named
from clikc.people.models import LANGUAGES
from enrolment.programmes import api as programmes

from .eligible import rules_in, valid_rules
from .models import Call, CallChange, CallDocument, CallQuota, CallTrainer, NominationDocument, Score
from .nominating import lock_call
from .rules.days import start_of
from .rules.eligibility import Rule, as_data

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import ProgrammeSession

Kind = CallChange.Kind
# Plain columns of a call.
COLUMNS = (
    "opens_at",
    "closes_at",
    "answer_days",
    "seats",
    "reserve",
    "per_administration",
    "per_region",
    "most_nominations",
    "least_score",
    "scores_needed",
    "takes_applications",
)
SEATS = 40
# Results stand: what they followed from is not changed behind them.
AFTER_PUBLISHING = frozenset({"answer_days", "words"})


class CallChanged(Exception):
    """Somebody else changed the call since the page was made."""


class CallIsPublished(Exception):
    """The results are told, and nothing of what they followed from is changed any more."""


class CallFault(Exception):
    """What is asked for does not fit together; ``code`` says what: ``order`` (it closes before it opens),
    ``start`` (the session begins before it closes), ``reason`` (a deadline is moved without one),
    ``document`` (one that was given already is dropped), ``trainer`` (one who has scored is dropped),
    ``scores`` (more scores are needed than there are trainers), ``scored`` (more scores are asked for than
    before, and somebody had all of them)."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Asked:
    """A document that each nomination is asked for. ``titles``: language → its title; English is there."""

    code: str
    titles: Mapping[str, str]
    is_required: bool = True


@dataclass(frozen=True)
class CallFacts:
    """What a call is. ``quotas``: id of a region → its seats; ``trainers``: ids of people; ``words``:
    language → what the call says in its own words."""

    opens_at: datetime
    closes_at: datetime
    seats: int
    answer_days: int = 10
    reserve: int | None = None
    per_administration: int | None = None
    per_region: int | None = None
    most_nominations: int | None = None
    least_score: Decimal | None = None
    scores_needed: int = 2
    takes_applications: bool = True
    eligibility: tuple[Rule, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    quotas: Mapping[int, int] = field(default_factory=dict)
    documents: tuple[Asked, ...] = ()
    trainers: frozenset[int] = frozenset()


def calls() -> QuerySet[Call]:
    """Every call, with its session and programme."""
    return Call.objects.select_related("session__programme")


def sessions_without_call() -> QuerySet:
    """The sessions that a call could be made for, with their programmes, the next to start first."""
    sessions = apps.get_model("programmes", "ProgrammeSession").objects.open()
    return (
        sessions.filter(call=None, starts_on__gt=timezone.now().date())
        .select_related("programme")
        .order_by("starts_on", "pk")
    )


def suggested_facts(session: ProgrammeSession) -> CallFacts:
    """With what the call of a session begins: as the last call of its programme, or as the programme says;
    open for four weeks from the next full hour, or until the session begins. Up to five queries."""
    opens = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    last = max(starts_at(session) - timedelta(minutes=1), opens + timedelta(minutes=1))
    times = {"opens_at": opens, "closes_at": min(opens + timedelta(weeks=4), last)}
    before = calls().filter(session__programme=session.programme_id).order_by("-closes_at").first()
    if before is not None:
        return replace(facts_of_call(before), **times, trainers=frozenset(), words={})
    programme = session.programme
    return CallFacts(
        **times,
        seats=programme.seats or SEATS,
        per_administration=programme.per_administration,
        eligibility=valid_rules(programme.eligibility),
    )


def facts_of_call(call: Call) -> CallFacts:
    """What a call is now. Three queries."""
    return CallFacts(
        **{name: getattr(call, name) for name in COLUMNS},
        eligibility=rules_in(call),
        words=_said(call, "words"),
        quotas=dict(call.quotas.values_list("region", "seats")),
        documents=tuple(
            Asked(item.code, _said(item, "title"), item.is_required) for item in call.documents.all()
        ),
        trainers=frozenset(call.trainers.values_list("trainer", flat=True)),
    )


@transaction.atomic
def make_call(*, session: ProgrammeSession, facts: CallFacts, by: User | None, role: str = "") -> Call:
    """The call of a session. Safe to call twice: there is one, and the second caller gets it as it is. Raises
    programmes' SessionIsClosed, CallFault."""
    if session.closed_at is not None:
        raise programmes.SessionIsClosed
    _check(facts)
    _check_start(session, facts)
    columns = {name: getattr(facts, name) for name in COLUMNS}
    call, is_new = Call.objects.get_or_create(session=session, defaults=columns)
    if is_new:
        _write(call, facts)
        note(call, Kind.MADE, by=by, role=role)
    return call


@transaction.atomic
def change_call(
    *, call_id: int, facts: CallFacts, version: int, by: User | None, role: str = "", reason: str = ""
) -> Call:
    """Make a call what ``facts`` say. Safe to call twice: what is so already stays.

    A deadline that is moved once the call is open needs a reason. Raises CallChanged where it is no longer
    in this ``version``, CallIsPublished, CallFault.
    """
    call = lock_call(call_id)
    before = facts_of_call(call)
    changed = _differences(before, facts)
    if not changed:
        return call
    if call.version != version:
        raise CallChanged
    if call.published_at is not None and changed.keys() - AFTER_PUBLISHING:
        raise CallIsPublished
    _check(facts)
    if facts.closes_at != before.closes_at:
        _check_start(call.session, facts)
    _check_change(call, before, facts, reason)
    _write(call, facts)
    note(call, Kind.CHANGED, by=by, role=role, reason=reason, changed=changed)
    return call


def note(call: Call, kind: str, *, by, role="", reason="", changed=None) -> CallChange:
    """Write down a change, under the lock of the call; the next version."""
    call.version += 0 if kind == Kind.MADE else 1
    call.save(update_fields=["version"])
    return CallChange.objects.create(
        call=call,
        kind=kind,
        version=call.version,
        by=by,
        role=role,
        reason=reason[:300],
        changed=changed or {},
        at=timezone.now(),
    )


def _check(facts: CallFacts) -> None:
    if facts.closes_at <= facts.opens_at:
        raise CallFault("order")
    if facts.trainers and len(facts.trainers) < facts.scores_needed:
        raise CallFault("scores")


def _check_start(session: ProgrammeSession, facts: CallFacts) -> None:
    if facts.closes_at >= starts_at(session):
        raise CallFault("start")


def starts_at(session: ProgrammeSession) -> datetime:
    """The moment a session begins, where it is at home."""
    return start_of(session.starts_on, zone_named(session.time_zone)).astimezone(UTC)


def _check_change(call: Call, before: CallFacts, facts: CallFacts, reason: str) -> None:
    """What was done already is not undone by a change of the call."""
    is_known = before.opens_at <= timezone.now()
    if is_known and facts.closes_at != before.closes_at and not reason.strip():
        raise CallFault("reason")
    dropped = {item.code for item in before.documents} - {item.code for item in facts.documents}
    given = NominationDocument.objects.filter(document__call=call, document__code__in=dropped)
    if dropped and given.exists():
        raise CallFault("document")
    if facts.scores_needed > before.scores_needed > 0 and _somebody_is_scored(call, before.scores_needed):
        raise CallFault("scored")
    gone = before.trainers - facts.trainers
    if gone and Score.objects.filter(nomination__call=call, trainer__in=gone).exists():
        raise CallFault("trainer")


def _somebody_is_scored(call: Call, needed: int) -> bool:
    """Whether all scores of somebody are in: those who gave them have read each other's."""
    return call.nominations.annotate(given=Count("scores")).filter(given__gte=needed).exists()


def _write(call: Call, facts: CallFacts) -> None:
    for name in COLUMNS:
        setattr(call, name, getattr(facts, name))
    call.eligibility = as_data(facts.eligibility)
    _say(call, "words", facts.words)
    call.save()
    call.quotas.all().delete()
    CallQuota.objects.bulk_create(
        CallQuota(call=call, region_id=region, seats=seats) for region, seats in sorted(facts.quotas.items())
    )
    _write_documents(call, facts.documents)
    _write_trainers(call, facts.trainers)


def _write_documents(call: Call, documents: Iterable[Asked]) -> None:
    """Those that stay keep their record: what was given for them hangs on it."""
    there = {item.code: item for item in call.documents.all()}
    wanted = {item.code for item in documents}
    call.documents.exclude(code__in=wanted).delete()
    for position, asked in enumerate(documents):
        item = there.get(asked.code) or CallDocument(call=call, code=asked.code)
        item.is_required, item.position = asked.is_required, position
        _say(item, "title", asked.titles)
        item.save()


def _write_trainers(call: Call, trainers: Iterable[int]) -> None:
    there = set(call.trainers.values_list("trainer", flat=True))
    call.trainers.exclude(trainer__in=trainers).delete()
    new = sorted(set(trainers) - there)
    CallTrainer.objects.bulk_create(CallTrainer(call=call, trainer_id=pk) for pk in new)


def _differences(before: CallFacts, after: CallFacts) -> dict[str, list]:
    """Name of a fact → [before, after], as plain values."""
    names = [name for name in CallFacts.__dataclass_fields__ if getattr(before, name) != getattr(after, name)]
    return {name: [_plain(name, getattr(facts, name)) for facts in (before, after)] for name in names}


def _plain(name: str, value):
    if name == "eligibility":
        return as_data(value)
    if name == "documents":
        return [[item.code, item.is_required, dict(item.titles)] for item in value]
    if name == "trainers":
        return sorted(value)
    if isinstance(value, Mapping):
        return {str(key): item for key, item in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _said(record, name: str) -> dict[str, str]:
    """Language → the words of a column, where there are any."""
    found = {code: getattr(record, build_localized_fieldname(name, code)) for code, _label in LANGUAGES}
    return {code: words for code, words in found.items() if words}


def _say(record, name: str, words: Mapping[str, str]) -> None:
    for code, _label in LANGUAGES:
        setattr(record, build_localized_fieldname(name, code), words.get(code, ""))
