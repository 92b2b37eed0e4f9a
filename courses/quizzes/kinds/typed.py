"""Questions with one answer that is typed."""

from collections.abc import Collection, Mapping, Sequence

from .base import ChoiceFacts, Definition, Layout, is_texts
from .parts import Parts
from .text import LONGEST, tidy


class Typed(Parts):
    """An answer is a list of one text: one part, without a name."""

    collects = "text"
    longest = LONGEST

    def layout(self, choices: Sequence[ChoiceFacts], definition: Definition) -> Layout | None:
        return Layout() if self.key(choices, definition) else None

    def parts(self, answer: object) -> dict[str, str]:
        return {"": answer[0]} if is_texts(answer) and len(answer) == 1 and answer[0] else {}

    def from_parts(self, values: Mapping[str, str], choices: Sequence[str]) -> list[str]:
        return [values[""]] if values.get("") else []

    def solution(self, key: Collection[str]) -> dict[str, tuple[str, ...]]:
        return {"": tuple(key)} if key else {}

    def best(self, key: Collection[str]) -> list[str]:
        return list(key)[:1]

    def read(
        self,
        raw: object,
        choices: Collection[str],
        pairs: Collection[str] = (),
        definition: Definition | None = None,
    ) -> list[str] | None:
        if not is_texts(raw) or len(raw) > 1:
            return None
        text = self.tidied(raw[0]) if raw else ""
        return None if text is None else [text] if text else []

    def tidied(self, text: str) -> str | None:
        """What is kept of a typed text; None where it cannot be kept."""
        return tidy(text, self.longest)

    def is_partial(self, definition: Definition) -> bool:
        return False

    def is_complete(self, answer: Sequence[str], choices: Collection[str]) -> bool:
        return bool(answer)
