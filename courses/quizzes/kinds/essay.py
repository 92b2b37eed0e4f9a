"""Essay: a longer text that a person marks.

The definition: ``{"least": words, "most": words, "model": {language: text}}``, all optional; 0 is no
limit. The limits are said to the writer and refuse nothing. The **model** answer is for whoever marks,
and for solutions; it is no key: the key is empty, because nothing earns a point by machine.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256

from .base import NOTHING, ChoiceFacts, Definition, Layout, SentForm, WordLimits
from .tally import Group, Shows, spans_of
from .text import count_words, tidy_lines
from .typed import Typed

LONGEST = 20_000
MOST_WORDS = 5_000
# Lengths of texts are told by tens of words.
FINEST = Decimal(10)


def is_word_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_WORDS


class Essay(Typed):
    """An answer is a list of one text with its line breaks."""

    name = "essay"
    template = "quizzes/kinds/essay.html"
    longest = LONGEST
    is_marked_by_hand = True

    def layout(self, choices: Sequence[ChoiceFacts], definition: Definition) -> Layout | None:
        return Layout()

    def key(
        self, choices: Sequence[ChoiceFacts], definition: Definition, languages: Sequence[str] = ()
    ) -> tuple[str, ...]:
        return ()

    def mark(
        self, answer: Sequence[str], key: Collection[str], definition: Definition | None = None
    ) -> Decimal:
        return NOTHING

    def limits(self, definition: Definition) -> WordLimits:
        found = (definition.get(name) for name in WordLimits._fields)
        return WordLimits(*(value if is_word_count(value) else 0 for value in found))

    def model(self, definition: Definition, languages: Sequence[str] = ()) -> tuple[str, str]:
        texts = definition.get("model")
        if isinstance(texts, Mapping):
            for language in dict.fromkeys([*languages, *texts]):
                if isinstance(text := texts.get(language), str) and text:
                    return text, language
        return "", ""

    def tally_groups(
        self,
        answers: Collection[Sequence[str]],
        key: Collection[str],
        definition: Definition,
        choices: Sequence[ChoiceFacts],
    ) -> list[Group]:
        """How long the texts are; never what they say."""
        counts = Counter(Decimal(count_words(text)) for answer in answers for text in answer[:1])
        return [Group(Shows.WORDS, spans_of(counts, finest=FINEST))]

    def tidied(self, text: str) -> str | None:
        return tidy_lines(text, self.longest)

    def from_form(self, form: SentForm, name: str, choices: Sequence[str]) -> list[str]:
        """A form writes line breaks in its own way: without that, the text is the one that was shown."""
        return [self.tidied(text) or text for text in super().from_form(form, name, choices)]

    def shown_as(self, answer: Sequence[str]) -> str:
        """A fingerprint: the page holds the text once already."""
        return sha256(json.dumps(list(answer)).encode()).hexdigest()

    def fault(
        self, codes: Sequence[str], right: Collection[str], definition: Definition | None = None
    ) -> str:
        if codes:
            return "no_choices_here"
        least, most = ((definition or {}).get(name, 0) for name in WordLimits._fields)
        if not is_word_count(least) or not is_word_count(most):
            return "bad_words"
        return "bad_words" if most and least > most else ""
