"""Nominations as those see them who made them: nothing of the selection before its results are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from clikc.people.roles import Role

from .models import Call, Nomination, NominationChange, State
from .nominating import COUNTED

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

# Until the results are told, whoever is in one of these is endorsed, and no more is known of her.
_SELECTION = frozenset(
    {State.SHORTLISTED, State.ACCEPTED, State.RESERVE, State.NOT_SELECTED, State.DECLINED, State.ENROLLED}
)
# What an officer has begun, and what her administration has: neither reads the other's, not even who is both
# an officer and a coordinator of hers.
_OWN_DRAFTS = Q(state=State.DRAFT, origin=Nomination.Origin.APPLIED)
_THEIR_DRAFTS = Q(state=State.DRAFT, origin=Nomination.Origin.NOMINATED)


def calls_announced() -> QuerySet[Call]:
    """The calls that everybody may know of, with session and programme; those that close next first."""
    return Call.objects.announced().select_related("session__programme")


def nominations_seen_by(user: User, administration: Administration) -> QuerySet[Nomination]:
    """The nominations of an administration that ``user`` may see as one of its coordinators, with call,
    session, candidate and whether a draft was overtaken; in the order in which the administration wants them,
    unranked ones last."""
    here = Nomination.objects.visible_to(user).filter(administration=administration)
    return (
        here.exclude(_OWN_DRAFTS)
        .with_overtaken()
        .select_related("call__session__programme", "person", "endorsed_by")
    )


def own_nominations(user: User) -> QuerySet[Nomination]:
    """Somebody's own applications and the nominations of her that she may know of, with call and session and
    whether a draft was overtaken; the latest call first, in a call what counts before a draft."""
    own = Nomination.objects.visible_to(user).filter(person=user.pk).exclude(_THEIR_DRAFTS).with_overtaken()
    return own.select_related("call__session__programme", "person", "administration").order_by(
        "-call__closes_at", "is_overtaken", "pk"
    )


def shown_state(nomination: Nomination) -> State:
    """The state as her administration and the candidate may know it now."""
    state = State(nomination.state)
    hides = nomination.call.published_at is None and state in _SELECTION
    return State.ENDORSED if hides else state


def changes_shown(nomination: Nomination) -> list[NominationChange]:
    """What was done with a nomination, as her administration and the candidate may read it; the latest first.

    Steps of the selection are left out until its results are told, and the reasons and figures of it for
    good: these are between the Secretariat and the trainers. Why an offer was declined is read. One query.
    """
    found = nomination.changes.select_related("by").order_by("-number")
    known = [change for change in found if "by_hand" not in change.changed]
    is_told = nomination.call.published_at is not None
    return [_as_read(change) for change in known if is_told or not _is_of_selection(change)]


def _is_of_selection(change: NominationChange) -> bool:
    """Withdrawing is no step of the selection, whatever it came after."""
    is_touched = change.after in _SELECTION or change.before in _SELECTION
    return is_touched and change.after != State.WITHDRAWN


def _is_answer(change: NominationChange) -> bool:
    """Whether an offer was declined, by the candidate, her coordinator or the clock."""
    return change.after == State.DECLINED and change.role in ("", Role.NATIONAL_COORDINATOR)


def _as_read(change: NominationChange) -> NominationChange:
    inner = {"seat", "reserve_position", "why", "score"}
    if change.after in _SELECTION and not _is_answer(change):
        change.reason = ""
    change.changed = {name: pair for name, pair in change.changed.items() if name not in inner}
    return change


def counts_of_calls(calls: Iterable[Call], administration: Administration) -> dict[int, dict[str, int]]:
    """Call id → what an administration has there: ``made`` (they count against its most), ``drafts``,
    ``waiting`` (applications for it to endorse), ``endorsed``. One query."""
    sent = Q(state=State.SUBMITTED)
    found = Nomination.objects.filter(call__in=[call.pk for call in calls], administration=administration)
    counted = (
        found.not_overtaken()
        .order_by()
        .values("call")
        .annotate(
            made=Count("pk", filter=COUNTED),
            drafts=Count("pk", filter=_THEIR_DRAFTS),
            waiting=Count("pk", filter=sent),
            endorsed=Count("pk", filter=Q(state__in=[State.ENDORSED, *_SELECTION])),
        )
    )
    return {row.pop("call"): row for row in counted}


def nominated_in(call: Call, person_ids: Iterable[int], *, user: User) -> dict[int, UUID]:
    """Person id → her nomination in a call, of those that ``user`` may see as a coordinator; what counts
    rather than a draft. One query."""
    found = Nomination.objects.visible_to(user).filter(call=call, person__in=list(person_ids))
    found = found.exclude(_OWN_DRAFTS).with_overtaken().order_by("-is_overtaken", "pk")
    return dict(found.values_list("person", "pk"))


def applications_waiting(administration_id: int) -> int:
    """How many applications an administration can still endorse or give back. One query."""
    sent = Nomination.objects.filter(administration=administration_id, state=State.SUBMITTED)
    return sent.filter(call__in=Call.objects.open().values("pk")).count()
