"""What an item says before it is known which kind of question it is, and what a reader makes of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .report import ItemReport, refusal
from .scoring import Declaration, Rule, declarations, rule_of
from .tree import Node

GAP = "____"


@dataclass
class Asked:
    root: Node
    report: ItemReport
    language: str

    @cached_property
    def declared(self) -> dict[str, Declaration]:
        return declarations(self.root)

    @cached_property
    def rule(self) -> Rule:
        return rule_of(self.root)

    def words(self, text: str) -> dict[str, str]:
        return {self.language: text} if text else {}

    def declaration(self, interaction: Node) -> Declaration:
        """What is declared for the response of an interaction. Raises Refused where nothing is."""
        found = self.declared.get(interaction.get("responseIdentifier"))
        if found is None:
            raise refusal("no_key", interaction)
        return found

    def scored_otherwise(self, is_ours: bool) -> None:
        """Says that the item is scored in a way that is not ours, unless it is."""
        if not is_ours:
            self.report.lost("scoring_ours", self.root.child("responseProcessing"))


@dataclass
class Draft:
    """A kind with its choices (code, words, is right). ``gaps``: what stands in the text in the place of
    an interaction, by the identity of its node."""

    kind: str
    choices: list[tuple[str, str, bool]] = field(default_factory=list)
    definition: Mapping[str, object] = field(default_factory=dict)
    gaps: Mapping[int, str] = field(default_factory=dict)

    def shown(self, text: str) -> str:
        """The text of the question: a gap at its very end is the field that is there anyway."""
        return text if self.kind == "blanks" else text.removesuffix(GAP).rstrip()
