"""What somebody may do with her work now, and why not. Pure.

The clock is the server's, and a work is due at a moment. Until somebody begins to mark what was handed in,
another hand-in takes its place, as long as work is taken at all. What is released may be handed in anew as
often and as long as the course run says; that is another attempt, and never late.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from enrolment.programmes.rules.lateness import Lateness, LateRule, last_moment, lateness


class Refusal(StrEnum):
    """Why nothing is taken. The page says in words what to do."""

    NOT_IN_RUN = "not_in_run"
    NO_TEAM = "no_team"
    NOT_OPEN = "not_open"
    BEING_MARKED = "being_marked"
    RESUBMISSION_OVER = "resubmission_over"
    TOO_LATE = "too_late"
    NOTHING = "nothing"
    CHANGED = "changed"
    NO_TEXT = "no_text"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    NO_FILES = "no_files"
    TOO_MANY_FILES = "too_many_files"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Facts:
    """A work as it stands. ``attempt`` is that of the newest hand-in, 0 where there is none; ``is_locked``:
    somebody has begun to mark it. ``resubmissions`` is how often a work may be handed in anew."""

    due_at: datetime
    rule: LateRule
    resubmissions: int = 0
    opens_at: datetime | None = None
    attempt: int = 0
    is_locked: bool = False
    resubmit_until: datetime | None = None


@dataclass(frozen=True)
class Decision:
    """``writing`` and ``handing_in``: why not; empty where nothing is in the way.

    ``attempt`` and ``lateness`` are those of a hand-in made now, ``due_at`` when it was due and ``until`` the
    last moment at which it is taken (None: always). ``replaces``: it takes the place of the one before.
    """

    writing: tuple[Refusal, ...]
    handing_in: tuple[Refusal, ...]
    attempt: int
    due_at: datetime
    until: datetime | None
    lateness: Lateness
    replaces: bool = False

    @property
    def may_write(self) -> bool:
        return not self.writing

    @property
    def may_hand_in(self) -> bool:
        return not self.handing_in


def decide(facts: Facts, now: datetime) -> Decision:
    """What may be done at a moment. Drafts are kept also of what comes too late: more time may be given."""
    due_at, rule, attempt = facts.due_at, facts.rule, max(facts.attempt, 1)
    is_again = facts.attempt > 0 and facts.is_locked
    if is_again:
        attempt += 1
    if attempt > 1:
        due_at = facts.resubmit_until or facts.due_at
        rule = LateRule(grace_minutes=rule.grace_minutes, refuse_after_days=0)
    late = lateness(due_at=due_at, handed_in_at=now, rule=rule)
    writing: tuple[Refusal, ...] = ()
    if facts.opens_at is not None and now < facts.opens_at:
        writing = (Refusal.NOT_OPEN,)
    elif is_again and (facts.resubmit_until is None or attempt > 1 + facts.resubmissions):
        writing = (Refusal.BEING_MARKED,)
    elif is_again and late.is_refused:
        writing = (Refusal.RESUBMISSION_OVER,)
    too_late = Refusal.RESUBMISSION_OVER if attempt > 1 else Refusal.TOO_LATE
    return Decision(
        writing=writing,
        handing_in=writing or ((too_late,) if late.is_refused else ()),
        attempt=attempt,
        due_at=due_at,
        until=last_moment(due_at, rule),
        lateness=late if attempt == 1 else Lateness(is_in_grace=late.is_in_grace),
        replaces=facts.attempt > 0 and not is_again,
    )


def refused(decision: Decision, *reasons: Refusal) -> Decision:
    """The same decision where nothing may be done, whatever the clock says."""
    return replace(decision, writing=reasons, handing_in=reasons)
