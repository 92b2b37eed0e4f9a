"""Addresses as they stand on paper and in mail."""

from django.conf import settings


def public(path: str) -> str:
    """A path under the site's own name, whatever name a request came by."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
