"""Nominations and calls in words and numbers, for the pages of an administration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from enrolment.admissions import api as admissions

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

State = admissions.NominationState
TONES = {
    State.SUBMITTED: "warn",
    State.ENDORSED: "accent",
    State.SHORTLISTED: "accent",
    State.ACCEPTED: "good",
    State.RESERVE: "warn",
    State.DECLINED: "bad",
    State.ENROLLED: "good",
}
ELIGIBILITY_TONES = {"met": "good", "open": "warn", "broken": "bad"}
# What an administration can still rewrite, and rank.
OPEN = (State.DRAFT, State.SUBMITTED, State.ENDORSED)
GIVEN_UP = (State.WITHDRAWN, State.DECLINED)


@dataclass
class Line:
    """A nomination with all that a page says of it. What can be done with it follows from its state and from
    whether the call still takes nominations."""

    nomination: object
    state: str
    eligibility: object
    missing: Sequence = field(default_factory=list)
    is_first: bool = False
    is_last: bool = False

    @property
    def state_label(self) -> str:
        return State(self.state).label

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "plain")

    @property
    def verdict(self) -> str:
        return str(admissions.ELIGIBILITY_WORDS[self.eligibility.verdict])

    @property
    def verdict_tone(self) -> str:
        return ELIGIBILITY_TONES[self.eligibility.verdict]

    @property
    def reasons(self) -> list:
        return admissions.reasons_in_words(self.eligibility)

    @property
    def is_open(self) -> bool:
        """Whether it can be rewritten: a seat that is being decided cannot."""
        is_open = self.nomination.call.is_open and self.nomination.state in OPEN
        return is_open and not self.is_overtaken

    @property
    def is_overtaken(self) -> bool:
        """Whether it is a draft in whose place another nomination of the officer counts."""
        return self.nomination.is_overtaken

    @property
    def is_late(self) -> bool:
        """Whether it is a draft that was not endorsed before the deadline."""
        return self.state == State.DRAFT and self.nomination.call.is_over and not self.is_overtaken

    @property
    def is_applied(self) -> bool:
        return self.nomination.origin == "applied"

    @property
    def is_ranked(self) -> bool:
        return self.is_open and not (self.is_applied and self.state != State.ENDORSED)

    @property
    def is_given_up(self) -> bool:
        return self.state in GIVEN_UP

    @property
    def is_out(self) -> bool:
        """Whether it is not considered, or not any more."""
        return self.is_given_up or self.is_overtaken or self.is_late

    @property
    def can_endorse(self) -> bool:
        waits = State.SUBMITTED if self.is_applied else State.DRAFT
        return self.is_open and self.state == waits

    @property
    def can_return(self) -> bool:
        return self.is_open and self.state in (State.SUBMITTED, State.ENDORSED)

    @property
    def can_withdraw(self) -> bool:
        """Before the results; afterwards an offer is declined. An application that waits is given back, or
        left; whoever sent it takes it back herself."""
        return self.state in (State.DRAFT, State.ENDORSED)

    @property
    def has_offer(self) -> bool:
        """Whether a seat can still be accepted."""
        is_closed = self.nomination.call.session.closed_at is not None
        return self.state == State.ACCEPTED and not is_closed and not admissions.is_over(self.nomination)

    @property
    def can_decline(self) -> bool:
        """A seat that is offered, or a place on the reserve list."""
        return self.has_offer or self.state == State.RESERVE


def lines_of(call, nominations: Iterable) -> list[Line]:
    """Three queries, however many there are. The call is fetched with its session and programme."""
    nominations = list(nominations)
    eligibility = admissions.judge_nominations(call, nominations)
    missing = admissions.missing_documents(call, nominations)
    lines = [Line(item, admissions.shown_state(item), eligibility[item.pk]) for item in nominations]
    for line in lines:
        # Who is not considered any more misses nothing.
        line.missing = [] if line.is_out else missing[line.nomination.pk]
    return lines


def in_order(lines: Iterable[Line]) -> list[Line]:
    """The order of an administration; those it does not rank any more stand at the end."""
    order = sorted(
        lines,
        key=lambda line: (line.is_out, line.nomination.rank or 10**6, line.nomination.made_at),
    )
    ranked = [line for line in order if line.is_ranked]
    if ranked:
        ranked[0].is_first = ranked[-1].is_last = True
    return order


@dataclass(frozen=True)
class CallLine:
    """A call with what an administration has in it; ``left``: how many it can still make, None: no limit, or
    none is made any more."""

    call: object
    made: int = 0
    drafts: int = 0
    waiting: int = 0
    endorsed: int = 0

    @property
    def left(self) -> int | None:
        most = self.call.most_nominations
        return None if most is None or self.is_past else max(most - self.made, 0)

    @property
    def is_past(self) -> bool:
        return self.call.is_over or self.call.session.closed_at is not None

    @property
    def number(self) -> int:
        """How many nominations it has made: drafts are none once the deadline has passed."""
        return self.endorsed if self.is_past else self.made


def call_lines(calls: Iterable, administration: Administration, user: User) -> list[CallLine]:
    """One query, however many calls there are."""
    calls = list(calls)
    counts = admissions.counts_of_calls(calls, administration)
    return [CallLine(call, **counts.get(call.pk, {})) for call in calls]
