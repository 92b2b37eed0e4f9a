"""What a tutor would do next for a participant. Pure."""

from enum import StrEnum


class Step(StrEnum):
    """In the order in which it is asked: an answer comes first, and who was written to is left some days."""

    ANSWER = "answer"
    WAIT = "wait"
    WRITE = "write"
    MARK = "mark"
    NOTHING = "nothing"


def next_step(
    *, waits_for_answer: bool, is_at_risk: bool, was_written_to: bool, waits_for_mark: bool
) -> Step:
    """``was_written_to``: within the days in which nobody writes to her again."""
    if waits_for_answer:
        return Step.ANSWER
    if is_at_risk:
        return Step.WAIT if was_written_to else Step.WRITE
    return Step.MARK if waits_for_mark else Step.NOTHING
