"""The door of home."""

from .navigation import NavEntry, register_nav
from .public_pages import PublicPage, public_pages, register_public_pages

__all__ = ["NavEntry", "PublicPage", "public_pages", "register_nav", "register_public_pages"]
