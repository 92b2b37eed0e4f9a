"""Steps of many nominations at once: the same verb, under the same rule, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F

from .enrolling import batches
from .models import Nomination, NominationChange
from .nominating import WrongState, changes_of, note
from .rules.states import Step, after, can

if TYPE_CHECKING:
    from clikc.people.models import User


@dataclass(frozen=True)
class Taken:
    """A step of one nomination. ``facts`` are columns; ``changed`` goes to the record."""

    nomination_id: UUID
    step: Step
    facts: Mapping = field(default_factory=dict)
    changed: Mapping = field(default_factory=dict)


@transaction.atomic
def step_many(steps: Iterable[Taken], *, by: User | None, role: str | None = None, reason: str = "") -> None:
    """Take all these steps, or none of them; the call is locked. Raises WrongState."""
    steps = sorted(steps, key=lambda taken: taken.nomination_id)
    for some in batches(steps):
        there = _locked([taken.nomination_id for taken in some])
        notes = [_step(there[taken.nomination_id], taken, by, role, reason) for taken in some]
        for (state, columns), items in _alike(some, there).items():
            _write(items, state, columns)
        NominationChange.objects.bulk_create(notes, batch_size=200)


def _alike(steps: Iterable[Taken], there: Mapping[UUID, Nomination]) -> dict[tuple, list[Nomination]]:
    """State and columns to be written → whose."""
    found: dict[tuple, list[Nomination]] = {}
    for taken in steps:
        key = after(taken.step), tuple(sorted(taken.facts))
        found.setdefault(key, []).append(there[taken.nomination_id])
    return found


def _write(items: list[Nomination], state: str, columns: tuple[str, ...]) -> None:
    if columns:
        # An update of many rows grows with both rows and columns.
        Nomination.objects.bulk_update(items, ["state", "version", *columns], batch_size=100)
    else:
        same = Nomination.objects.filter(pk__in=[item.pk for item in items])
        same.update(state=state, version=F("version") + 1)


def _locked(ids: list[UUID]) -> dict[UUID, Nomination]:
    found = Nomination.objects.select_for_update(of=("self",), no_key=True)
    return {item.pk: item for item in found.filter(pk__in=ids).order_by("pk")}


def _step(nomination: Nomination, taken: Taken, by, role, reason) -> NominationChange:
    if not can(taken.step, nomination.state):
        raise WrongState(nomination.state)
    before = nomination.state
    changed = changes_of(nomination, taken.facts) | dict(taken.changed)
    for name, value in taken.facts.items():
        setattr(nomination, name, value)
    nomination.state, nomination.version = after(taken.step), nomination.version + 1
    return note(nomination, before, by=by, role=role, reason=reason, changed=changed)
