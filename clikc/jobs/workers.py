"""Which workers live. One that died has what it was running taken from it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from . import plain_tasks
from .models import Job, Worker
from .rescue import release


def see(names: list[str]) -> None:
    """Note that these workers live now."""
    for name in names:
        Worker.objects.update_or_create(pk=name, defaults={"seen_at": timezone.now()})


def bury(name: str) -> None:
    """A worker is gone for certain: what it was running is run again. Safe to call again."""
    release(Job.objects.filter(worker=name))
    _tasks().give_back(name)
    Worker.objects.filter(pk=name).delete()


def bury_silent() -> None:
    """Workers nobody has seen for a while died with the supervisor that saw them."""
    for worker in Worker.objects.filter(seen_at__lt=_silence()):
        bury(worker.pk)


def look_after_tasks() -> None:
    """What the queue itself needs of somebody every few seconds."""
    _tasks().look_after()


def is_anybody_working() -> bool:
    return Worker.objects.filter(seen_at__gte=_silence()).exists()


def _tasks():
    """The tasks of the queue in use. What Redis needs is installed only where it is used."""
    if settings.TASK_QUEUE == "database":
        return plain_tasks
    from . import redis_tasks

    return redis_tasks


def _silence():
    return timezone.now() - timedelta(seconds=settings.WORKER_SILENCE_SECONDS)
