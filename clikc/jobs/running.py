"""One run of a job: claimed by one runner, reported by it, and ended by it alone."""

from __future__ import annotations

import time
import uuid

from django.core.files import File
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks.utils import normalize_json

from .models import Job
from .registry import work_of
from .reporting import logger, name_of, report
from .retrying import TRIES, pause_after

SECONDS_BETWEEN_WRITES = 1.0


class ClaimLost(Exception):
    """This run was thought dead and the job given to another one: end at once, without writing anything."""


class Running:
    """What work gets: its payload, and the ways to say how far it is."""

    def __init__(self, job: Job):
        self.job = job
        self._written = time.monotonic()
        self._stop_seen = False

    @property
    def payload(self) -> dict:
        return self.job.payload

    @property
    def owner(self):
        """The person who asked for it, with her roles as they are now."""
        return self.job.owner

    def advance(self, done: int, total: int | None = None) -> None:
        """Say how far it is: a sign of life, about once a second. Raises ``ClaimLost``."""
        is_first = total is not None and self.job.total is None
        self.job.done = done
        self.job.total = self.job.total if total is None else total
        if is_first or time.monotonic() - self._written >= SECONDS_BETWEEN_WRITES:
            self._written = time.monotonic()
            # A transaction of the work's would lock the row, and hide what is written, until it ends.
            self._outside(self._beat)

    @property
    def is_stopping(self) -> bool:
        """Whether the owner asked to stop: end what is begun and return. Known a second after she did."""
        return self._stop_seen

    def attach(self, content: File, *, name: str) -> None:
        """Keep a file for the owner to fetch, under ``name``; another one takes the place of the first."""
        before = self.job.file.name
        self.job.file.save(name, content, save=False)
        self.job.file_name = name[:120]
        try:
            self._write(file=self.job.file.name, file_name=self.job.file_name)
        except ClaimLost:
            self.job.file.storage.delete(self.job.file.name)
            raise
        if before:
            transaction.on_commit(lambda: self.job.file.storage.delete(before))

    def finish(self, result) -> None:
        """The work returned. Raises TypeError or ValueError for a result that is no JSON."""
        state = Job.State.STOPPED if self._stop_seen else Job.State.DONE
        self._end(state=state, result=normalize_json(result), finished_at=timezone.now(), fault="")

    def fail(self, error: Exception) -> None:
        """Put it off, or give it up after the last try."""
        job = self.job
        logger.warning("Job %s (%s) failed, try %d", job.pk, job.kind, job.tries, exc_info=error)
        fault = f"raised {name_of(error)}"[:200]
        if job.tries < TRIES:
            later = timezone.now() + pause_after(job.tries)
            self._end(state=Job.State.WAITING, run_after=later, fault=fault)
        else:
            self._end(state=Job.State.FAILED, finished_at=timezone.now(), fault=fault)
            report(f"job {job.kind}", job.pk, fault)

    def give_back(self) -> None:
        """The process is told to end: another run begins where this one stopped."""
        self._end(state=Job.State.WAITING, run_after=timezone.now(), tries=self.job.tries - 1)

    def _beat(self) -> None:
        self._write(heartbeat_at=timezone.now(), done=self.job.done, total=self.job.total)
        asked = Job.objects.filter(pk=self.job.pk, stop_asked_at__isnull=False).exists()
        self._stop_seen = self._stop_seen or asked

    def _end(self, **values) -> None:
        # Due is not enqueued: see rescue.py.
        self._write(done=self.job.done, total=self.job.total, runner=None, worker="", **values)

    def _write(self, **values) -> None:
        mine = Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, runner=self.job.runner)
        if not mine.update(**values):
            raise ClaimLost

    @staticmethod
    def _outside(write) -> None:
        if connection.in_atomic_block:
            transaction.on_commit(write)
        else:
            write()


def claim(job_id, *, worker: str = "") -> Running | None:
    """Take a job that is due, for this run alone; None where there is nothing to take."""
    now, runner = timezone.now(), uuid.uuid4()
    due = Job.objects.filter(pk=job_id, state=Job.State.WAITING, run_after__lte=now, tries__lt=TRIES)
    taken = due.update(
        state=Job.State.RUNNING,
        runner=runner,
        worker=worker,
        tries=F("tries") + 1,
        started_at=now,
        heartbeat_at=now,
        done=0,
    )
    return Running(Job.objects.select_related("owner").get(pk=job_id)) if taken else None


def run(job_id, *, worker: str = "") -> None:
    """Do a job, if it is there to be done. Raises nothing of what the work raises."""
    running = claim(job_id, worker=worker)
    if running is None:
        return
    try:
        _do(running)
    except ClaimLost:
        logger.warning("Job %s was given to another run", job_id)
    except (SystemExit, KeyboardInterrupt):
        running.give_back()
        raise


def _do(running: Running) -> None:
    try:
        work = work_of(running.job.kind)
        if work is None:
            raise LookupError(running.job.kind)
        running.finish(work.work(running))
    except ClaimLost:
        raise
    except Exception as error:
        running.fail(error)
