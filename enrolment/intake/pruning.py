"""Files and rows name people: they are deleted some time after the last thing that was done with them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from .models import ImportRow, OfficerImport

State = OfficerImport.State


def prune_imports() -> int:
    """Delete the files and rows of imports that are over, or were left unconfirmed, for
    ``settings.JOB_KEEP_DAYS``; how many. What came of them stays as numbers."""
    old = timezone.now() - timedelta(days=settings.JOB_KEEP_DAYS)
    over = Q(finished_at__lt=old)
    left = Q(state__in=(State.READING, State.PLANNED), made_at__lt=old)
    found = list(OfficerImport.objects.filter(over | left).exclude(file=""))
    for item in found:
        _forget(item)
    return len(found)


def _forget(item: OfficerImport) -> None:
    item.file.storage.delete(item.file.name)
    ImportRow.objects.filter(officer_import=item).delete()
    waits = item.state in (State.READING, State.PLANNED)
    OfficerImport.objects.filter(pk=item.pk).update(
        file="", file_name="", state=State.CANCELLED if waits else item.state
    )
