"""The process that looks after the workers: one for each queue, another one when it dies, and a tick.

A worker is a copy of this process, so that it starts at once. It never outlives this one (on Linux, where
the system sees to that), so a worker that nobody sees any more is dead.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connections

from clikc.foundation.processes import end_with_parent

from . import rescue, rounds, workers
from .reporting import logger

LOOK_EVERY_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 30
REDIS_WORKER = {
    # One process: killed, it leaves no other one that goes on.
    "worker_class": "rq.SimpleWorker",
    "job_class": "django_tasks_rq.Job",
    "verbosity": 0,
}


class Child:
    """The worker of one queue, whichever process that is at present."""

    def __init__(self, queue: str):
        self.queue = queue
        self.name = ""
        self.process = None
        self.start_at = 0.0
        self._pause = 0.5

    def look_after(self) -> None:
        """Start it, or another one where it died; later each time where it dies as soon as it lives."""
        if self.process is not None and not self.process.is_alive():
            logger.warning("Worker %s ended with %s", self.name, self.process.exitcode)
            is_old = time.monotonic() - self.start_at > LONGEST_PAUSE_SECONDS
            self._pause = 0.5 if is_old else min(self._pause * 2, LONGEST_PAUSE_SECONDS)
            self.process, self.start_at = None, time.monotonic() + self._pause
            safely(lambda: workers.bury(self.name))
        if self.process is None and time.monotonic() >= self.start_at:
            self._start()

    def _start(self) -> None:
        name = f"{self.queue}-{uuid.uuid4().hex[:16]}"
        if not safely(lambda: workers.see([name])):
            self.start_at = time.monotonic() + self._pause
            return
        # A connection must not be shared by two processes.
        connections.close_all()
        fork = multiprocessing.get_context("fork").Process
        self.process = fork(target=work, args=(self.queue, name, os.getpid()), name=name)
        self.process.start()
        self.name, self.start_at = name, time.monotonic()

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.is_alive():
            os.kill(self.process.pid, number)

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.is_alive()


class Supervisor:
    def __init__(self, *, grace_seconds: float):
        self.children = [Child(queue) for queue in settings.TASKS["default"]["QUEUES"]]
        self.grace_seconds = grace_seconds
        self.is_ending = False

    def run(self) -> None:
        """Look after the workers until this process is told to end."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        tick_at = 0.0
        while not self.is_ending:
            for child in self.children:
                child.look_after()
            if time.monotonic() >= tick_at:
                tick([child.name for child in self.children if child.is_alive])
                tick_at = time.monotonic() + settings.WORK_TICK_SECONDS
            time.sleep(LOOK_EVERY_SECONDS)
        self._end_children()

    def _end(self, *_args) -> None:
        self.is_ending = True

    def _end_children(self) -> None:
        """Let them finish what they do; then have them give it back; then end them."""
        for number, seconds in (
            (signal.SIGTERM, self.grace_seconds),
            (signal.SIGTERM, 2),
            (signal.SIGKILL, 2),
        ):
            for child in self.children:
                child.signal(number)
            self._wait(seconds)
        for child in self.children:
            if child.name:
                safely(lambda child=child: workers.bury(child.name))

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and any(child.is_alive for child in self.children):
            time.sleep(0.05)


def tick(living: list[str]) -> None:
    """What is looked after every few seconds. One part that fails keeps no other from being done."""
    close_old_connections()
    safely(lambda: workers.see(living))
    for part in (workers.bury_silent, rescue.rescue_jobs, rounds.begin_rounds, workers.look_after_tasks):
        safely(part)


def safely(part: Callable[[], object]) -> bool:
    """Do it; a database that is away is written to the log, and the next tick tries again."""
    try:
        part()
    except Exception:
        logger.exception("Looking after the workers failed")
        return False
    return True


def work(queue: str, name: str, parent: int) -> None:
    """The life of a worker."""
    end_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    if settings.TASK_QUEUE == "redis":
        call_command("rqworker", queue, name=name, **REDIS_WORKER)
    else:
        call_command("db_worker", queue_name=queue, worker_id=name, reload=False, interval=1, verbosity=0)
