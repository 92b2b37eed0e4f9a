"""Is a course complete, and what is missing? Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Criterion(StrEnum):
    """What a course may ask for."""

    LESSON_READ = "lesson_read"
    QUIZ_PASSED = "quiz_passed"


@dataclass(frozen=True)
class Requirement:
    """One thing asked for, and what is known of it. ``percent`` is 0 to 100: read, or what counts of the
    attempts so far; ``shows_percent``: whether the learner may see it. ``is_awaited``: something was
    handed in, and whether it passes is not known yet."""

    activity: str
    criterion: Criterion
    completed_at: datetime | None = None
    percent: int = 0
    pass_mark: int = 0
    attempts_left: int | None = None
    shows_percent: bool = True
    is_awaited: bool = False

    @property
    def is_met(self) -> bool:
        return self.completed_at is not None


@dataclass(frozen=True)
class Decision:
    """Whether it is complete, with every requirement as its reasons, in the course's order."""

    is_complete: bool
    requirements: tuple[Requirement, ...] = field(default=())

    @property
    def missing(self) -> tuple[Requirement, ...]:
        return tuple(item for item in self.requirements if not item.is_met)

    @property
    def met(self) -> int:
        return len(self.requirements) - len(self.missing)


def judge_completion(requirements: tuple[Requirement, ...]) -> Decision:
    """A course is complete when every requirement is met. One that asks for nothing is never complete."""
    return Decision(
        is_complete=bool(requirements) and all(item.is_met for item in requirements),
        requirements=requirements,
    )
