"""What every kind of question can do."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

from .tally import Bar, Group, Shows, Tally, tally_of

NOTHING = Decimal(0)
FULL = Decimal(1)

Definition = Mapping[str, object]


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


class ChoiceFacts(NamedTuple):
    """A choice of a question without its words."""

    id: str
    code: str
    is_right: bool = False


@dataclass(frozen=True)
class Layout:
    """What a paper holds of a question: the parts that are answered, and what they are answered with
    where that is a list of its own (the other side of pairs)."""

    choices: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()


class WordLimits(NamedTuple):
    """How many words an answer is to have; 0: as few, or as many, as the writer likes."""

    least: int = 0
    most: int = 0


class SentForm(Protocol):
    """A form as a browser sent it: a field's last text, and all of its texts."""

    def get(self, name: str, default: str = ...) -> str: ...

    def getlist(self, name: str) -> list[str]: ...


class Kind:
    """A kind of question answered by choosing; others say below what is different with them.

    An answer is a list of texts (here: choice ids); an empty list is "not answered". A **key** has the
    form of an answer. A **definition** is what else marking needs, the same for every language.
    """

    name = ""
    template = "quizzes/kinds/choices.html"
    # How the page puts an answer together: "checked", "text", "parts" or "order" (static/js/answers.js).
    collects = "checked"
    # The HTML control of a choice, and how many may be chosen (None: any number), unless the definition
    # says otherwise: ask control_for and most_for.
    control = "radio"
    most = 1
    # True and false keep their order; a shuffle would only confuse.
    is_shuffled = True
    # Whether the order tells the answer, so that it is never the author's.
    is_always_shuffled = False
    # Whether the choices' words are the interface's own (true, false) and not the author's.
    has_own_words = False
    # Whether a person says what an answer earns: the machine gives it nothing, and its mark is not final.
    is_marked_by_hand = False

    def layout(self, choices: Sequence[ChoiceFacts], definition: Definition) -> Layout | None:
        """What a paper holds of the question; None where it is not fit to be asked."""
        return Layout(tuple(choice.id for choice in choices)) if choices else None

    def key(
        self, choices: Sequence[ChoiceFacts], definition: Definition, languages: Sequence[str] = ()
    ) -> Collection[str]:
        """What is right, what is written in one of ``languages`` first. Empty: no answer earns anything."""
        return frozenset(choice.id for choice in choices if choice.is_right)

    def best(self, key: Collection[str]) -> list[str]:
        """One answer that earns the full point."""
        return list(key)

    def control_for(self, definition: Definition) -> str:
        """The HTML control of a choice: "radio" or "checkbox"."""
        return self.control

    def most_for(self, definition: Definition) -> int | None:
        """How many choices an answer may have; None: any number."""
        return self.most

    def limits(self, definition: Definition) -> WordLimits:
        """How many words the author asks for."""
        return WordLimits()

    def model(self, definition: Definition, languages: Sequence[str] = ()) -> tuple[str, str]:
        """An answer as the author would write it and its language, one of ``languages`` first; else empty."""
        return "", ""

    def drawn(self, definition: Definition, choices: Sequence[ChoiceFacts]) -> tuple:
        """What a page draws of the question on its picture. Never tells what is right."""
        return ()

    def from_form(self, form: SentForm, name: str, choices: Sequence[str]) -> list[str]:
        """The answer a form means whose controls are called ``name``; ``read`` judges it."""
        return form.getlist(name)

    def shown_as(self, answer: Sequence[str]) -> str:
        """An answer as one text: a form sends it back to say what its reader saw."""
        return ",".join(sorted(set(answer)))

    def read(
        self,
        raw: object,
        choices: Collection[str],
        pairs: Collection[str] = (),
        definition: Definition | None = None,
    ) -> list[str] | None:
        """What came from outside as an answer to a question laid out like this, or None if it is none.

        Without its definition a question takes as many choices as its kind ever does.
        """
        if not is_texts(raw):
            return None
        if len(set(raw)) != len(raw) or not set(raw) <= set(choices):
            return None
        most = self.most if definition is None else self.most_for(definition)
        return None if most is not None and len(raw) > most else list(raw)

    def mark(
        self, answer: Sequence[str], key: Collection[str], definition: Definition | None = None
    ) -> Decimal:
        """The fraction of the point that ``answer`` earns: 0 to 1. Garbage earns 0, never raises."""
        if not is_texts(answer) or not answer or not key or len(set(answer)) != len(answer):
            return NOTHING
        return self.fraction(answer, key, definition or {})

    def fraction(self, answer: Sequence[str], key: Collection[str], definition: Definition) -> Decimal:
        """The fraction for an answer without repetition. All or nothing, unless a kind knows better."""
        return FULL if set(answer) == set(key) else NOTHING

    def tally(
        self,
        answers: Collection[Sequence[str]],
        key: Collection[str],
        definition: Definition,
        choices: Sequence[ChoiceFacts],
    ) -> Tally:
        """What was answered how often; the same whatever the order of the answers."""
        readable = [answer if is_texts(answer) else () for answer in answers]
        return tally_of(readable, self.tally_groups(readable, key, definition, choices))

    def tally_groups(
        self,
        answers: Collection[Sequence[str]],
        key: Collection[str],
        definition: Definition,
        choices: Sequence[ChoiceFacts],
    ) -> list[Group]:
        """How often each choice was chosen, in the author's order."""
        given = Counter(pk for answer in answers for pk in set(answer))
        bars = tuple(Bar(choice.id, given[choice.id], choice.id in key) for choice in choices)
        right = sum(self.mark(answer, key, definition) == FULL for answer in answers)
        return [Group(Shows.CHOICES, bars, right=right)]

    def is_partial(self, definition: Definition) -> bool:
        """Whether a part of a right answer earns a part of the point."""
        return False

    def is_complete(self, answer: Sequence[str], choices: Collection[str]) -> bool:
        """Whether nothing of the question is left open."""
        return bool(answer)

    def fault(
        self, codes: Sequence[str], right: Collection[str], definition: Definition | None = None
    ) -> str:
        """What is wrong with a question, as a reason code; empty if nothing is."""
        if len(codes) < 2:
            return "too_few_choices"
        return "" if right else "no_right_choice"

    def is_written_in(self, definition: Definition, language: str) -> bool:
        """Whether the definition has what an answer in this language needs."""
        return True

    def shown(self, text: str) -> str:
        """The text of the question as a reader sees it."""
        return text


def is_texts(answer: object) -> bool:
    """Whether something is a list of texts."""
    return isinstance(answer, list | tuple) and all(isinstance(item, str) for item in answer)


def share(right: int, of: int) -> Decimal:
    """A part of a point, rounded down to what is stored; the whole is exactly 1."""
    return FULL if right >= of else Decimal(right * 10_000 // of) / 10_000


def words_in(by_language: object, languages: Iterable[str] = ()) -> list[str]:
    """All texts of ``{language: [text, …]}``, those of the languages asked for first."""
    if not isinstance(by_language, Mapping):
        return []
    order = dict.fromkeys([*languages, *by_language])
    return [text for language in order for text in by_language.get(language) or () if text]
