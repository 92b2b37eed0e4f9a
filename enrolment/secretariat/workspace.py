"""Who works here: programme managers and administrators."""

from clikc.people.models import User
from clikc.people.roles import Role


def runs_sessions(user: User) -> bool:
    """Whether somebody keeps programmes, sessions and calls."""
    return user.has_role(Role.PROGRAMME_MANAGER) or user.has_role(Role.ADMIN)
