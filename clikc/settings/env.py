"""Reading the environment: one place, typed."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def text(name: str, default: str = "") -> str:
    """The variable's text, or the default where it is unset or blank."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on (any case)."""
    value = text(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    """A whole number; a value that is none is an error at start-up."""
    return int(text(name, str(default)))


def listed(name: str) -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [item.strip() for item in text(name).split(",") if item.strip()]
