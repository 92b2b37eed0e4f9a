"""The door of every page here: tutors and those who manage runs, after their second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clikc.people import api as people
from clikc.people.staff import staff_page

if TYPE_CHECKING:
    from clikc.people.models import User


def tutors(user: User) -> bool:
    """Whether somebody marks work: what she sees of it is ``Marking.visible_to``."""
    return people.may(user, "grade", "C", "c") or people.may(user, "grade", "P", "*")


tutor_page = staff_page(tutors)
