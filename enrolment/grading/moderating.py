"""A manager decides: she marks a work as its moderator, and her points count alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from .locking import lock_current, lock_work
from .models import Marking
from .receiving import give
from .refusals import MarkingRefused, MarkingUnknown
from .second import FIRST, MODERATION, add_moderation, follow
from .staff import authors_of, is_manager, why_not
from .standing import is_released

if TYPE_CHECKING:
    from clikc.people.models import User


@transaction.atomic
def moderate(*, submission_id: UUID, by: User, reason: str = "") -> Marking:
    """Let a manager mark a work as its moderator: where two differ, where nobody is there to mark it a second
    time, or because she thinks it needs it. What is begun of a moderation goes with it. Safe to call twice.

    Raises MarkingUnknown for anybody but managers; MarkingRefused: ``not_finished`` (the first marking),
    ``released``, ``finished``, ``own_work``, ``own_administration``, ``marks_it_already``.
    """
    seen = Marking.objects.visible_to(by).filter(submission=submission_id, role=FIRST, ended_at=None)
    attempt = seen.order_by("-attempt").values_list("attempt", flat=True).first()
    if not is_manager(by) or attempt is None:
        raise MarkingUnknown
    submission = lock_work(submission_id)
    markings = lock_current(submission_id, attempt)
    moderation = markings.get(MODERATION)
    if moderation is not None and moderation.tutor_id == by.pk:
        return moderation
    if why := _why_not(markings, by) or why_not(by, authors_of(submission)):
        raise MarkingRefused(why)
    if moderation is not None:
        give(moderation, by, by=by, reason=reason)
        return moderation
    markings[MODERATION] = add_moderation(markings[FIRST], by)
    follow(markings, by=by)
    return markings[MODERATION]


def _why_not(markings: dict[str, Marking], by: User) -> str:
    first, moderation = markings[FIRST], markings.get(MODERATION)
    if is_released(first.submission_id, first.attempt):
        return "released"
    if not first.is_finished:
        return "not_finished"
    if moderation is not None and moderation.is_finished:
        return "finished"
    return "marks_it_already" if by.pk in {item.tutor_id for item in markings.values()} else ""
