"""What every kind of question can do."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from enum import StrEnum

NOTHING = Decimal(0)
FULL = Decimal(1)


class MarkedAs(StrEnum):
    """What became of an answer, in words a page can show."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    BLANK = "blank"

    @classmethod
    def of(cls, fraction: Decimal, answer: Sequence[str]) -> "MarkedAs":
        if not answer:
            return cls.BLANK
        if fraction >= FULL:
            return cls.RIGHT
        return cls.PARTLY if fraction > NOTHING else cls.WRONG


class Kind:
    """A kind of question answered by choosing.

    An answer is a list of choice ids as texts; an empty list is "not answered".
    """

    name = ""
    template = "quizzes/kinds/choices.html"
    # The HTML control of a choice, and how many may be chosen (None: any number).
    control = "radio"
    most = 1
    # True and false keep their order; a shuffle would only confuse.
    is_shuffled = True
    # Whether the choices' words are the interface's own (true, false) and not the author's.
    has_own_words = False

    def read(self, raw: object, choices: Collection[str]) -> list[str] | None:
        """What came from outside as an answer to a question with these choices, or None if it is none."""
        if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
            return None
        if len(set(raw)) != len(raw) or not set(raw) <= set(choices):
            return None
        return None if self.most is not None and len(raw) > self.most else list(raw)

    def mark(self, answer: Sequence[str], key: Collection[str]) -> Decimal:
        """The fraction of the point that ``answer`` earns: 0 to 1. Garbage earns 0, never raises."""
        if not _is_an_answer(answer) or not key:
            return NOTHING
        return self.fraction(answer, key)

    def fraction(self, answer: Sequence[str], key: Collection[str]) -> Decimal:
        """The fraction for an answer without repetition. All or nothing, unless a kind knows better."""
        return FULL if set(answer) == set(key) else NOTHING

    def fault(self, codes: Sequence[str], right: Collection[str]) -> str:
        """What is wrong with a question's choices, as a reason code; empty if nothing is."""
        if len(codes) < 2:
            return "too_few_choices"
        return "" if right else "no_right_choice"


def _is_an_answer(answer: object) -> bool:
    if not isinstance(answer, list | tuple) or not answer:
        return False
    return all(isinstance(item, str) for item in answer) and len(set(answer)) == len(answer)
