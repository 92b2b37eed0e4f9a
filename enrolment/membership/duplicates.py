"""Members of an administration who look like one person, and who was looked at and is two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clikc.people import api as people_api
from clikc.people.models import User

from .likeness import Pair, Person, pairs_of
from .models import NotDuplicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clikc.people.models import Administration

COLUMNS = ("pk", "printed_name", "first_name", "last_name", "email", "contact", "unit_id", "is_active")


def find_duplicates(*, administration: Administration) -> list[Pair]:
    """Members who may be one person, the likeliest first, but for those who were found to be two. Of two
    accounts at least one is open. Two queries, whatever the number of members."""
    members = list(User.objects.filter(administration=administration, merged_into=None).only(*COLUMNS))
    open_ones = {member.pk for member in members if member.is_active}
    two = _known_as_two(administration)
    people = (Person(member.pk, member.get_full_name(), member.address, member.unit_id) for member in members)
    return [
        pair
        for pair in pairs_of(people)
        if (pair.one, pair.other) not in two and {pair.one, pair.other} & open_ones
    ]


def _known_as_two(administration: Administration) -> set[tuple[int, int]]:
    found = NotDuplicate.objects.filter(one__administration=administration)
    return set(found.values_list("one", "other"))


def two_people_in(user: User, *, administration: Administration):
    """Who was found to be two, the latest first, as far as ``user`` may see it: a QuerySet."""
    found = NotDuplicate.objects.visible_to(user).filter(
        one__administration=administration, other__administration=administration
    )
    return found.select_related("one", "other", "by").order_by("-at", "-pk")


@transaction.atomic
def say_two_people(*, people: Sequence[User], by: User) -> NotDuplicate:
    """These two are not one, so they are no longer offered as duplicates. Safe to call twice.

    Raises ValueError for one person, or for two who are not of one administration.
    """
    one, other = sorted(people, key=lambda person: person.pk)
    if one.pk == other.pk or one.administration_id != other.administration_id:
        raise ValueError("Two people of one administration are told apart.")
    said, is_new = NotDuplicate.objects.get_or_create(
        one=one, other=other, defaults={"by": by, "at": timezone.now()}
    )
    if is_new:
        people_api.record_many(what="told_apart", by=by, people=[one, other])
    return said


@transaction.atomic
def take_back_two_people(*, said: NotDuplicate, by: User) -> None:
    """They may be one after all. Safe to call twice."""
    gone, _by_model = NotDuplicate.objects.filter(pk=said.pk).delete()
    if gone:
        people_api.record_many(what="not_told_apart", by=by, people=[said.one, said.other])
