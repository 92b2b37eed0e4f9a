"""Writing down what changed in a marking: its version grows, and the change is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
