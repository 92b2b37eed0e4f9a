"""The door of home."""

from .navigation import NavEntry, register_nav

__all__ = ["NavEntry", "register_nav"]
