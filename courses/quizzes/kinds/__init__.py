"""The kinds of question there are: one small module each, found here by name.

To add a kind: write ``kinds/<name>.py`` with a subclass of ``Kind``, list it in ``KINDS``, and give it
a template below ``templates/quizzes/kinds/``. Pure: no Django, no database, no translation.
"""

from .base import Kind, MarkedAs
from .multiple import Multiple
from .single import Single
from .truefalse import TrueFalse

__all__ = ["KINDS", "Kind", "MarkedAs", "kind_of"]

KINDS: dict[str, Kind] = {kind.name: kind for kind in (Single(), Multiple(), TrueFalse())}


def kind_of(name: str) -> Kind:
    """The kind called ``name``; KeyError for a name nobody knows."""
    return KINDS[name]
