"""Writing down what changed in a marking: its version grows, and the change is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from clikc.people import api as people

from .models import Marking, MarkingEdit

if TYPE_CHECKING:
    from clikc.people.models import User

# Pieces that say what happened to a marking, beside those that say what it says.
HANDED_IN = "handed_in"
FINISHED = "finished"
REOPENED = "reopened"
HANDED_OVER = "handed_over"
ENDED = "ended"
# Before the name of a piece: a page sent what was there already.
SAME = "same:"


def note(
    marking: Marking, piece: str, value: dict, *, by: User | None, changed: tuple[str, ...] = ()
) -> MarkingEdit:
    """Save a marking (``changed``: names of its columns) as its next version, and what the change was.

    The marking is locked.
    """
    marking.version += 1
    marking.save(update_fields=["version", *changed])
    return write(marking, piece, value, by=by)


def write(
    marking: Marking, piece: str, value: dict, *, by: User | None, is_kept: bool = True, **page
) -> MarkingEdit:
    """``page``: the ``tab`` that sent it, and its ``sequence``."""
    return MarkingEdit.objects.create(
        marking=marking,
        piece=piece,
        value=value,
        version=marking.version,
        is_kept=is_kept,
        by=by,
        role=people.role_in(by, None),
        at=timezone.now(),
        **page,
    )


def end(marking: Marking, *, by: User | None) -> None:
    """Give a marking up: it is nobody's from now on. It is locked."""
    marking.ended_at = timezone.now()
    note(marking, ENDED, {}, by=by, changed=("ended_at",))


@dataclass(frozen=True)
class HandedOver:
    """Why somebody handed a marking to who has it now. ``by`` None: the account is gone."""

    by: User | None
    reason: str
    at: datetime


def hand_overs_of(markings: Iterable[Marking]) -> dict[UUID, HandedOver]:
    """Marking id → why it was handed to who has it now, where a reason was given for her. One query."""
    held = {marking.pk: marking.tutor_id for marking in markings}
    found = MarkingEdit.objects.filter(marking__in=list(held), piece=HANDED_OVER).select_related("by")
    last = {edit.marking_id: edit for edit in found.order_by("pk")}
    return {
        pk: HandedOver(edit.by, edit.value["reason"], edit.at)
        for pk, edit in last.items()
        if edit.value.get("told") and edit.value["reason"] and edit.value["to"] == held[pk]
    }
