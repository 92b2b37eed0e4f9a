"""What a row changes, in words: by the rubric of its marking, in the language of now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import get_language, gettext as _

from courses.lessons import api as lessons

from ..models import Marking, PackRow
from .levels import labels_of, number
from .reasons import piece_sentence, row_sentence

if TYPE_CHECKING:
    from clikc.people.models import User

NOTHING = "–"


@dataclass(frozen=True)
class Told:
    """A piece: its ``title`` and ``language`` ("" for the reader's own), what is saved, what the sheet says,
    and why that is not taken ("" where it is)."""

    title: str
    language: str
    now: str
    new: str
    why: str


@dataclass(frozen=True)
class ToldRow:
    """``is_seen``: the work is still the reader's, else nothing of what is saved in it is said."""

    row: PackRow
    is_seen: bool
    reasons: tuple[str, ...]
    changes: tuple[Told, ...]


def told_rows(user: User, rows: Iterable[PackRow]) -> list[ToldRow]:
    """Rows as their owner may read them now. A constant number of queries."""
    rows = list(rows)
    markings = _markings(user, {row.marking_id for row in rows} - {None})
    rubrics = {marking.rubric_id: _rubric(marking) for marking in markings.values()}
    return [_told(row, markings.get(row.marking_id), rubrics) for row in rows]


def _markings(user: User, ids: Collection[UUID]) -> dict[UUID, Marking]:
    own = Marking.objects.visible_to(user).filter(pk__in=ids, tutor=user, ended_at=None)
    course = "submission__run_assignment__run__course"
    rows = own.select_related("rubric", course).prefetch_related("rubric__criteria__levels")
    return {marking.pk: marking for marking in rows.only("rubric", "submission__run_assignment__run__course")}


def _rubric(marking: Marking) -> lessons.RubricShown:
    source = marking.submission.run_assignment.run.course.source_language
    return lessons.rubric_in(marking.rubric, [get_language(), source])


def _told(row: PackRow, marking: Marking | None, rubrics: Mapping[int, lessons.RubricShown]) -> ToldRow:
    reasons = tuple(row_sentence(reason) for reason in row.reasons)
    if marking is None:
        return ToldRow(row, False, reasons or (row_sentence("not_yours"),), ())
    by_piece = {f"criterion:{item.pk}": item for item in rubrics[marking.rubric_id].criteria}
    return ToldRow(row, True, reasons, tuple(_told_change(change, by_piece) for change in row.changes))


def _told_change(change: dict, criteria: Mapping[str, lessons.CriterionShown]) -> Told:
    item = criteria.get(change["piece"])
    titles = {"feedback": _("Feedback on the whole"), "note": _("Note to other markers")}
    return Told(
        title=item.title.text if item else titles.get(change["piece"], change["piece"]),
        language=item.title.language if item else "",
        now=in_words(change["now"], item),
        new=change["typed"] if change["new"] is None else in_words(change["new"], item),
        why=piece_sentence(change["why"]) if change["why"] else "",
    )


def in_words(value: Mapping, criterion: lessons.CriterionShown | None) -> str:
    """A value as a person reads it: level or points, then the comment."""
    if criterion is None:
        return value["text"] or NOTHING
    said = labels_of(criterion).get(value["level"], "") if value["level"] else _points(value["points"])
    return " · ".join(part for part in (said, value["comment"]) if part) or NOTHING


def _points(text: str | None) -> str:
    return number(Decimal(text)) if text else ""
