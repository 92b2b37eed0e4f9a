"""The confirmation: bound to the plan that was seen, and given once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clikc.people import api as people

from .models import OfficerImport

if TYPE_CHECKING:
    from clikc.people.models import User

State = OfficerImport.State


class PlanChanged(Exception):
    """The plan is no longer the one that was seen, or the file was put aside."""


@transaction.atomic
def confirm_import(*, item: OfficerImport, digest: str, by: User | None) -> OfficerImport:
    """Agree to the plan with this digest; done by ``run_import`` after that.

    Of several at once one agrees; the others, and whoever confirms it again, get the same import as it
    stands. Raises PlanChanged.
    """
    planned = OfficerImport.objects.filter(pk=item.pk, state=State.PLANNED, plan_digest=digest)
    is_first = planned.update(state=State.CONFIRMED, confirmed_at=timezone.now())
    item.refresh_from_db()
    if not is_first and (item.state not in OfficerImport.AGREED or item.plan_digest != digest):
        raise PlanChanged
    if is_first:
        people.record(
            what="officers_imported",
            by=by,
            administration_id=item.administration_id,
            facts={"rows": item.total},
        )
    return item


@transaction.atomic
def cancel_import(*, item: OfficerImport) -> OfficerImport:
    """Put a file aside that was not confirmed. Safe to call again; what was confirmed goes on."""
    waiting = OfficerImport.objects.filter(pk=item.pk, state__in=(State.READING, State.PLANNED))
    waiting.update(state=State.CANCELLED, finished_at=timezone.now())
    item.refresh_from_db()
    return item
