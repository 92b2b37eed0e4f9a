"""Codes that no certificate has, counted by address: guessing is hopeless, and soon refused as well."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

ALLOWED = 30
WINDOW = 600


def are_too_many(request) -> bool:
    """Whether this address has asked for too many codes that do not exist."""
    return cache.get(_key(request), 0) >= ALLOWED


def note(request) -> None:
    """Count one more; the count starts anew ten minutes after its first."""
    key = _key(request)
    if cache.add(key, 1, WINDOW):
        return
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, WINDOW)


def _key(request) -> str:
    # allauth knows how many proxies of ours stand before us.
    return f"verify-misses-{get_adapter().get_client_ip(request)}"
