"""What is known of the works that a sheet names, asked for all its rows together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from ..edits import HANDED_OVER
from ..locking import WAY
from ..models import GradeEntry, Marking, MarkingEdit

if TYPE_CHECKING:
    from clikc.people.models import User

BATCH = 200
EMPTY = {
    "feedback": {"text": ""},
    "note": {"text": ""},
    "criterion": {"level": None, "points": None, "comment": ""},
}
NOT_READ = ("hand_in__text", "hand_in__plain", "hand_in__statement", "submission__draft")


def own_markings(owner: User, codes: Iterable[str]) -> dict[str, list[Marking]]:
    """Code of a work → the markings of it that are this person's, the newest attempt first."""
    found: dict[str, list[Marking]] = defaultdict(list)
    for some in _batches(sorted(set(codes))):
        seen = Marking.objects.visible_to(owner).filter(tutor=owner, ended_at=None)
        rows = seen.filter(submission__code__in=some).select_related(*WAY).defer(*NOT_READ)
        for marking in rows.prefetch_related("rubric__criteria__levels", "marks").order_by("-attempt", "pk"):
            found[marking.submission.code].append(marking)
    return found


def once_own(owner: User, codes: Iterable[str]) -> set[str]:
    """Of these codes those of works that were this person's to mark and are not any more."""
    found: set[str] = set()
    for some in _batches(sorted(set(codes))):
        there = Marking.objects.filter(submission__code__in=some)
        handed_over = Q(edits__piece=HANDED_OVER, edits__value__from=owner.pk)
        hers = there.filter(Q(tutor=owner) | handed_over)
        found |= set(hers.order_by().values_list("submission__code", flat=True))
    return found


def released_of(markings: Collection[Marking]) -> set[UUID]:
    """The ids of those whose grade is known already."""
    by_attempt = {(marking.submission_id, marking.attempt): marking.pk for marking in markings}
    found: set[UUID] = set()
    for some in _batches(sorted({marking.submission_id for marking in markings})):
        there = GradeEntry.objects.filter(kind=GradeEntry.Kind.MARKED, submission__in=some).order_by()
        found |= {by_attempt[key] for key in there.values_list("submission", "attempt") if key in by_attempt}
    return found


class History:
    """What was saved of markings since the versions that rows were made of."""

    def __init__(self, bases: Mapping[UUID, Collection[int]]):
        self._versions: dict[tuple[UUID, str], list[tuple[int, int]]] = defaultdict(list)
        for some in _batches(sorted(bases)):
            kept = MarkingEdit.objects.filter(marking__in=some, is_kept=True).order_by("pk")
            for pk, marking, piece, version in kept.values_list("pk", "marking", "piece", "version"):
                self._versions[marking, piece].append((version, pk))
        self._values = self._asked(bases)

    def has_news(self, marking_id: UUID, piece: str, base: int) -> bool:
        return any(version > base for version, _pk in self._versions.get((marking_id, piece), ()))

    def value_at(self, marking_id: UUID, piece: str, base: int) -> dict:
        """What a piece held at a version since which there is news of it."""
        edit = self._edit_at(marking_id, piece, base)
        return self._values.get(edit) or EMPTY[piece.partition(":")[0]]

    def _edit_at(self, marking_id: UUID, piece: str, base: int) -> int | None:
        before = [pk for version, pk in self._versions.get((marking_id, piece), ()) if version <= base]
        return before[-1] if before else None

    def _asked(self, bases: Mapping[UUID, Collection[int]]) -> dict[int, dict]:
        """The values of the edits that ``value_at`` may be asked for: texts may be long, and edits many."""
        wanted = {
            self._edit_at(marking, piece, base)
            for marking, piece in self._versions
            for base in bases[marking]
            if self.has_news(marking, piece, base)
        } - {None}
        found: dict[int, dict] = {}
        for some in _batches(sorted(wanted)):
            found |= dict(MarkingEdit.objects.filter(pk__in=some).values_list("pk", "value"))
        return found


def _batches(items: list) -> Iterable[list]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
