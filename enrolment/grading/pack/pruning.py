"""What came back is deleted some time after it was sent; the marks are kept where they were saved."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ..models import PackUpload

KEPT_DAYS = 30


def prune_uploads() -> int:
    """Delete uploads that were sent more than ``KEPT_DAYS`` ago, with their files; how many."""
    old = list(PackUpload.objects.filter(made_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)))
    for upload in old:
        upload.file.storage.delete(upload.file.name)
        upload.delete()
    return len(old)
