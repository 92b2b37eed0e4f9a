"""Matching: find to each item on one side what belongs to it on the other. Each pair earns its share.

Both sides are choices with ids of their own, so that no id tells what belongs together. Which code
belongs to which stands in the definition: ``{"pairs": {left: right}}``. A choice that is on no left
side is on the right; it may belong to several, or to none and only mislead.
"""

from collections.abc import Collection, Mapping, Sequence

from .base import ChoiceFacts, Definition, Layout, is_texts
from .parts import Parts


def pairs_of(definition: Definition | None) -> dict[str, str]:
    """Code on the left → code on the right."""
    pairs = (definition or {}).get("pairs")
    return dict(pairs) if isinstance(pairs, Mapping) else {}


class Matching(Parts):
    name = "matching"
    template = "quizzes/kinds/matching.html"

    def layout(self, choices: Sequence[ChoiceFacts], definition: Definition) -> Layout | None:
        pairs = pairs_of(definition)
        left = tuple(choice.id for choice in choices if choice.code in pairs)
        right = tuple(choice.id for choice in choices if choice.code not in pairs)
        return Layout(left, right) if left and right else None

    def key(
        self, choices: Sequence[ChoiceFacts], definition: Definition, languages: Sequence[str] = ()
    ) -> tuple[str, ...]:
        # In the order of the choices: a database may keep the pairs in another one.
        ids, pairs = {choice.code: choice.id for choice in choices}, pairs_of(definition)
        return tuple(
            f"{choice.id}={ids[pairs[choice.code]]}" for choice in choices if pairs.get(choice.code) in ids
        )

    def read(
        self,
        raw: object,
        choices: Collection[str],
        pairs: Collection[str] = (),
        definition: Definition | None = None,
    ) -> list[str] | None:
        if not is_texts(raw) or len(raw) > len(choices):
            return None
        found = self.parts(raw)
        if len(found) != len(raw) or not set(found) <= set(choices) or not set(found.values()) <= set(pairs):
            return None
        return self.from_parts(found, list(choices))

    def fault(
        self, codes: Sequence[str], right: Collection[str], definition: Definition | None = None
    ) -> str:
        pairs = pairs_of(definition)
        if len(pairs) < 2:
            return "too_few_pairs"
        if set(pairs) & set(pairs.values()):
            return "pair_both_sides"
        return "" if {*pairs, *pairs.values()} <= set(codes) else "pair_unknown"
