"""Whose officers people were at a moment: what counts of the past are made of.

Accepted transfers say where somebody was before; where they say nothing, it is as it is now. So who has
moved away stays counted in what happened while she was here, and brings nothing with her that happened
elsewhere: a coordinator keeps the aggregates, never the person. Rows found here are to be counted, not shown.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from clikc.people.models import AuditEntry, User

from .models import JoinRequest, Transfer


def while_members(rows: QuerySet, administration_id: int, *, person: str, moment: str) -> QuerySet:
    """Those rows whose person was an officer of the administration at the moment of the row.

    ``person`` and ``moment`` lead to the person and to a moment. Accounts that were merged into another one
    have nothing of their own.
    """
    return _placed(rows, administration_id, f"{person}__", person, OuterRef(moment))


def members_at(administration_id: int, moment: datetime) -> QuerySet[User]:
    """The officers an administration had at a moment, whose accounts were in use then."""
    # Found once for all: asked of each person, SQLite would read the requests of everybody each time.
    approved_later = JoinRequest.objects.filter(
        administration=administration_id, state=JoinRequest.State.APPROVED, decided_at__gt=moment
    )
    switched = AuditEntry.objects.filter(
        person=OuterRef("pk"), what__in=("deactivated", "reactivated"), at__gt=moment
    )
    people = _placed(User.objects.all(), administration_id, "", "pk", moment)
    people = people.filter(~Q(pk__in=approved_later.values("person")), date_joined__lte=moment)
    people = people.alias(next_switch=Subquery(switched.order_by("at", "pk").values("what")[:1]))
    return people.filter(Q(next_switch="deactivated") | Q(next_switch=None, is_active=True))


def joined_since(people: QuerySet[User], administration_id: int, moment: datetime) -> QuerySet[User]:
    """Those of an administration's ``people`` who became its officers at this moment or later: invited,
    confirmed, or come from another one, as the record has it; or whose accounts are no older."""
    came = AuditEntry.objects.filter(
        administration=administration_id,
        what__in=("invited", "join_approved", "transfer_accepted"),
        at__gte=moment,
        person__isnull=False,
    )
    return people.filter(Q(date_joined__gte=moment) | Q(pk__in=came.order_by().values("person")))


def _placed(rows: QuerySet, administration_id: int, prefix: str, person: str, moment) -> QuerySet:
    moves = Transfer.objects.filter(state=Transfer.State.ACCEPTED)
    later = moves.filter(person=OuterRef(person), closed_at__gt=moment).order_by("closed_at", "pk")
    left = moves.filter(from_administration=administration_id)
    ever = Q(**{f"{prefix}administration": administration_id}) | Q(**{f"{person}__in": left.values("person")})
    place = Coalesce(
        Subquery(later.values("from_administration")[:1]),
        F(f"{prefix}administration"),
        output_field=BigIntegerField(),
    )
    return (
        rows.filter(ever, **{f"{prefix}merged_into": None})
        .alias(place_then=place)
        .filter(place_then=administration_id)
    )
