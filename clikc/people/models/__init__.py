"""Nouns of people: places they work at, accounts, roles they hold, what was done to them."""

from .audit import AuditEntry
from .grants import RoleGrant
from .places import Administration, Region, Unit
from .user import LANGUAGES, Gender, User

__all__ = ["LANGUAGES", "Administration", "AuditEntry", "Gender", "Region", "RoleGrant", "Unit", "User"]
