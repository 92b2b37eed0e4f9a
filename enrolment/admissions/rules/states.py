"""What can follow what in the life of a nomination, and who brings it about. Pure.

Draft → submitted → endorsed → shortlisted → accepted, reserve or not selected → enrolled or declined; the
order of the steps is the WCO's (docs/domain.md), the names of the states are the issue's.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """As ``models.nominations.State``, without its words."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ENDORSED = "endorsed"
    SHORTLISTED = "shortlisted"
    ACCEPTED = "accepted"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENROLLED = "enrolled"


class Step(StrEnum):
    """What people do with a nomination."""

    SUBMIT = "submit"
    RETURN = "return"
    ENDORSE = "endorse"
    SHORTLIST = "shortlist"
    UNLIST = "unlist"
    ACCEPT = "accept"
    PUT_ON_RESERVE = "put_on_reserve"
    NOT_SELECT = "not_select"
    MOVE_UP = "move_up"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    ENROL = "enrol"
    LEAVE = "leave"
    COME_BACK = "come_back"


_BEFORE_DEADLINE = frozenset({State.DRAFT, State.SUBMITTED, State.ENDORSED})
_CHOSEN_AMONG = frozenset({State.ENDORSED, State.SHORTLISTED})

STEPS: dict[Step, tuple[frozenset[State], State]] = {
    Step.SUBMIT: (frozenset({State.DRAFT}), State.SUBMITTED),
    Step.RETURN: (frozenset({State.SUBMITTED, State.ENDORSED}), State.DRAFT),
    # A coordinator's own nomination is endorsed in one step.
    Step.ENDORSE: (frozenset({State.DRAFT, State.SUBMITTED}), State.ENDORSED),
    Step.SHORTLIST: (frozenset({State.ENDORSED}), State.SHORTLISTED),
    Step.UNLIST: (frozenset({State.SHORTLISTED}), State.ENDORSED),
    Step.ACCEPT: (_CHOSEN_AMONG, State.ACCEPTED),
    # Also later, by hand, where nobody on the list could take a seat that is given up.
    Step.PUT_ON_RESERVE: (_CHOSEN_AMONG | {State.NOT_SELECTED}, State.RESERVE),
    Step.NOT_SELECT: (_CHOSEN_AMONG, State.NOT_SELECTED),
    Step.MOVE_UP: (frozenset({State.RESERVE}), State.ACCEPTED),
    Step.DECLINE: (frozenset({State.ACCEPTED, State.RESERVE}), State.DECLINED),
    Step.WITHDRAW: (_BEFORE_DEADLINE | {State.SHORTLISTED, State.ACCEPTED, State.RESERVE}, State.WITHDRAWN),
    Step.ENROL: (frozenset({State.ACCEPTED}), State.ENROLLED),
    # Who leaves the session before it starts, and gives her seat up by it.
    Step.LEAVE: (frozenset({State.ENROLLED}), State.WITHDRAWN),
    # Who had left like that comes back while a seat is free.
    Step.COME_BACK: (frozenset({State.WITHDRAWN}), State.ENROLLED),
}
# What is decided is not changed by a later import, nor by the administration.
DECIDED = frozenset(
    {State.ACCEPTED, State.RESERVE, State.NOT_SELECTED, State.DECLINED, State.WITHDRAWN, State.ENROLLED}
)


def can(step: Step, state: str) -> bool:
    """Whether a nomination in this state can take this step."""
    return state in STEPS[step][0]


def after(step: Step) -> State:
    """Where a step leads."""
    return STEPS[step][1]
