"""Who may bring officers into an administration; the matrix is clikc/people/roles.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clikc.people.roles import Role

if TYPE_CHECKING:
    from clikc.people.models import User


def may_bring_in(user: User, administration_id: int) -> bool:
    """Whether this person coordinates the administration today, or administers the site."""
    here = administration_id in user.administrations_coordinated
    return user.is_active and (here or user.has_role(Role.ADMIN))
