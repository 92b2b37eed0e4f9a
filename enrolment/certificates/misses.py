"""Codes that no certificate has, counted by address: guessing is hopeless, and soon refused as well."""

import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache

ALLOWED = 30
WINDOW = 600


def are_too_many(request) -> bool:
    """Whether this address has asked for too many codes that do not exist."""
    count, _until = _noted(_key(request))
    return count >= ALLOWED


def note(request) -> None:
    """Count one more; the count starts anew ten minutes after its first."""
    # Not cache.incr: in a database cache it would put the end off with every miss.
    key = _key(request)
    count, until = _noted(key)
    cache.set(key, (count + 1, until), max(1, round(until - time.time())))


def _noted(key: str) -> tuple[int, float]:
    return cache.get(key) or (0, time.time() + WINDOW)


def _key(request) -> str:
    # allauth knows how many proxies of ours stand before us.
    return f"verify-misses-{_neighbourhood(get_adapter().get_client_ip(request))}"


def _neighbourhood(address: str) -> str:
    """The address; of IPv6 the /64, all of which one household or one guesser has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), 64), strict=False).network_address)
