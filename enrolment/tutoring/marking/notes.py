"""Comments at places of a work as the page shows them: numbered in its order, by text and file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from enrolment.assessment import api as assessment


@dataclass(frozen=True)
class Note:
    """One comment. ``where`` is its place as it is saved, as JSON; ``x`` and ``y`` are those of its pin, in
    per cent; ``quote`` and ``page`` say which place that is."""

    key: str
    number: int
    comment: str
    where: str
    quote: str = ""
    page: int | None = None
    x: str = ""
    y: str = ""
    conflict: object = None

    @property
    def piece(self) -> str:
        return f"annotation:{self.key}"


@dataclass(frozen=True)
class Place:
    """A text or a file that can be commented on: with what was said there, and how a place is chosen by
    keyboard (``paragraphs``, or a page of so many)."""

    name: str
    file: str
    notes: list[Note]
    paragraphs: tuple[assessment.Paragraph, ...] = ()
    pages: int = 0
    is_first: bool = False

    @property
    def comment_id(self) -> str:
        return f"{self.name}-comment"


class Spot(NamedTuple):
    """A place on a page for whoever points with keys: a ninth of it, in thousandths."""

    value: str
    words: object
    is_middle: bool = False


SPOTS = [
    Spot("167-120", _("Top left")),
    Spot("500-120", _("Top middle")),
    Spot("833-120", _("Top right")),
    Spot("167-500", _("Middle left")),
    Spot("500-500", _("In the middle"), is_middle=True),
    Spot("833-500", _("Middle right")),
    Spot("167-880", _("Bottom left")),
    Spot("500-880", _("Bottom middle")),
    Spot("833-880", _("Bottom right")),
]


def in_order(annotations: Iterable, files: Iterable[object]) -> list:
    """As one reads: the text from its beginning, then file by file."""
    places = {pk: number for number, pk in enumerate(files, start=1)}
    return sorted(
        annotations,
        key=lambda one: (
            places.get(one.file_id, 0),
            one.page or 0,
            one.start or 0,
            one.y or 0,
            one.made_at,
        ),
    )


def note_of(item, number: int, *, conflict: object = None) -> Note:
    pin = item.pin
    return Note(
        key=str(item.pk),
        number=number,
        comment=item.comment,
        where=json.dumps(place_as_data(item)),
        quote="" if pin else item.quote,
        page=item.page if pin else None,
        x=pin.x if pin else "",
        y=pin.y if pin else "",
        conflict=conflict,
    )


def place_as_data(item) -> dict:
    """The place of an annotation as ``save_piece`` takes it."""
    place = {} if item.start is None else {"start": item.start, "end": item.end}
    if item.file_id:
        place["file"] = str(item.file_id)
        if item.start is None:
            place |= {"page": item.page, "x": item.x, "y": item.y}
    return place


def passages_of(notes: Iterable[Note]) -> list[assessment.Passage]:
    """The places in a text that comments stand at."""
    wheres = [(note, json.loads(note.where)) for note in notes]
    return [
        assessment.Passage(note.key, note.number, where["start"], where["end"])
        for note, where in wheres
        if "start" in where
    ]
