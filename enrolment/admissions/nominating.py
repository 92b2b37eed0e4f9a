"""Nominating: the one verb that moves a nomination on, and what administrations and applicants do with it.

Until the second of the call's deadline a nomination is made, rewritten, sent, endorsed and returned; after it
none of that happens any more, and withdrawing stays possible. Everything here is done under a lock on the
call, so that two tabs never make one nomination more than an administration has. What is refused is raised
as a ``NominationRefused``, whose ``words`` are for the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from clikc.people import api as people_api

from . import nomination_letters as letters
from .models import Call, Nomination, NominationChange, State
from .refusals import (
    AlreadyNominated,
    CallIsNotOpen,
    ChangedMeanwhile,
    DeadlinePassed,
    NotOfAdministration,
    OwnNomination,
    TooManyNominations,
    WrongState,
)
from .rules.states import Step, after, can

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

# What can be told of a candidate; only what is named is written.
FACTS = ("served_since", "born_on", "post", "languages", "motivation", "endorsement")
TEXTS = ("motivation", "endorsement")
# What else of a nomination the record of its changes names.
_NOTED = (*FACTS, "origin", "rank", "seat", "reserve_position", "by_hand")
REWRITTEN = frozenset({State.DRAFT, State.SUBMITTED, State.ENDORSED})
# Until one's administration has endorsed what one sent oneself, it takes none of its places.
COUNTED = ~Q(state=State.WITHDRAWN) & (
    Q(origin=Nomination.Origin.NOMINATED) | ~Q(state__in=(State.DRAFT, State.SUBMITTED))
)
# What an administration ranks.
RANKED = Q(state__in=REWRITTEN) & COUNTED


@transaction.atomic
def step(
    *,
    nomination_id: UUID,
    step: Step,
    by: User | None,
    role: str | None = None,
    reason: str = "",
    seen: int | None = None,
    **facts,
) -> Nomination:
    """Move a nomination on, write ``facts`` (columns) with it, and note who did it, in which role and why.

    Safe to call twice: who has arrived where the step leads stays there, as she is. Whoever leaves a seat or
    the reserve list gives up its number. Raises WrongState; ChangedMeanwhile where ``seen`` (the version that
    ``by`` had before her) is not the one there is; Nomination.DoesNotExist. Deadlines are the matter of those
    who call it, and so are calls: whoever locks one does so before.
    """
    nomination = lock_nomination(nomination_id)
    if nomination.state == after(step):
        return nomination
    must_be_seen(nomination, seen)
    if not can(step, nomination.state):
        raise WrongState(nomination.state)
    if step in (Step.WITHDRAW, Step.DECLINE, Step.LEAVE):
        facts = {"seat": None, "reserve_position": None} | facts
    elif step == Step.MOVE_UP:
        facts = {"reserve_position": None} | facts
    return _write(nomination, after(step), facts, by=by, role=role, reason=reason)


@transaction.atomic
def nominate(
    *,
    call: Call,
    administration: Administration,
    person: User,
    by: User,
    facts: Mapping,
    is_endorsed: bool = False,
) -> Nomination:
    """Propose an officer of an administration: a draft, or endorsed at once. She is ranked last.

    Safe to call twice: the draft that her administration has takes over ``facts``. What she has begun herself
    and not sent is hers, and stays as it is. Raises NominationRefused: CallIsNotOpen, DeadlinePassed,
    NotOfAdministration, OwnNomination, AlreadyNominated, TooManyNominations.
    """
    call = open_call(call.pk)
    _must_belong(person, administration)
    if by == person:
        raise OwnNomination
    origin = Nomination.Origin.NOMINATED
    there = draft_there(call, person, origin)
    if there is None:
        _must_have_room(call, administration.pk)
    known = {"rank": next_rank(call, administration.pk)} if there is None or not there.rank else {}
    nomination = put_draft(call, person, there, origin, {**known, **facts}, by=by)
    return endorse(nomination_id=nomination.pk, by=by) if is_endorsed else nomination


@transaction.atomic
def endorse(
    *, nomination_id: UUID, by: User, endorsement: str | None = None, seen: int | None = None
) -> Nomination:
    """Endorse a draft of one's own administration or an application: instead of a stamped letter. The
    candidate is told. Safe to call twice.

    Raises NominationRefused: OwnNomination, TooManyNominations, WrongState, DeadlinePassed, CallIsNotOpen,
    ChangedMeanwhile, NotOfAdministration for who has gone to another, AlreadyNominated for a draft that was
    overtaken; WrongState too for an application that was not sent.
    """
    nomination = nomination_of_open_call(nomination_id)
    if nomination.person_id == by.pk:
        raise OwnNomination
    if nomination.person.administration_id != nomination.administration_id:
        raise NotOfAdministration
    is_applied = nomination.origin == Nomination.Origin.APPLIED
    if is_applied and nomination.state == State.DRAFT:
        raise WrongState(nomination.state)
    facts = {"endorsed_by": by, "endorsed_at": timezone.now()}
    if endorsement is not None:
        facts["endorsement"] = endorsement
    if is_applied and nomination.state == State.SUBMITTED:
        _must_have_room(nomination.call, nomination.administration_id)
        facts["rank"] = nomination.rank or next_rank(nomination.call, nomination.administration_id)
    elif nomination.state == State.DRAFT:
        must_not_be_overtaken(nomination)
        _must_fit(nomination.call, nomination.administration_id, 1)
    was = nomination.state
    endorsed = step(nomination_id=nomination_id, step=Step.ENDORSE, by=by, seen=seen, **facts)
    if was != endorsed.state:
        letters.post_endorsed_many([endorsed])
    return endorsed


@transaction.atomic
def endorse_many(
    *, call: Call, administration: Administration, nomination_ids: Iterable[UUID], by: User
) -> list[Nomination]:
    """Endorse drafts of an administration's own, all at once; each candidate is told. What is no such draft
    (any more) or was overtaken is passed over: safe to call twice. Those that were endorsed. Raises
    DeadlinePassed, CallIsNotOpen, TooManyNominations. A constant number of queries."""
    call = open_call(call.pk)
    found = (
        Nomination.objects.not_overtaken()
        .not_left_behind()
        .filter(
            call=call,
            administration=administration,
            state=State.DRAFT,
            origin=Nomination.Origin.NOMINATED,
            pk__in=list(nomination_ids),
        )
        .exclude(person=by)
    )
    drafts = list(found.select_for_update(no_key=True, of=("self",)).select_related("person").order_by("pk"))
    _must_fit(call, administration.pk, len(drafts))
    now = timezone.now()
    for item in drafts:
        item.state, item.version = after(Step.ENDORSE), item.version + 1
        item.endorsed_by, item.endorsed_at = by, now
    columns = ["state", "version", "endorsed_by", "endorsed_at"]
    Nomination.objects.bulk_update(drafts, columns, batch_size=200)
    role = people_api.role_in(by, administration.pk)
    notes = [note(item, State.DRAFT, by=by, role=role) for item in drafts]
    NominationChange.objects.bulk_create(notes, batch_size=200)
    letters.post_endorsed_many(drafts)
    return drafts


@transaction.atomic
def return_(*, nomination_id: UUID, by: User, reason: str, seen: int | None = None) -> Nomination:
    """Give an application back to who sent it, or take back an endorsement: a draft again. The candidate is
    told why. Safe to call twice. Raises NominationRefused: WrongState, DeadlinePassed, CallIsNotOpen,
    ChangedMeanwhile; ValueError without a reason."""
    if not reason.strip():
        raise ValueError("Who is given something back is told why.")
    was = nomination_of_open_call(nomination_id)
    facts = {"endorsed_by": None, "endorsed_at": None}
    if was.origin == Nomination.Origin.APPLIED:
        facts["rank"] = 0
    returned = step(nomination_id=nomination_id, step=Step.RETURN, by=by, reason=reason, seen=seen, **facts)
    if returned.version != was.version:
        letters.post_returned(returned)
    return returned


@transaction.atomic
def rewrite(*, nomination_id: UUID, by: User, facts: Mapping, seen: int | None = None) -> Nomination:
    """Write other facts of a candidate. Only what differs is noted; the same again changes nothing.

    Raises NominationRefused: WrongState for whoever is shortlisted or decided, and for an applicant whom her
    administration has endorsed; DeadlinePassed, CallIsNotOpen, ChangedMeanwhile.
    """
    nomination = lock_rewritable(nomination_id, by=by)
    if nomination.person_id == by.pk:
        must_not_endorse(facts)
    _must_be_known(facts)
    if all(getattr(nomination, name) == value for name, value in facts.items()):
        return nomination
    must_be_seen(nomination, seen)
    return _write(nomination, nomination.state, facts, by=by)


def nominations_left(call: Call, administration_id: int) -> int | None:
    """How many an administration can still nominate; None: as many as it likes. One query."""
    if call.most_nominations is None:
        return None
    counted = Nomination.objects.not_overtaken().not_left_behind()
    made = counted.filter(COUNTED, call=call, administration=administration_id)
    return max(call.most_nominations - made.count(), 0)


def lock_call(call_id: int) -> Call:
    """The call with its session and programme, locked until the end of the transaction. Locked before its
    nominations, sessions and runs."""
    found = Call.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("session__programme").get(pk=call_id)


def lock_nomination(nomination_id: UUID) -> Nomination:
    """A nomination as it is now, with its call, locked until the end of the transaction."""
    found = Nomination.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("call__session__programme", "person").get(pk=nomination_id)


def note(
    nomination: Nomination, before: str, *, by, role: str | None = None, reason: str = "", changed=None
) -> NominationChange:
    """A line of the record, not saved yet; numbered by the version that the nomination has by now."""
    if role is None:
        is_own = by is not None and by.pk == nomination.person_id
        role = "" if is_own else people_api.role_in(by, nomination.administration_id)
    return NominationChange(
        nomination=nomination,
        number=nomination.version,
        before=before,
        after=nomination.state,
        by=by,
        role=role,
        reason=reason[:300],
        changed=changed or {},
        at=timezone.now(),
    )


def lock_rewritable(nomination_id: UUID, *, by: User) -> Nomination:
    """A nomination whose facts ``by`` can change now, locked. Raises as ``rewrite`` does."""
    nomination = nomination_of_open_call(nomination_id)
    is_endorsed_own = nomination.person_id == by.pk and nomination.state == State.ENDORSED
    if nomination.state not in REWRITTEN or is_endorsed_own:
        raise WrongState(nomination.state)
    return nomination


def changed_document(nomination: Nomination, code: str, *, by: User) -> None:
    """Note, under its lock, that a document was given or taken away."""
    nomination.version += 1
    nomination.save(update_fields=["version"])
    note(nomination, nomination.state, by=by, changed={f"document:{code}": [None, None]}).save()


def must_take(call: Call) -> None:
    """Raises CallIsNotOpen, DeadlinePassed: whether nominations are taken at this moment."""
    if call.is_over:
        raise DeadlinePassed(call.closes_at)
    if not call.is_open or call.session.announced_at is None or call.session.closed_at is not None:
        raise CallIsNotOpen


def open_call(call_id: int) -> Call:
    """A call that takes nominations now, locked. Raises as ``must_take``."""
    call = lock_call(call_id)
    must_take(call)
    return call


def nomination_of_open_call(nomination_id: UUID) -> Nomination:
    """A nomination in a call that takes nominations now, both locked. Raises as ``must_take``."""
    call_id = Nomination.objects.values_list("call", flat=True).get(pk=nomination_id)
    open_call(call_id)
    return lock_nomination(nomination_id)


def draft_there(call: Call, person: User, origin: str) -> Nomination | None:
    """The draft in this call that she has (``origin``: applied), or that her administration has of her.
    Raises AlreadyNominated where there is more than a draft, whoever made it."""
    hers = list(Nomination.objects.filter(call=call, person=person))
    for item in hers:
        if item.state != State.DRAFT:
            raise AlreadyNominated(item)
    mine = [item for item in hers if item.origin == origin]
    if origin == Nomination.Origin.NOMINATED:
        # Another administration, where she was before, has a draft of its own.
        mine = [item for item in mine if item.administration_id == person.administration_id]
    return lock_nomination(mine[0].pk) if mine else None


def must_not_be_overtaken(draft: Nomination) -> None:
    """Under the lock of the call. Raises AlreadyNominated where another nomination of the same person in the
    same call counts in its place."""
    same = Nomination.objects.filter(call=draft.call_id, person=draft.person_id)
    other = same.exclude(pk=draft.pk).exclude(state=State.DRAFT).first()
    if other is not None:
        raise AlreadyNominated(other)


def put_draft(call: Call, person: User, there: Nomination | None, origin: str, facts: Mapping, *, by):
    """The draft with these facts, made or written anew. What an officer has begun goes to the administration
    where she belongs by now."""
    _must_be_known({name: value for name, value in facts.items() if name != "rank"})
    if there is None:
        return _made(call, person, origin, facts, by=by)
    if there.administration_id != person.administration_id:
        facts = {**facts, "administration": person.administration}
    if all(getattr(there, name) == value for name, value in facts.items()):
        return there
    return _write(there, State.DRAFT, facts, by=by)


def _made(call: Call, person: User, origin: str, facts: Mapping, *, by) -> Nomination:
    nomination = Nomination.objects.create(
        call=call,
        person=person,
        administration_id=person.administration_id,
        origin=origin,
        made_at=timezone.now(),
        **facts,
    )
    note(nomination, "", by=by).save()
    return nomination


def _write(nomination: Nomination, state: str, facts: Mapping, *, by, role=None, reason="") -> Nomination:
    before = nomination.state
    changed = changes_of(nomination, facts)
    for name, value in facts.items():
        setattr(nomination, name, value)
    nomination.state, nomination.version = state, nomination.version + 1
    nomination.save(update_fields=["state", "version", *facts])
    note(nomination, before, by=by, role=role, reason=reason, changed=changed).save()
    return nomination


def changes_of(nomination: Nomination, facts: Mapping) -> dict[str, list]:
    """Name of a fact → [before, after] of what would change; of texts only that they did."""
    changed = {}
    for name in _NOTED:
        if name in facts and getattr(nomination, name) != facts[name]:
            pair = [None, None] if name in TEXTS else [_plain(getattr(nomination, name)), _plain(facts[name])]
            changed[name] = pair
    return changed


def _plain(value):
    return value.isoformat() if isinstance(value, date | datetime) else value


def next_rank(call: Call, administration_id: int) -> int:
    """The rank behind all that an administration has given. One query."""
    found = Nomination.objects.not_overtaken().filter(RANKED, call=call, administration=administration_id)
    return (found.aggregate(last=Max("rank"))["last"] or 0) + 1


def _must_have_room(call: Call, administration_id: int) -> None:
    if nominations_left(call, administration_id) == 0:
        raise TooManyNominations(call.most_nominations)


def _must_fit(call: Call, administration_id: int, more: int) -> None:
    """Whether so many drafts can be endorsed. Each has taken a place when it was made; one that was overtaken
    had given its place up, and is not overtaken any more when an application is given back."""
    if call.most_nominations is None:
        return
    found = Nomination.objects.filter(COUNTED, call=call, administration=administration_id)
    if found.exclude(state=State.DRAFT).count() + more > call.most_nominations:
        raise TooManyNominations(call.most_nominations)


def _must_belong(person: User, administration: Administration) -> None:
    if not person.is_active or person.administration_id != administration.pk:
        raise NotOfAdministration


def must_be_seen(nomination: Nomination, seen: int | None) -> None:
    """Raises ChangedMeanwhile where ``seen`` is another version than there is; None: whatever it is."""
    if seen is not None and seen != nomination.version:
        raise ChangedMeanwhile


def _must_be_known(facts: Mapping) -> None:
    if unknown := set(facts) - set(FACTS):
        raise ValueError(f"No facts of a candidate: {sorted(unknown)}")


def must_not_endorse(facts: Mapping) -> None:
    """Raises ValueError where somebody would write the endorsement of her own nomination."""
    if "endorsement" in facts:
        raise ValueError("Nobody endorses herself.")
