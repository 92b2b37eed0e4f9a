"""Where works stand on their way from handed in to released."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from enrolment.programmes import api as programmes

from .models import GradeEntry, Marking
from .rules import marking as rules

if TYPE_CHECKING:
    from enrolment.programmes.models import GradingScheme

BATCH = 500


class State(StrEnum):
    """Nobody has begun; somebody has; a second one is asked; two differ; all is said; the grade is known."""

    WAITING = "waiting"
    BEGUN = "begun"
    SECOND = "second"
    DISPUTED = "disputed"
    READY = "ready"
    RELEASED = "released"


@dataclass(frozen=True)
class Standing:
    """An attempt at a work: its markings, out of ``most`` points, and what comes of them.

    ``agreement`` is there once the first marking and what was asked for beside it are finished.
    """

    attempt: int
    first: Marking
    second: Marking | None
    moderation: Marking | None
    most: Decimal
    agreement: rules.Agreement | None
    released_at: datetime | None = None

    @property
    def state(self) -> State:
        if self.released_at is not None:
            return State.RELEASED
        if not self.first.is_finished:
            return State.WAITING if self.first.begun_at is None else State.BEGUN
        if self.second is not None and not self.second.is_finished:
            return State.SECOND
        return State.DISPUTED if self.is_in_dispute else State.READY

    @property
    def is_in_dispute(self) -> bool:
        is_asked = self.moderation is not None and not self.moderation.is_finished
        return is_asked or (self.agreement is not None and self.agreement.points is None)

    @property
    def deciding(self) -> Marking:
        """Whose levels and points the participant reads."""
        is_said = self.moderation is not None and self.moderation.is_finished
        return self.moderation if is_said else self.first


def standing_with(
    markings: Mapping[str, Marking], scheme: GradingScheme, *, released_at: datetime | None = None
) -> Standing | None:
    """The standing of an attempt with these markings by their roles, None without a first one. One query,
    none where the criteria of the rubric were loaded."""
    first, second, moderation = (markings.get(role) for role in ("first", "second", "moderation"))
    if first is None:
        return None
    most = first.rubric.most
    agreement = None
    if first.is_finished and (second is None or second.is_finished):
        agreement = rules.agree(
            first=first.points,
            second=second.points if second else None,
            moderated=moderation.points if moderation and moderation.is_finished else None,
            most=most,
            tolerance_percent=scheme.tolerance_percent,
        )
    return Standing(first.attempt, first, second, moderation, most, agreement, released_at)


def is_released(submission_id: UUID, attempt: int) -> bool:
    return released_entries([submission_id]).filter(attempt=attempt).exists()


def released_entries(submission_ids: Iterable[UUID]):
    """What was released of works: one for each participant and attempt."""
    return GradeEntry.objects.filter(submission__in=list(submission_ids), kind=GradeEntry.Kind.MARKED)


def standings_of(submission_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """Submission id → how its newest attempt stands, of those that have a marking. Four queries for every
    500."""
    ids = list(dict.fromkeys(submission_ids))
    found: dict[UUID, Standing] = {}
    for start in range(0, len(ids), BATCH):
        found |= _standings(ids[start : start + BATCH])
    return found


def _standings(ids: list[UUID]) -> dict[UUID, Standing]:
    released = {
        (pk, attempt): at
        for pk, attempt, at in released_entries(ids).values_list("submission", "attempt", "at")
    }
    rows = Marking.objects.current().filter(submission__in=ids).prefetch_related("rubric__criteria")
    by_attempt: dict[UUID, dict[int, dict]] = defaultdict(lambda: defaultdict(dict))
    for marking in rows.select_related("tutor", "submission__run_assignment__run__scheme"):
        by_attempt[marking.submission_id][marking.attempt][marking.role] = marking
    found = {}
    for pk, attempts in by_attempt.items():
        newest = max(attempts)
        some = next(iter(attempts[newest].values()))
        scheme = programmes.scheme_of(some.submission.run_assignment.run)
        standing = standing_with(attempts[newest], scheme, released_at=released.get((pk, newest)))
        if standing is not None:
            found[pk] = standing
    return found
