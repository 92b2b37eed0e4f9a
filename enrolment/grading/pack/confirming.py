"""The confirmation: bound to the plan that was seen, and given once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ..models import PackUpload

State = PackUpload.State


class PlanChanged(Exception):
    """The plan is no longer the one that was seen, or the file was put aside."""


@transaction.atomic
def confirm_upload(*, upload: PackUpload, digest: str) -> PackUpload:
    """Agree to the plan with this digest; done by ``run_upload`` after that. Whoever confirms it again gets
    the same upload as it stands. Raises PlanChanged."""
    planned = PackUpload.objects.filter(pk=upload.pk, state=State.PLANNED, plan_digest=digest)
    is_first = planned.update(state=State.CONFIRMED, confirmed_at=timezone.now())
    upload.refresh_from_db()
    is_agreed = upload.state in (State.CONFIRMED, State.DONE) and upload.plan_digest == digest
    if not is_first and not is_agreed:
        raise PlanChanged
    return upload


@transaction.atomic
def cancel_upload(*, upload: PackUpload) -> PackUpload:
    """Put a file aside that was not confirmed. Safe to call again; what was confirmed goes on."""
    waiting = PackUpload.objects.filter(pk=upload.pk, state__in=(State.READING, State.PLANNED))
    waiting.update(state=State.CANCELLED, finished_at=timezone.now())
    upload.refresh_from_db()
    return upload
