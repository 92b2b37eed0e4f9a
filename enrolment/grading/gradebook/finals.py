"""What participants have come to in a run once nothing waits any more: all that an administration is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from enrolment.programmes import api as programmes

from ..rules.scheme import State
from .book import Asked
from .columns import modules_of
from .reading import rows_of

if TYPE_CHECKING:
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun

    from .book import Row


@dataclass(frozen=True)
class FinalResult:
    """``standing``: honours, passed, below. ``percent`` None where it would be the score of a single work."""

    standing: str
    percent: Decimal | None


def final_results_of(*, run: CourseRun, enrolments: Sequence[Enrolment]) -> dict[UUID, FinalResult]:
    """Enrolment id → result, of those for whom nothing waits. At most 15 queries, whatever their number;
    ``run`` has course and scheme, an enrolment its learner with administration."""
    if not enrolments:
        return {}
    rows = rows_of(Asked(run, programmes.scheme_of(run), modules_of(run), enrolments))
    return {row.enrolment_id: _result(row) for row in rows if row.total.is_final}


def _result(row: Row) -> FinalResult:
    graded = sum(cell.state == State.GRADED for cell in row.cells.values())
    return FinalResult(row.standing, row.total.percent if graded > 1 else None)
