"""Work that outlasts a request: closing an attempt at its deadline."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from .models import Attempt
from .sitting import close_later, submit_attempt


@task()
def close_attempt(attempt_id: str) -> None:
    """Close an attempt at its deadline; put it off where the deadline was moved. Safe to run twice."""
    attempt = Attempt.objects.filter(pk=attempt_id).first()
    if attempt is None or not attempt.is_open:
        return
    if attempt.is_due(timezone.now()):
        submit_attempt(attempt_id=attempt.pk)
    else:
        close_later(attempt)


def close_attempt_at(attempt_id: UUID, deadline_at: datetime) -> None:
    """Enqueue ``close_attempt`` for the deadline; not where a queue cannot wait, as in tests: there a
    late request and ``manage.py close_due_attempts`` close it."""
    if close_attempt.get_backend().supports_defer:
        close_attempt.using(run_after=deadline_at).enqueue(str(attempt_id))
