"""The pieces of a marking: what each may hold, what it holds now, and putting something else there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from clikc.foundation.decoding import without_unreadable

from .models import Annotation, CriterionMark, Marking
from .refusals import MarkingRefused

LONGEST_FEEDBACK = 20_000
LONGEST_COMMENT = 4_000
LONGEST_QUOTE = 400
MOST_ANNOTATIONS = 500
# Points of a guide are given in quarters.
STEP = Decimal("0.25")
WHOLE = Decimal(1000)
LARGEST = 2**31 - 1
NO_PLACE = dict.fromkeys(("file", "page", "x", "y", "start", "end")) | {"quote": ""}
_POINTS = re.compile(r"\d{1,4}(?:[.,٫]\d{1,2})?")


@dataclass(frozen=True)
class Piece:
    """A piece as it is ``now`` and as it shall be (``new``), both as JSON; ``put`` writes the latter."""

    now: dict
    new: dict
    put: Callable[[], None]


def read_piece(marking: Marking, name: str, value: object) -> Piece:
    """What was sent for a piece, checked. Raises MarkingRefused. Of a criterion it asks nothing where marks,
    criteria and levels were loaded."""
    kind, _colon, key = name.partition(":")
    reader = _READERS.get(kind)
    if reader is None or bool(key) != (kind in _KEYED):
        raise MarkingRefused("piece")
    if not isinstance(value, Mapping):
        raise MarkingRefused("value")
    return reader(marking, key, value)


def text_of(value: Mapping, name: str, longest: int) -> str:
    """A text as it was typed, without what nobody can see and no database keeps."""
    text = value.get(name, "")
    if not isinstance(text, str):
        raise MarkingRefused("value")
    if len(text) > 2 * longest:
        raise MarkingRefused("too_long", most=longest)
    clean, _names = without_unreadable(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(clean) > longest:
        raise MarkingRefused("too_long", most=longest)
    return clean


def _feedback(marking: Marking, _key: str, value: Mapping) -> Piece:
    return _column(marking, "feedback", text_of(value, "text", LONGEST_FEEDBACK))


def _note(marking: Marking, _key: str, value: Mapping) -> Piece:
    return _column(marking, "note", text_of(value, "text", LONGEST_COMMENT))


def _column(marking: Marking, name: str, text: str) -> Piece:
    def put() -> None:
        setattr(marking, name, text)
        marking.save(update_fields=[name])

    return Piece({"text": getattr(marking, name)}, {"text": text}, put)


def _criterion(marking: Marking, key: str, value: Mapping) -> Piece:
    criterion = next((item for item in marking.rubric.criteria.all() if str(item.pk) == key), None)
    if criterion is None:
        raise MarkingRefused("piece")
    is_guide = marking.rubric.kind == "guide"
    level = None if is_guide else _level(criterion, value.get("level"))
    points = _points(criterion, value.get("points")) if is_guide else (level.points if level else None)
    comment = text_of(value, "comment", LONGEST_COMMENT)
    marks = {mark.criterion_id: mark for mark in marking.marks.all()}
    there = marks.get(criterion.pk) or CriterionMark(marking=marking, criterion=criterion)

    def put() -> None:
        there.level, there.points, there.comment = level, points, comment
        there.save()

    return Piece(_as_data(there), _as_data(CriterionMark(level=level, points=points, comment=comment)), put)


def _as_data(mark: CriterionMark) -> dict:
    points = None if mark.points is None else f"{mark.points:.2f}"
    return {"level": mark.level_id, "points": points, "comment": mark.comment}


def _level(criterion, number: object):
    if number is None or number == "":
        return None
    if isinstance(number, str) and re.fullmatch(r"[0-9]{1,18}", number):
        number = int(number)
    is_number = isinstance(number, int) and not isinstance(number, bool)
    level = next((item for item in criterion.levels.all() if is_number and item.pk == number), None)
    if level is None:
        raise MarkingRefused("level")
    return level


def _points(criterion, text: object) -> Decimal | None:
    """Points of a guide: from 0 to the most, in quarters, or the most itself."""
    if text is None or text == "":
        return None
    if not isinstance(text, str) or not _POINTS.fullmatch(text):
        raise MarkingRefused("points", most=criterion.most)
    points = Decimal(text.replace(",", ".").replace("٫", "."))
    if points > criterion.most or (points % STEP and points != criterion.most):
        raise MarkingRefused("points", most=criterion.most)
    return points.quantize(Decimal("0.01"))


def _annotation(marking: Marking, key: str, value: Mapping) -> Piece:
    try:
        pk = UUID(key)
    except ValueError:
        raise MarkingRefused("piece") from None
    there = Annotation.objects.filter(pk=pk).first()
    if there is not None and there.marking_id != marking.pk:
        raise MarkingRefused("piece")
    is_new = there is None
    there = there or Annotation(pk=pk, marking=marking, made_at=timezone.now())
    now = {"removed": True} if is_new else _annotation_as_data(there)
    if value.get("removed") is True:
        return Piece(now, {"removed": True}, lambda: _remove(there, is_new))
    if is_new and marking.annotations.count() >= MOST_ANNOTATIONS:
        raise MarkingRefused("too_many", most=MOST_ANNOTATIONS)
    comment, place = text_of(value, "comment", LONGEST_COMMENT), _place(marking, value)
    new = Annotation(comment=comment, **place)

    def put() -> None:
        for name, part in {**NO_PLACE, **place, "comment": comment, "removed_at": None}.items():
            setattr(there, name, part)
        there.save()

    return Piece(now, _annotation_as_data(new), put)


def _remove(there: Annotation, is_new: bool) -> None:
    if not is_new:
        there.removed_at = timezone.now()
        there.save(update_fields=["removed_at"])


def _annotation_as_data(item: Annotation) -> dict:
    if item.removed_at is not None:
        return {"removed": True}
    file = {"file": str(item.file_id)} if item.file_id else {}
    if item.start is None:
        return {"comment": item.comment, **file, "page": item.page, "x": item.x, "y": item.y}
    return {"comment": item.comment, **file, "start": item.start, "end": item.end, "quote": item.quote}


def _place(marking: Marking, value: Mapping) -> dict:
    """On a page of a file of the work, or on a passage of its text or of a file's; the words of a passage are
    the work's own."""
    if value.get("file"):
        return _place_in_file(marking, value)
    return _passage(marking.hand_in.plain, value)


def _passage(plain: str, value: Mapping) -> dict:
    start, end = (_number(value.get(name), len(plain)) for name in ("start", "end"))
    if end < start:
        raise MarkingRefused("place")
    return {"start": start, "end": end, "quote": plain[start:end][:LONGEST_QUOTE]}


def _place_in_file(marking: Marking, value: Mapping) -> dict:
    try:
        file = marking.hand_in.files.filter(pk=UUID(str(value["file"]))).first()
    except ValueError:
        file = None
    if file is None:
        raise MarkingRefused("place")
    if "start" in value:
        return {"file": file, **_passage(file.plain, value)}
    page = _number(value.get("page"), max(file.pages, 1))
    if page < 1:
        raise MarkingRefused("place")
    x, y = (_number(value.get(name), int(WHOLE)) for name in ("x", "y"))
    return {"file": file, "page": page, "x": x, "y": y}


def _number(value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= min(most, LARGEST):
        raise MarkingRefused("place")
    return value


_READERS = {"feedback": _feedback, "note": _note, "criterion": _criterion, "annotation": _annotation}
_KEYED = {"criterion", "annotation"}
