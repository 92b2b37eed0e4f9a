"""The Academy put there, part by part: each is there as a whole or not, and none a second time."""

from __future__ import annotations

from collections.abc import Callable

from .archive import load_archive
from .call import load_call
from .current import load_current
from .fellowship import load_fellowship
from .others import load_career_year, load_workshop
from .sessions import load_programmes

# What is said while it is loaded → what loads it, and says how many people (programmes) are new.
STEPS: dict[str, Callable[[], int]] = {
    "Programmes": load_programmes,
    "Sessions 4 and 5 of the Academy, closed": load_archive,
    "A session of the Academy in its sixth week": load_current,
    "An open call with 120 nominations": load_call,
    "The Fellowship in French": load_fellowship,
    "A year of career development": load_career_year,
    "A workshop of managers": load_workshop,
}
