"""How a job stands, in words for its owner: how far it is, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from .models import Job
from .registry import work_of
from .workers import is_anybody_working

State = Job.State


@dataclass(frozen=True)
class Told:
    """``amount`` is "1,234 of 10,000", or "" where nothing is known; ``tone`` is that of a notice."""

    title: str
    amount: str
    sentence: str
    tone: str
    can_stop: bool
    can_start_again: bool
    has_file: bool
    next_address: str


def told_of(job: Job) -> Told:
    """All a page says of a job. One query where it waits."""
    work = work_of(job.kind)
    is_over = job.state in (State.DONE, State.STOPPED)
    sentence, tone = _sentence(job)
    return Told(
        title=str(work.label) if work else _("Background work"),
        amount=_amount(job),
        sentence=sentence,
        tone=tone,
        can_stop=is_stoppable(job),
        can_start_again=job.state in (State.FAILED, State.STOPPED),
        has_file=has_file(job),
        next_address=work.done_url(job) if work and work.done_url and is_over else "",
    )


def is_stoppable(job: Job) -> bool:
    """Whether its owner may stop it: what waits always, what runs where its kind looks up from its work."""
    work = work_of(job.kind)
    is_heeded = job.state == State.RUNNING and not job.stop_asked_at and work and work.can_stop
    return job.state == State.WAITING or bool(is_heeded)


def has_file(job: Job) -> bool:
    """Whether there is a file that its owner may have now."""
    work = work_of(job.kind)
    return bool(job.file) and (work is None or work.may_have is None or work.may_have(job))


def _amount(job: Job) -> str:
    done = formats.number_format(job.done, force_grouping=True)
    if job.total is None:
        return _("%(number)s done") % {"number": done} if job.done else ""
    total = formats.number_format(job.total, force_grouping=True)
    return _("%(done)s of %(total)s") % {"done": done, "total": total}


def _sentence(job: Job) -> tuple[str, str]:
    if job.is_stopping:
        return _("It stops after the step it is at."), "plain"
    if job.state == State.WAITING:
        return _waiting(job)
    work = work_of(job.kind)
    if job.state == State.DONE and work and work.outcome:
        return work.outcome(job)
    return {
        State.RUNNING: (_("It is being done. You can leave this page: it goes on without you."), "plain"),
        State.DONE: (_("It is done."), "good"),
        State.STOPPED: (_("It was stopped. What was done until then stays done."), "warn"),
        State.FAILED: (
            _("This stopped. Nothing that was done is lost. It has been reported; you can start it again."),
            "bad",
        ),
    }[State(job.state)]


def _waiting(job: Job) -> tuple[str, str]:
    if not is_anybody_working():
        return _("It waits: what does such work is not running at present. It begins by itself."), "warn"
    if job.fault:
        return _("It was interrupted. It is tried again by itself; nothing that was done is lost."), "warn"
    return _("It begins in a moment. You can leave this page: it goes on without you."), "plain"
