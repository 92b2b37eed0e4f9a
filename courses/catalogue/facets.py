"""Narrowing a shelf: what can be chosen, how much each choice leads to. Pure but for labels.

Within a facet choices are alternatives; between facets they add up. A facet offers what leads to
something under the choices made in the *other* facets, so that no offer ends nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy as _

from .cards import Card
from .models import Level

SHORT, LONG = 120, 300

Chosen = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Choice:
    """A value of a facet. ``count`` is what it leads to with the choices in the other facets."""

    value: str
    label: str
    count: int
    is_chosen: bool = False
    language: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str | Promise
    choices: tuple[Choice, ...]

    @property
    def is_useful(self) -> bool:
        """Whether there is anything to choose between, or to take back."""
        return len(self.choices) > 1 or any(choice.is_chosen for choice in self.choices)

    @property
    def chosen(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.is_chosen)


def duration_band(minutes: int) -> str:
    """``short`` up to two hours, ``medium`` up to five, ``long`` beyond."""
    if minutes <= SHORT:
        return "short"
    return "medium" if minutes <= LONG else "long"


DURATIONS = {
    "short": _("Up to 2 hours"),
    "medium": _("2 to 5 hours"),
    "long": _("More than 5 hours"),
}

NAMES: dict[str, Promise] = {
    "subject": _("Subject"),
    "level": _("Level"),
    "language": _("Language of the course"),
    "duration": _("Duration"),
}

VALUES: dict[str, Callable[[Card], Iterable[str]]] = {
    "subject": lambda card: (card.course.subject.code,),
    "level": lambda card: (card.course.level,),
    "language": lambda card: tuple(card.editions),
    "duration": lambda card: (duration_band(card.course.minutes),),
}


def valid_choices(cards: Sequence[Card], asked: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Of what was asked for, the values that some course of the catalogue has; the rest is ignored."""
    return {
        name: tuple(dict.fromkeys(value for value in asked.get(name, ()) if value in known))
        for name, known in ((name, _counts(cards, name)) for name in VALUES)
    }


def narrowed(cards: Sequence[Card], chosen: Chosen, but: str = "") -> list[Card]:
    """The cards that fit every facet's choices, leaving one facet out of account."""
    return [
        card
        for card in cards
        if all(
            name == but or not values or not set(values).isdisjoint(VALUES[name](card))
            for name, values in chosen.items()
        )
    ]


def facets_of(cards: Sequence[Card], chosen: Chosen) -> tuple[Facet, ...]:
    """The facets of a shelf. A value already chosen stays, with its count, so that it can be unchosen."""
    facets = []
    for name, label in NAMES.items():
        counts = _counts(narrowed(cards, chosen, but=name), name)
        picked = set(chosen.get(name, ()))
        choices = [
            Choice(
                value=value,
                label=str(word),
                count=counts[value],
                is_chosen=value in picked,
                language=value if name == "language" else "",
            )
            for value, word in _labels(name, cards)
            if counts[value] or value in picked
        ]
        facets.append(Facet(name=name, label=label, choices=tuple(choices)))
    return tuple(facets)


def _counts(cards: Iterable[Card], name: str) -> Counter[str]:
    return Counter(value for card in cards for value in VALUES[name](card))


def _labels(name: str, cards: Sequence[Card]) -> list[tuple[str, str | Promise]]:
    """Every value a facet may have with its label, in the order it is offered."""
    if name == "subject":
        subjects = {card.course.subject.code: card.subject for card in cards}
        return sorted(subjects.items(), key=lambda item: item[1])
    if name == "level":
        return list(Level.choices)
    if name == "duration":
        return list(DURATIONS.items())
    return [(code, get_language_info(code)["name_local"]) for code in settings.INTERFACE_LANGUAGES]
