"""The courses an administration's people are in, to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

from clikc.people.collation import sort_key
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions

if TYPE_CHECKING:
    from clikc.people.models import Administration, User


def courses_taken(user: User, administration: Administration) -> list[tuple[int, str]]:
    """Id and title of the courses somebody here is in, as the reader's language sorts them."""
    here = admissions.enrolments_followed_by(user, administration.pk).order_by()
    titles = catalogue.titles_of(here.values_list("course", flat=True).distinct(), get_language())
    named = [(pk, entry.title) for pk, entry in titles.items()]
    return sorted(named, key=lambda item: sort_key(item[1], get_language()))
