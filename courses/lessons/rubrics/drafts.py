"""A rubric as its author wants it: values only, words by language."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

# Language → text. A language that is not named keeps what it has.
Texts = dict[str, str]


@dataclass(frozen=True)
class LevelDraft:
    code: str
    points: Decimal
    title: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class CriterionDraft:
    """``most`` are the points of a work that has all of it: in a rubric those of its best level."""

    code: str
    most: Decimal
    levels: tuple[LevelDraft, ...] = ()
    title: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)

    @property
    def shape(self) -> tuple:
        return self.most, {level.code: level.points for level in self.levels}


@dataclass(frozen=True)
class RubricDraft:
    """``kind`` is a ``Rubric.Kind``; criteria in the order they are read."""

    kind: str
    criteria: tuple[CriterionDraft, ...]

    @property
    def shape(self) -> tuple:
        """What marks depend on: kind, criteria, levels, points. Another shape is another version."""
        return self.kind, {criterion.code: criterion.shape for criterion in self.criteria}


@dataclass(frozen=True)
class CommentDraft:
    """A comment for the bank; ``criterion`` is a code, or empty: for the work as a whole."""

    code: str
    criterion: str = ""
    text: Texts = field(default_factory=dict)
