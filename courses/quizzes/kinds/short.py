"""Short text: right if it says the same as one of the accepted texts, in whatever language.

The definition: ``{"accepted": {language: [text, …]}}``. A reader may answer in any of them.
"""

from collections.abc import Collection, Sequence

from .base import ChoiceFacts, Definition, words_in
from .tally import Group, typed_texts
from .text import folded
from .typed import Typed


class Short(Typed):
    name = "short"
    template = "quizzes/kinds/short.html"

    def key(
        self, choices: Sequence[ChoiceFacts], definition: Definition, languages: Sequence[str] = ()
    ) -> tuple[str, ...]:
        return tuple(dict.fromkeys(words_in(definition.get("accepted"), languages)))

    def is_right(self, value: str, right: Collection[str], definition: Definition) -> bool:
        return folded(value) in {folded(item) for item in right}

    def tally_part(
        self, part: str, values: Collection[str], right: Collection[str], definition: Definition
    ) -> list[Group]:
        return [typed_texts(values, right, part=part)]

    def is_written_in(self, definition: Definition, language: str) -> bool:
        accepted = definition.get("accepted")
        return isinstance(accepted, dict) and bool(accepted.get(language))

    def fault(
        self, codes: Sequence[str], right: Collection[str], definition: Definition | None = None
    ) -> str:
        if codes:
            return "no_choices_here"
        return "" if self.key((), definition or {}) else "nothing_accepted"
