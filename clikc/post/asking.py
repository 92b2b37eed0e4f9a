"""What became of letters, and sending one again that is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from .models import Letter, Outcome
from .posting import set_off

if TYPE_CHECKING:
    from clikc.people.models import User


def letter_of(key: str) -> Letter | None:
    """The letter of a key. One query."""
    return Letter.objects.filter(key=key).first()


def letters_waiting(*kinds: str) -> int:
    """How many letters of these kinds (of any, without one) have not left yet. One query."""
    waiting = Letter.objects.filter(outcome=Outcome.WAITING)
    return (waiting.filter(kind__in=kinds) if kinds else waiting).count()


def outcomes(*, keys: Iterable[str] | None = None, prefix: str | None = None) -> Counter[str]:
    """Outcome → letters, of the letters with these keys, or whose key begins so (better for thousands).

    One query.
    """
    counted = _chosen(keys, prefix).order_by().values_list("outcome").annotate(number=Count("pk"))
    return Counter(dict(counted))


def letters_in_doubt(*, keys: Iterable[str] | None = None, prefix: str | None = None) -> QuerySet[Letter]:
    """Those that perhaps were not sent (``uncertain``) or could not be (``failed``): what a person may
    have sent again."""
    return _chosen(keys, prefix).in_doubt()


@transaction.atomic
def send_again(*, letter: Letter, by: User | None) -> Letter:
    """Have a letter in doubt sent once more, with as many tries as a new one; who decided so is kept.

    Any other letter stays as it is, so calling twice sends it once.
    """
    now = timezone.now()
    in_doubt = Letter.objects.in_doubt().filter(pk=letter.pk)
    if in_doubt.update(
        outcome=Outcome.WAITING, fault="", claimed_at=None, tries=0, due_at=now, again_by=by, again_at=now
    ):
        set_off()
    letter.refresh_from_db()
    return letter


def _chosen(keys: Iterable[str] | None, prefix: str | None) -> QuerySet[Letter]:
    if keys is not None:
        return Letter.objects.filter(key__in=list(keys))
    return Letter.objects.filter(key__startswith=prefix) if prefix else Letter.objects.all()
