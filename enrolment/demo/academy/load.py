"""The Academy put there, part by part: each is there as a whole or not, and none a second time."""

from __future__ import annotations

from collections.abc import Callable

from .archive import load_archive
from .sessions import load_programmes

# What is said while it is loaded → what loads it, and says how many people (programmes) are new.
STEPS: dict[str, Callable[[], int]] = {
    "Programmes": load_programmes,
    "Sessions 4 and 5 of the Academy, closed": load_archive,
}
