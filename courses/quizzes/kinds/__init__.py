"""The kinds of question there are: one small module each, found here by name.

To add a kind: write ``kinds/<name>.py`` with a subclass of ``Kind``, list it in ``KINDS``, and give it
a template below ``templates/quizzes/kinds/``. Pure: no Django, no database, no translation.
"""

from .base import ChoiceFacts, Kind, Layout, MarkedAs, WordLimits
from .blanks import Blanks
from .essay import Essay
from .hotspot import Hotspot
from .matching import Matching
from .multiple import Multiple
from .numerical import Numerical
from .ordering import Ordering
from .parts import Parts
from .short import Short
from .single import Single
from .truefalse import TrueFalse

__all__ = ["KINDS", "ChoiceFacts", "Kind", "Layout", "MarkedAs", "Parts", "WordLimits", "kind_of"]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Single(),
        Multiple(),
        TrueFalse(),
        Matching(),
        Ordering(),
        Numerical(),
        Short(),
        Blanks(),
        Essay(),
        Hotspot(),
    )
}


def kind_of(name: str) -> Kind:
    """The kind called ``name``; KeyError for a name nobody knows."""
    return KINDS[name]
