"""Jobs and tasks that are long over are deleted, and the files of jobs with them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .models import Job

FOLDER = "jobs"
KEEP_DONE, KEEP_FAILED = timedelta(days=2), timedelta(days=30)


def prune_jobs() -> int:
    """Delete what ended before ``settings.JOB_KEEP_DAYS``, and files that no job has; how many jobs."""
    old = timezone.now() - timedelta(days=settings.JOB_KEEP_DAYS)
    over = Job.objects.exclude(state__in=Job.OPEN).filter(finished_at__lt=old)
    _total, deleted = over.delete()
    _delete_files_of_nobody()
    return deleted.get(Job._meta.label, 0)


def prune_tasks() -> None:
    """Delete plain tasks of the database's queue that went well two days ago, or failed a month ago."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()


def _delete_files_of_nobody() -> None:
    """Those of deleted jobs, and of runs that ended before they could say what they had written."""
    folders = default_storage.listdir(FOLDER)[0] if default_storage.exists(FOLDER) else []
    for folder in folders:
        job = Job.objects.filter(pk=UUID(folder)).only("state", "file").first()
        if job is None or not job.is_open:
            _empty(f"{FOLDER}/{folder}", keep=job.file.name if job else "")


def _empty(folder: str, *, keep: str) -> None:
    for name in default_storage.listdir(folder)[1]:
        if f"{folder}/{name}" != keep:
            default_storage.delete(f"{folder}/{name}")
    if not keep:
        default_storage.delete(folder)
