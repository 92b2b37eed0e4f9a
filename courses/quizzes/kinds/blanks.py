"""Fill in the blanks: a text with numbered gaps, ``{1}``; each gap earns its share.

The definition: ``{"gaps": {"1": {language: [text, …]}}}``. Each gap takes any of its texts, in
whatever language, read as a short text is.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from .base import ChoiceFacts, Definition, Layout, is_texts, words_in
from .parts import Parts
from .tally import Group, typed_texts
from .text import folded, tidy

GAP = re.compile(r"\{([1-9][0-9]?)\}")
MOST = 20


def gaps_in(text: str) -> list[str]:
    """The numbers of the gaps in a text, as they stand."""
    return GAP.findall(text)


def gaps_of(definition: Definition | None) -> dict[str, Mapping]:
    """Number of a gap → its accepted texts by language, in order."""
    gaps = (definition or {}).get("gaps")
    if not isinstance(gaps, Mapping):
        return {}
    numbers = sorted((name for name in gaps if re.fullmatch("[1-9][0-9]?", str(name))), key=int)
    return {number: gaps[number] for number in numbers if isinstance(gaps[number], Mapping)}


class Blanks(Parts):
    name = "blanks"
    template = "quizzes/kinds/blanks.html"
    is_shuffled = False

    def layout(self, choices: Sequence[ChoiceFacts], definition: Definition) -> Layout | None:
        gaps = gaps_of(definition)
        return Layout(tuple(gaps)) if gaps else None

    def key(
        self, choices: Sequence[ChoiceFacts], definition: Definition, languages: Sequence[str] = ()
    ) -> tuple[str, ...]:
        return tuple(
            f"{gap}={text}"
            for gap, accepted in gaps_of(definition).items()
            for text in dict.fromkeys(words_in(accepted, languages))
        )

    def is_right(self, value: str, right: Collection[str], definition: Definition) -> bool:
        return folded(value) in {folded(item) for item in right}

    def read(
        self,
        raw: object,
        choices: Collection[str],
        pairs: Collection[str] = (),
        definition: Definition | None = None,
    ) -> list[str] | None:
        if not is_texts(raw) or len(raw) > len(choices):
            return None
        found = {gap: tidy(text) for gap, text in self.parts(raw).items()}
        if len(found) != len(raw) or not set(found) <= set(choices) or None in found.values():
            return None
        return [f"{gap}={found[gap]}" for gap in choices if found.get(gap)]

    def tally_part(
        self, part: str, values: Collection[str], right: Collection[str], definition: Definition
    ) -> list[Group]:
        return [typed_texts(values, right, part=part)]

    def is_written_in(self, definition: Definition, language: str) -> bool:
        return all(accepted.get(language) for accepted in gaps_of(definition).values())

    def fault(
        self, codes: Sequence[str], right: Collection[str], definition: Definition | None = None
    ) -> str:
        if codes:
            return "no_choices_here"
        gaps = gaps_of(definition)
        if len(gaps) > MOST:
            return "too_many_gaps"
        return "" if gaps and all(map(words_in, gaps.values())) else "nothing_accepted"

    def shown(self, text: str) -> str:
        return GAP.sub(r"____ (\1)", text)
