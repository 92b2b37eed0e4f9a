"""Reading what a marking page sends: one piece as JSON, or the form with all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from clikc.foundation.bodies import Unreadable, read_object
from enrolment.grading import api as grading

from .conflicts import saved_value

# The longest feedback is 20,000 characters; JSON may write each as six bytes (``\\u1234``).
LARGEST_BODY = 150_000
COUNT = re.compile(r"[0-9]{1,9}")
ID = re.compile(r"[0-9]{1,18}")
POINTS = re.compile(r"[0-9]{1,4}(?:[.,٫][0-9]{1,2})?")


@dataclass(frozen=True)
class SentPiece:
    """One piece as a page sends it; what it may hold is judged by ``grading.save_piece``."""

    piece: str
    value: dict
    base: int
    tab: str
    sequence: int


def read_piece(request) -> SentPiece:
    """The JSON ``{"piece", "value", "base", "tab", "sequence"}`` of a request. Raises Unreadable."""
    sent = read_object(request, largest=LARGEST_BODY)
    kinds = {"piece": str, "value": dict, "base": int, "tab": str, "sequence": int}
    if not all(isinstance(sent.get(name), kind) for name, kind in kinds.items()):
        raise Unreadable
    return SentPiece(**{name: sent[name] for name in kinds})


def changed_pieces(form: Mapping[str, str], sheet: grading.MarkingSheet) -> Iterator[SentPiece]:
    """The pieces of a sent form that say something else than the page did when it was made.

    ``was:<piece>`` is what it said, ``base:<piece>`` the version it knew. So a page that stood open in a
    second tab does not take back what was written in the first.
    """
    tab = form.get("tab", "")[:40]
    for name, value, was in _sent(form, sheet):
        if value != was:
            base = form.get(f"base:{name}", "")
            yield SentPiece(name, value, int(base) if COUNT.fullmatch(base) else 0, tab, _sequence(form))


def _sequence(form: Mapping[str, str]) -> int:
    text = form.get("sequence", "")
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else 0


def _sent(form: Mapping[str, str], sheet: grading.MarkingSheet) -> Iterator[tuple[str, dict, dict]]:
    for name in ("feedback", "note"):
        if name in form:
            yield name, {"text": _text(form, name)}, {"text": _text(form, f"was:{name}")}
    for item in sheet.criteria:
        pk = item.criterion.pk
        if f"comment:{pk}" in form:
            yield f"criterion:{pk}", *_criterion(form, sheet, pk)
    for note in sheet.annotations:
        name = f"annotation:{note.pk}"
        if name in form:
            yield name, *_annotation(form, sheet, name, str(note.pk))


def _criterion(form: Mapping[str, str], sheet, pk: int) -> tuple[dict, dict]:
    """Of a rubric the level gives the points, of a guide they are typed."""
    was = _json(form.get(f"was:criterion:{pk}", ""))
    said = {"comment": _text(form, f"comment:{pk}")}
    if sheet.rubric.kind == "guide":
        said["points"] = _points(form.get(f"points:{pk}", "").strip())
    else:
        level = form.get(f"level:{pk}", "")
        said["level"] = int(level) if ID.fullmatch(level) else None
    return said, {name: was.get(name) for name in said}


def _points(text: str) -> str | None:
    """As they are kept, where they are points at all; who judges them is ``grading``."""
    if not POINTS.fullmatch(text):
        return text[:20] or None
    return f"{Decimal(text.replace(',', '.').replace('٫', '.')):.2f}"


def _annotation(form: Mapping[str, str], sheet, name: str, key: str) -> tuple[dict, dict]:
    now = saved_value(sheet, name)
    was = {**now, "comment": _text(form, f"was:{name}")}
    if form.get(f"remove:{key}"):
        return {"removed": True}, was
    return {**now, "comment": _text(form, name)}, was


def _text(form: Mapping[str, str], name: str) -> str:
    """As browsers send the ends of lines, so they are not changes."""
    return form.get(name, "").replace("\r\n", "\n")


def _json(text: str) -> dict:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
