"""Works that are not released: by reason, with the way to each; and the jobs that left them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from clikc.jobs import api as jobs
from enrolment.grading import api as grading

from ..marking import reasons

if TYPE_CHECKING:
    from clikc.people.models import User

# So many works are named for each reason, and so many jobs are looked up for one page.
MOST_NAMED = 50
MOST_JOBS = 5


@dataclass(frozen=True)
class LeftOut:
    """Why ``number`` works are not released. ``works``: the code of each and the id of the marking that leads
    to it, as far as they are named and the reader sees them."""

    words: str
    number: int
    works: list[tuple[str, UUID]]

    @property
    def others(self) -> int:
        return self.number - len(self.works)


@dataclass(frozen=True)
class Release:
    """A job that released works, and what it left out."""

    job: jobs.Job
    left_out: list[LeftOut]


def left_out(user: User, refused: Mapping[UUID, str]) -> list[LeftOut]:
    """``refused``: submission → code. At most one query."""
    by_reason = defaultdict(list)
    for pk, code in refused.items():
        by_reason[code].append(pk)
    ways = _ways(user, {pk for ids in by_reason.values() for pk in ids[:MOST_NAMED]})
    return [
        LeftOut(
            reasons.why_not_released(code),
            len(ids),
            sorted(ways[pk] for pk in ids[:MOST_NAMED] if pk in ways),
        )
        for code, ids in by_reason.items()
    ]


def _ways(user: User, submission_ids: Collection[UUID]) -> dict[UUID, tuple[str, UUID]]:
    """Submission → its code and a marking of it: the reader's own, else the first of the newest attempt."""
    if not submission_ids:
        return {}
    seen = grading.markings_seen_by(user).filter(submission__in=submission_ids, ended_at=None)
    rows = seen.order_by().values_list("submission", "submission__code", "pk", "tutor", "role", "attempt")

    def nearness(row) -> tuple:
        return row[3] == user.pk, row[4] == grading.Marking.Role.FIRST, row[5]

    return {row[0]: (row[1], row[2]) for row in sorted(rows, key=nearness)}


def releases_asked(request) -> list[Release]:
    """What this person has just started, as the address says (``job``). Two queries for each."""
    ids = [found for text in request.GET.getlist("job")[:MOST_JOBS] if (found := uuid_of(text))]
    found = [job for pk in ids if (job := jobs.job_of(request.user, pk))]
    return [
        Release(job, left_out(request.user, _refused(job))) for job in found if job.kind == grading.RELEASE
    ]


def _refused(job: jobs.Job) -> dict[UUID, str]:
    refused = (job.result or {}).get("refused", {})
    return {UUID(pk): code for pk, code in refused.items()}


def uuid_of(text: str) -> UUID | None:
    """An id as somebody's address gives it; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
