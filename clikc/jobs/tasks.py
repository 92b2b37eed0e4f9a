"""What stands in the queue: the id of a job, or the name of a round."""

from django_tasks import task

from . import running
from .registry import round_of
from .reporting import logger

# Beside the default queue, so that mail and deadlines never wait behind an import.
QUEUE = "jobs"


@task(takes_context=True, queue_name=QUEUE)
def run_job(context, job_id: str) -> None:
    """Do a job. Safe to run twice: a job is claimed by one run at a time."""
    workers = context.task_result.worker_ids
    running.run(job_id, worker=workers[-1] if workers else "")


@task()
def do_round(name: str) -> None:
    """Call what a room registered to come round. What it raises is in the log; the next round tries again."""
    periodic = round_of(name)
    if periodic is None:
        return
    try:
        periodic.function()
    except Exception:
        logger.exception("The round of %s failed", name)
