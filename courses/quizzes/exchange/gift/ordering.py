"""Ordering in GIFT, as the question type of Moodle's core reads and writes it. Pure.

``{>`` how many are asked, which (ALL, RANDOM, CONTIGUOUS), layout, marking, whether the marking is
shown, numbering; then one item a line, in the right order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..codes import choice_codes
from ..model import ChoiceSource
from ..report import Refused
from .parts import Answers, Parts
from .signs import shown

_FIRST = re.compile(r">\s*([0-9]+)((?:[ \t]+[A-Za-z0-9_]+)*)[ \t]*(?:\n|$)")
ALL = {"ALL", "EXACT"}
BY_PLACE = {"ABSOLUTE_POSITION", "ABSOLUTE", "ABS"}
WHOLE = "ALL_OR_NOTHING"
# Count, which, layout, marking, shown, numbering: all six, so that no item is taken for one of them.
HEAD = ">{count} ALL VERTICAL {marking} SHOW 123"


def is_ordering(inside: str) -> bool:
    return bool(_FIRST.match(inside))


def ordering(parts: Parts, answers: Answers, general: Mapping) -> dict[str, object]:
    """Raises Refused."""
    inside = parts.inside.lstrip()
    found = _FIRST.match(inside)
    words = found[2].upper().split()
    line = parts.line + parts.inside[: len(parts.inside) - len(inside)].count("\n")
    items = [item.strip() for item in inside[found.end() :].split("\n") if item.strip()]
    if len(items) < 2:
        raise Refused("too_few_choices", shown(inside), line)
    if words and words[0] not in ALL:
        answers.report.lost("subset", words[0], line)
    marking = next((word for word in words[1:] if word == WHOLE or word in BY_PLACE), "")
    if not marking:
        answers.report.note("other_marking", " ".join(words[2:3]) or "RELATIVE", line)
    named = parts.mark("codes").split()
    codes = choice_codes(named if len(named) == len(items) else [""] * len(items))
    return {
        "kind": "ordering",
        "choices": tuple(
            ChoiceSource(code, answers.words(item, line)) for code, item in zip(codes, items, strict=True)
        ),
        "definition": {} if marking == WHOLE else {"partial": True},
        "explanation": dict(general),
    }
