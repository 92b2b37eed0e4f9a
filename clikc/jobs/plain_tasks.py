"""Tasks that are no jobs (a mail, a deadline), in the queue of the database: tried again like jobs.

The library runs a task once. So every task of ours is safe to run twice, and a task that fails, or whose
worker died, is put back: three runs in all, then it is reported.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from .models import Worker
from .reporting import report
from .retrying import TRIES, pause_after
from .tasks import run_job


def on_task_finished(sender, task_result, **_kwargs) -> None:
    """Put back a task that failed, for later. Heard in the worker, right after the failure was written.

    Raises nothing after a success: the library would write it down as a failure. It sends the class of the
    backend after a failure, and the backend itself after a success (django-tasks-db 0.13).
    """
    if task_result.status != TaskResultStatus.FAILED:
        return
    if issubclass(sender if isinstance(sender, type) else type(sender), DatabaseBackend):
        row = DBTaskResult.objects.get(pk=task_result.id)
        later = timezone.now() + pause_after(min(len(row.worker_ids), TRIES))
        _put_back(row, later, f"raised {row.exception_class_path}")


def give_back(worker: str) -> None:
    """Put back what a worker was running when it died."""
    for row in DBTaskResult.objects.running():
        if row.worker_ids[-1:] == [worker]:
            _put_back(row, timezone.now(), "lost")


def look_after() -> None:
    """Put back what has been running for the lease in a worker that nobody knows."""
    old = timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    known = set(Worker.objects.values_list("pk", flat=True))
    for row in DBTaskResult.objects.running().filter(started_at__lt=old):
        if not known.intersection(row.worker_ids[-1:]):
            _put_back(row, timezone.now(), "lost")


def _put_back(row: DBTaskResult, run_after: datetime, fault: str) -> None:
    """To be run again, unless that was the last time. A job knows by itself whether it goes on."""
    is_job = row.task_path == run_job.module_path
    is_over = is_job or len(row.worker_ids) >= TRIES
    values = {"status": TaskResultStatus.READY, "finished_at": None, "run_after": run_after}
    if is_over:
        values = {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
    mine = DBTaskResult.objects.filter(pk=row.pk, status=row.status, worker_ids=row.worker_ids)
    if mine.update(**values) and is_over and not is_job:
        report(f"task {row.task_path}", row.pk, fault)
