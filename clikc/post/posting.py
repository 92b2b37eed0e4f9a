"""Writing letters down: rows of the transaction of the act they tell of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import local
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from .kinds import kind_of
from .models import Letter
from .tasks import deliver

if TYPE_CHECKING:
    from clikc.people.models import User

BATCH = 500
_here = local()


@dataclass(frozen=True)
class NewLetter:
    """A letter to be posted: to a person (her id), or to an address where there is no account."""

    key: str
    kind: str
    facts: Mapping
    person_id: int | None = None
    address: str = ""
    due_at: datetime | None = None


def post(
    *,
    key: str,
    kind: str,
    facts: Mapping,
    person: User | None = None,
    address: str = "",
    due_at: datetime | None = None,
) -> Letter:
    """Write a letter down, to leave once this transaction is committed, not before ``due_at``.

    Safe to call twice: the second call gets the letter of that key as it is. ``facts`` hold ids, never
    names or texts. Raises UnknownKind (a LookupError), ValueError without a receiver or
    with two.
    """
    new = NewLetter(key, kind, facts, person.pk if person else None, address, due_at)
    columns = _columns(new, timezone.now())
    letter, is_new = Letter.objects.get_or_create(key=columns.pop("key"), defaults=columns)
    if is_new:
        set_off()
    return letter


def post_many(letters: Iterable[NewLetter]) -> None:
    """Write many letters down; those whose key is known stay as they are. One query for each 500
    (of SQLite, for fewer).

    Raises like ``post``, and then nothing is written.
    """
    now = timezone.now()
    rows = [Letter(**_columns(letter, now)) for letter in letters]
    if rows:
        with transaction.atomic():
            Letter.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
            set_off()


def _columns(letter: NewLetter, now: datetime) -> dict:
    kind_of(letter.kind)
    if bool(letter.address) == (letter.person_id is not None):
        raise ValueError("A letter goes to a person or to an address.")
    return {
        "key": letter.key,
        "kind": letter.kind,
        "facts": dict(letter.facts),
        "person_id": letter.person_id,
        "address": letter.address,
        "due_at": letter.due_at or now,
    }


def set_off() -> None:
    """Have letters delivered after the commit, by one task however many were posted before it.

    Should the process die in between, the next look at what is due finds them.
    """
    _here.is_due = True
    transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    if _here.is_due:
        _here.is_due = False
        deliver.enqueue()
