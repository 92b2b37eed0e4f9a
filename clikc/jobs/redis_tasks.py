"""Plain tasks in the queue of Redis: tried again as in the database's (``plain_tasks.py``).

Imported only where ``TASK_QUEUE=redis``; jobs are the same on both, their lease stands in their row.
"""

from __future__ import annotations

import django_rq
from django.conf import settings
from django.utils import timezone
from django_tasks_rq import Job as Entry
from rq.registry import FailedJobRegistry, ScheduledJobRegistry, StartedJobRegistry

from .reporting import name_of, report
from .retrying import TRIES, pause_after
from .tasks import run_job


def give_back(worker: str) -> None:
    """Put back what a worker was running when it died."""
    for name in settings.RQ_QUEUES:
        queue = django_rq.get_queue(name, job_class=Entry)
        found = StartedJobRegistry(queue=queue)
        for pk in found.get_job_ids(cleanup=False):
            entry = queue.fetch_job(pk)
            if entry and entry.worker_name == worker:
                found.remove_executions(entry)
                _put_back(queue, entry, "lost", pause=None)


def look_after() -> None:
    """Put what was scheduled into its queue once it is due. Where two do so at once it is run twice.

    rq's own scheduler is a process of its own that holds on to the connection of its worker: Redis would
    go on to hand tasks to a worker that was killed.
    """
    for name in settings.RQ_QUEUES:
        queue = django_rq.get_queue(name, job_class=Entry)
        found = ScheduledJobRegistry(queue=queue)
        for pk in found.get_jobs_to_schedule():
            entry = queue.fetch_job(pk)
            if entry:
                queue.enqueue_job(entry)
            found.remove(pk)
            FailedJobRegistry(queue=queue).remove(pk)


def on_failure(entry, _kind, error, _traceback) -> bool:
    """rq's handler of exceptions: put the task back for later. Nobody else handles it."""
    queue = django_rq.get_queue(entry.origin, job_class=Entry)
    tries = entry.meta.get("tries", 0) + 1
    _put_back(queue, entry, f"raised {name_of(error)}", pause=pause_after(min(tries, TRIES)))
    return False


def _put_back(queue, entry, fault: str, *, pause) -> None:
    entry.meta["tries"] = entry.meta.get("tries", 0) + 1
    entry.save_meta()
    if entry.func.module_path == run_job.module_path:
        return
    if entry.meta["tries"] >= TRIES:
        report(f"task {entry.func.module_path}", entry.id, fault)
    elif pause:
        queue.schedule_job(entry, timezone.now() + pause)
    else:
        queue.enqueue_job(entry)
