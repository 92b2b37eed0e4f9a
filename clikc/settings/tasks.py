"""The queue: in the database, so that one machine needs nothing else, or in Redis by ``TASK_QUEUE=redis``.

Jobs stand in a queue beside the default one: mail and deadlines never wait behind them.
"""

from django.core.exceptions import ImproperlyConfigured

from .env import listed, number, text

QUEUES = ["default", "jobs"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
QUEUE_APPS = []

TASK_QUEUE = text("TASK_QUEUE", "database")
if TASK_QUEUE not in {"database", "redis"}:
    raise ImproperlyConfigured("TASK_QUEUE must be “database” or “redis”.")
if TASK_QUEUE == "redis":
    if not text("REDIS_URL"):
        raise ImproperlyConfigured("REDIS_URL is not set: TASK_QUEUE=redis keeps the queue there.")
    TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": QUEUES}}
    # rq ends by itself what takes longer; a job has its own signs of life.
    RQ_QUEUES = {name: {"URL": text("REDIS_URL"), "DEFAULT_TIMEOUT": 6 * 60 * 60} for name in QUEUES}
    RQ_EXCEPTION_HANDLERS = ["clikc.jobs.redis_tasks.on_failure"]
    QUEUE_APPS = ["django_rq"]

# A run that gave no sign of life for so long has lost its job. Work gives one a second, or one a minute.
JOB_LEASE_SECONDS = 5 * 60
# A worker whose supervisor did not see it for so long is gone, with its supervisor.
WORKER_SILENCE_SECONDS = 40
WORK_TICK_SECONDS = 10
# Jobs and their files are deleted so many days after they ended.
JOB_KEEP_DAYS = number("JOB_KEEP_DAYS", 14)

# Who is written to when a job or a task gave up, by e-mail address.
ADMINS = [("", address) for address in listed("REPORT_TO")]
