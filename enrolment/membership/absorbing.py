"""One account becomes part of another: the one place where it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils import timezone

from clikc.people.models import AuditEntry

from .closing import end_sessions
from .models import Merge
from .signals import account_absorbed

if TYPE_CHECKING:
    from clikc.people.models import User


def close_into(*, kept: User, dropped: User, by: User | None, moved: Mapping | None = None) -> Merge:
    """Move everything and close ``dropped``, in the transaction of the caller; both are locked."""
    account_absorbed.send(Merge, kept=kept, dropped=dropped, by=by)
    # What was done to the one was done to the person.
    AuditEntry.objects.filter(person=dropped).update(person=kept)
    _complete(kept, dropped)
    dropped.administration = dropped.unit = None
    dropped.merged_into, dropped.contact, dropped.is_active = kept, "", False
    dropped.save(update_fields=["administration", "unit", "merged_into", "contact", "is_active"])
    end_sessions([dropped])
    return Merge.objects.create(kept=kept, dropped=dropped, by=by, at=timezone.now(), moved=dict(moved or {}))


def _complete(kept: User, dropped: User) -> None:
    """What the account that stays does not say, and the other does."""
    kept.unit_id = kept.unit_id or dropped.unit_id
    kept.gender = kept.gender or dropped.gender
    kept.save(update_fields=["unit", "gender"])
