"""Addresses that stand for somebody who cannot be reached by them."""

from .inviting import NOWHERE


def is_nobodys(address: str) -> bool:
    """Whether nobody can be written to at this address: it is of the kind that stands in for another."""
    return address.lower().endswith(f"@{NOWHERE}")
