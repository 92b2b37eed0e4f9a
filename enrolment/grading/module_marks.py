"""Marks of modules that people enter by hand: an oral, a paper, what is attended on the spot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from .models import ModuleMark

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import SessionModule

LONGEST_REASON = 300
FULL = Decimal(100)


class MarkNotEntered(Exception):
    """Nothing was written: ``not_in_session``; ``percent`` is none; a mark that is there is changed without a
    ``reason``; somebody else has entered one meanwhile (``changed``); the session is over (``closed``).
    ``reason`` is the code, ``participations`` whom it is about."""

    def __init__(self, reason: str, participations: Iterable[UUID] = ()):
        super().__init__(reason)
        self.reason, self.participations = reason, tuple(participations)


@transaction.atomic
def set_module_mark(
    *,
    module: SessionModule,
    marks: Mapping[UUID, Decimal | None],
    seen: Mapping[UUID, int],
    by: User | None,
    reason: str = "",
) -> int:
    """Enter marks of a module: participation id → per cent, None to take one back. All or nothing; how many
    are other ones than before.

    ``seen``: participation id → the number of the mark that was there when this was decided on, 0 for none.
    Safe to call twice: what is so already stays. Raises MarkNotEntered. A constant number of queries for
    every 500.
    """
    if module.session.closed_at is not None:
        raise MarkNotEntered("closed")
    wrong = [pk for pk, percent in marks.items() if percent is not None and not 0 <= percent <= FULL]
    if wrong:
        raise MarkNotEntered("percent", wrong)
    _must_be_in(module, marks)
    there = module_marks_of([module.pk])
    other = {pk: percent for pk, percent in marks.items() if _of(there, module, pk)[1] != percent}
    _must_be_seen(module, other, there, seen)
    if not reason.strip() and (known := [pk for pk in other if _of(there, module, pk)[1] is not None]):
        raise MarkNotEntered("reason", known)
    now, words = timezone.now(), reason.strip()[:LONGEST_REASON]
    ModuleMark.objects.bulk_create(
        [
            ModuleMark(
                participation_id=pk,
                module=module,
                number=_of(there, module, pk)[0] + 1,
                percent=percent,
                reason=words,
                by=by,
                at=now,
            )
            for pk, percent in other.items()
        ],
        batch_size=100,
    )
    return len(other)


def module_marks_of(module_ids: Iterable[int]) -> dict[tuple[int, UUID], ModuleMark]:
    """(Module id, participation id) → the newest mark, also one that was taken back. One query."""
    found = ModuleMark.objects.filter(module__in=list(module_ids)).select_related("by").order_by("number")
    return {(item.module_id, item.participation_id): item for item in found}


def own_module_marks(user: User, participation_id: UUID) -> dict[int, Decimal]:
    """Module id → per cent, of somebody's own participation; one that was taken back is not there. One
    query."""
    found = ModuleMark.objects.visible_to(user).current().filter(participation__learner=user)
    rows = found.filter(participation=participation_id, percent__isnull=False)
    return dict(rows.values_list("module", "percent"))


def _of(there: Mapping, module: SessionModule, pk: UUID) -> tuple[int, Decimal | None]:
    mark = there.get((module.pk, pk))
    return (mark.number, mark.percent) if mark else (0, None)


def _must_be_in(module: SessionModule, marks: Mapping) -> None:
    """Locked, so that two who enter at once come one after the other."""
    rows = apps.get_model("admissions", "Participation").objects.current().filter(session=module.session_id)
    locked = rows.select_for_update(of=("self",), no_key=True).filter(pk__in=list(marks)).order_by("pk")
    missing = marks.keys() - set(locked.values_list("pk", flat=True))
    if missing:
        raise MarkNotEntered("not_in_session", missing)


def _must_be_seen(module: SessionModule, other: Mapping, there: Mapping, seen: Mapping) -> None:
    unseen = [pk for pk in other if seen.get(pk, 0) != _of(there, module, pk)[0]]
    if unseen:
        raise MarkNotEntered("changed", unseen)
