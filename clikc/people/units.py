"""Units of an administration: made, renamed, merged, put out of use; people put into them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from .locking import lock_administration, lock_people
from .models import Administration, Unit, User
from .record import record, record_many
from .validators import collapse_whitespace

if TYPE_CHECKING:
    from django.db.models import QuerySet

BATCH = 500


class NameIsTaken(Exception):
    """Another unit of the administration has this name; case and spaces do not count."""


@transaction.atomic
def add_unit(*, administration: Administration, name: str, by: User | None) -> Unit:
    """A unit of this name, in use: the one that is there, which may come back into use, or a new one."""
    name = collapse_whitespace(name)
    there = _named(_locked(administration.pk), name)
    if there is not None:
        return revive_unit(unit=there, by=by)
    unit = Unit.objects.create(administration=administration, name=name)
    _note("unit_added", unit, by)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, by: User | None) -> Unit:
    """Give a unit another name. Raises NameIsTaken. Safe to call twice."""
    units, name = _locked(unit.administration_id), collapse_whitespace(name)
    there = _named(units, name)
    if there is not None and there.pk != unit.pk:
        raise NameIsTaken
    unit = units.get(pk=unit.pk)
    old, unit.name = unit.name, name
    if old != name:
        unit.save(update_fields=["name"])
        _note("unit_renamed", unit, by, old=old)
    return unit


@transaction.atomic
def merge_units(*, unit: Unit, into: Unit, by: User | None) -> int:
    """Put everybody of ``unit`` into another one of the administration and take it out of use; how many
    people there were. Raises ValueError for a unit of another administration, or itself."""
    if unit.pk == into.pk or unit.administration_id != into.administration_id:
        raise ValueError("Units are merged with another one of their administration.")
    units = _locked(unit.administration_id)
    unit, into = units.get(pk=unit.pk), units.get(pk=into.pk)
    moved = put_into_unit(people=unit.people.all(), unit=into, by=by)
    if unit.is_active:
        unit.is_active = False
        unit.save(update_fields=["is_active"])
        _note("unit_merged", unit, by, into=into.name)
    return len(moved)


@transaction.atomic
def retire_unit(*, unit: Unit, by: User | None) -> Unit:
    """Nobody can be put into it any more; who is in it stays. Safe to call twice."""
    return _switch(unit, by, is_active=False)


@transaction.atomic
def revive_unit(*, unit: Unit, by: User | None) -> Unit:
    """Take a unit into use again. Safe to call twice."""
    return _switch(unit, by, is_active=True)


@transaction.atomic
def put_into_unit(
    *, people: Iterable[User] | QuerySet[User], unit: Unit | None, by: User | None, administration_id: int = 0
) -> list[User]:
    """Put people of an administration into a unit, or into none; those that were not in it before.

    Without a unit, ``administration_id`` says whose people are meant; who is of another one stays as she is.
    Safe to call twice. Constant number of queries for every 500.
    """
    place = unit.administration_id if unit else administration_id
    wanted = sorted({person.pk for person in people})
    changed: list[User] = []
    for start in range(0, len(wanted), BATCH):
        found = lock_people(wanted[start : start + BATCH]).values()
        here = [person for person in found if person.administration_id == place]
        others = [person for person in here if person.unit_id != (unit and unit.pk)]
        User.objects.filter(pk__in=[person.pk for person in others]).update(unit=unit)
        changed += others
    what, facts = ("unit_changed", {"unit": unit.name}) if unit else ("unit_left", {})
    record_many(what=what, by=by, people=changed, administration_id=place, facts=facts)
    return changed


def _locked(administration_id: int) -> QuerySet[Unit]:
    """The units of an administration, which nobody else changes until the end of the transaction."""
    lock_administration(administration_id)
    return Unit.objects.filter(administration=administration_id)


def _named(units: QuerySet[Unit], name: str) -> Unit | None:
    """Compared here: databases do not agree on what is upper case outside Latin letters."""
    return next((unit for unit in units if unit.name.lower() == name.lower()), None)


def _switch(unit: Unit, by: User | None, *, is_active: bool) -> Unit:
    unit = _locked(unit.administration_id).get(pk=unit.pk)
    if unit.is_active != is_active:
        unit.is_active = is_active
        unit.save(update_fields=["is_active"])
        _note("unit_revived" if is_active else "unit_retired", unit, by)
    return unit


def _note(what: str, unit: Unit, by: User | None, **facts: str) -> None:
    facts = {"unit": unit.name} | facts
    record(what=what, by=by, administration_id=unit.administration_id, facts=facts)
