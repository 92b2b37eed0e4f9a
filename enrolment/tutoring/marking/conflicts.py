"""What two pages saved in one place: the one is saved, the other waits until a person has chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from enrolment.grading import api as grading

from .notes import place_as_data

HOW = ("take", "keep", "both")


@dataclass(frozen=True)
class Conflict:
    """``late`` is what came too late, in words; ``is_own``: from a page of the reader's."""

    late: str
    is_own: bool


def waiting_for_a_choice(sheet: grading.MarkingSheet, user_id: int) -> dict[str, Conflict]:
    """Name of a piece → what came too late for it; the last one of each that differs from what is saved."""
    return {
        name: Conflict(in_words(edits[-1].value, sheet), edits[-1].by_id == user_id)
        for name, edits in sheet.waiting.items()
    }


def chosen(sheet: grading.MarkingSheet, name: str, how: str) -> dict | None:
    """What a piece shall hold after the choice ``how``; None where nothing waits for one."""
    edits = sheet.waiting.get(name)
    if not edits or how not in HOW:
        return None
    saved, late = saved_value(sheet, name), edits[-1].value
    if how == "both" and not saved.get("removed") and not late.get("removed"):
        return joined(saved, late)
    return saved if how == "keep" else late


def joined(saved: Mapping, late: Mapping) -> dict:
    """Both texts, one below the other; level, points and place as they are saved, where they are."""
    texts = {
        field: "\n\n".join(dict.fromkeys(text for text in (saved[field], late.get(field, "")) if text))
        for field in ("text", "comment")
        if field in saved
    }
    others = {field: value for field, value in saved.items() if value not in (None, "")}
    return {**late, **others, **texts}


def saved_value(sheet: grading.MarkingSheet, name: str) -> dict:
    """What a piece holds now, as ``save_piece`` takes it."""
    kind, _colon, key = name.partition(":")
    if kind == "criterion":
        return criterion_as_data({str(item.criterion.pk): item.mark for item in sheet.criteria}.get(key))
    if kind == "annotation":
        note = {str(item.pk): item for item in sheet.annotations}.get(key)
        return {"comment": note.comment, **place_as_data(note)} if note else {"removed": True}
    return {"text": getattr(sheet.marking, kind)}


def criterion_as_data(mark) -> dict:
    """What a mark says, as ``save_piece`` takes it."""
    if mark is None:
        return {"level": None, "points": None, "comment": ""}
    points = None if mark.points is None else f"{mark.points:.2f}"
    return {"level": mark.level_id, "points": points, "comment": mark.comment}


def in_words(value: Mapping, sheet: grading.MarkingSheet) -> str:
    """A value as a person reads it: level, points, comment."""
    levels = {level.pk: level.title for item in sheet.criteria for level in item.levels}
    said = (
        levels.get(value.get("level"), ""),
        value.get("points") or "",
        value.get("comment") or value.get("text") or "",
    )
    return " · ".join(part for part in said if part) or "–"
