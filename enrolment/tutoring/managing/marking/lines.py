"""The lines of the page: a marking, how it stands, and why somebody else handed it over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from enrolment.grading import api as grading

from ...queue.lines import Line, lines_of as queue_lines
from .piles import FIRST, MODERATION

if TYPE_CHECKING:
    from clikc.people.models import User

# How a marking stands, and how loud that is as a badge.
RELEASED = (pgettext_lazy("a work", "Released"), "good")
NOBODYS = (_("Waiting for a tutor"), "bad")
BEGUN = (pgettext_lazy("one work", "Begun"), "accent")
NOT_BEGUN = (_("Not begun"), "")
DISPUTED = (_("Disputed"), "warn")
SECOND_WAITS = (_("Second marking waits"), "")
READY = (_("Ready to release"), "accent")
FINISHED = (pgettext_lazy("one work", "Finished"), "good")


@dataclass(frozen=True)
class RunLine:
    """``state``: words and the look of a badge. ``over`` None: nobody handed it over for a reason."""

    line: Line
    state: tuple[object, str]
    over: grading.HandedOver | None

    @property
    def marking(self) -> grading.Marking:
        return self.line.marking

    @property
    def is_released(self) -> bool:
        return self.state is RELEASED

    @property
    def is_nobodys(self) -> bool:
        return self.state is NOBODYS


def lines_of(user: User, markings: QuerySet[grading.Marking], ids: Sequence) -> list[RunLine]:
    """The markings with these ids, in this order. Three queries and those for the titles."""
    lines = queue_lines(user, markings.select_related("tutor"), ids)
    over = grading.hand_overs_of([line.marking for line in lines])
    return [RunLine(line, _state_of(line.marking), over.get(line.marking.pk)) for line in lines]


def _state_of(marking: grading.Marking) -> tuple[object, str]:
    if marking.is_released:
        return RELEASED
    if not marking.is_finished:
        return _unfinished(marking)
    if marking.is_disputed:
        return DISPUTED
    if marking.role != FIRST:
        return FINISHED
    return SECOND_WAITS if marking.waits_for_second else READY


def _unfinished(marking: grading.Marking) -> tuple[object, str]:
    if marking.tutor_id is None and marking.role != MODERATION:
        return NOBODYS
    return BEGUN if marking.begun_at else NOT_BEGUN
