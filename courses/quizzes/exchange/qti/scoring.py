"""How an item is scored, as far as its declarations and standard processing say it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from .tree import Node


@dataclass(frozen=True)
class Declaration:
    """What is right for one response: its values, and what each answer is worth where it says so.

    ``forgiving``: no mapped text asks for its upper and lower case.
    """

    identifier: str
    cardinality: str = "single"
    base_type: str = "identifier"
    right: tuple[str, ...] = ()
    mapped: Mapping[str, Decimal] = field(default_factory=dict)
    default: Decimal = Decimal(0)
    lower: Decimal | None = None
    forgiving: bool = True
    line: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        """The right values; where none are named, the mapped ones that earn something."""
        return self.right or tuple(value for value, worth in self.mapped.items() if worth > 0)


def number(text: str) -> Decimal | None:
    """A number of a declaration; None where it is none, not finite, or beyond any use."""
    try:
        found = Decimal(text.strip()) if len(text) <= 40 else None
    except InvalidOperation:
        return None
    usable = found is not None and found.is_finite() and -20 <= found.adjusted() <= 20
    return found if usable else None


def declarations(item: Node) -> dict[str, Declaration]:
    found = {}
    for node in item.nodes:
        if node.name == "responseDeclaration":
            found.setdefault(node.get("identifier"), _declaration(node))
    return found


def _declaration(node: Node) -> Declaration:
    correct, mapping = node.child("correctResponse"), node.child("mapping")
    right = [value.text for value in correct.all("value")] if correct else []
    entries = mapping.all("mapEntry") if mapping else []
    worth = {entry.get("mapKey"): number(entry.get("mappedValue")) for entry in entries}
    is_text = node.get("baseType") == "string"
    return Declaration(
        node.get("identifier"),
        node.get("cardinality", "single"),
        node.get("baseType", "identifier"),
        tuple(right if is_text else (" ".join(value.split()) for value in right)),
        {key if is_text else " ".join(key.split()): value or Decimal(0) for key, value in worth.items()},
        (number(mapping.get("defaultValue", "0")) or Decimal(0)) if mapping else Decimal(0),
        number(mapping.get("lowerBound")) if mapping else None,
        bool(entries) and all(entry.get("caseSensitive") == "false" for entry in entries),
        node.line,
    )


@dataclass(frozen=True)
class Rule:
    """``name``: match (all or nothing), map (what the mapping says), point, none, or custom.

    ``together``: several responses must be right at once. ``equal``: the comparison of numbers.
    ``line``: where it stands.
    """

    name: str
    line: int = 0
    together: bool = False
    equal: Node | None = None


_TEMPLATES = (("match_correct", "match"), ("map_response_point", "point"), ("map_response", "map"))
_CC = (("CC2_match", "match"), ("CC2_map_response", "map"))
_COMPARING = {"match", "equal", "equalRounded"}


def rule_of(item: Node) -> Rule:
    """The rule of an item that uses a standard template, or says the same itself."""
    processing = item.child("responseProcessing")
    if processing is None:
        return Rule("none")
    if processing.get("template"):
        return Rule(_by_template(processing.get("template")), processing.line)
    parts = [part for part in processing.nodes if _sets_score(part)]
    found = [_by_condition(part) for part in parts if part.name == "responseCondition"]
    if any(part.name == "setOutcomeValue" and part.all("mapResponse") for part in parts):
        found.append(Rule("map"))
    names = {rule.name for rule in found}
    if not names:
        return Rule("none" if not parts else "custom", processing.line)
    together = any(rule.together for rule in found)
    equal = next((rule.equal for rule in found if rule.equal), None)
    return Rule(names.pop() if len(names) == 1 else "custom", processing.line, together, equal)


def _by_template(address: str) -> str:
    name = re.sub(r"\.xml$", "", address.rsplit("/", 1)[-1])
    return next((rule for start, rule in (*_TEMPLATES, *_CC) if name.startswith(start)), "custom")


def _sets_score(node: Node) -> bool:
    return any("SCORE" in part.get("identifier").upper() for part in node.all("setOutcomeValue"))


def _by_condition(condition: Node) -> Rule:
    """What one ``responseCondition`` does: tests of nothing given are passed over."""
    scoring = [
        branch
        for branch in condition.nodes
        if branch.name in ("responseIf", "responseElseIf") and branch.nodes and not _is_nothing(branch)
    ]
    if condition.all("mapResponse"):
        return Rule("custom" if scoring and not _all_map(scoring) else "map")
    if len(scoring) != 1:
        return Rule("custom")
    return _by_test(scoring[0].nodes[0])


def _all_map(branches: list[Node]) -> bool:
    return all(branch.nodes[0].name == "not" and branch.all("mapResponse") for branch in branches)


def _is_nothing(branch: Node) -> bool:
    return branch.nodes[0].name == "isNull"


def _by_test(test: Node) -> Rule:
    if test.name == "and" and test.nodes and all(_is_correct(part) for part in test.nodes):
        return Rule("match", together=len(test.nodes) > 1, equal=_numeric(test.nodes[0]))
    return Rule("match", equal=_numeric(test)) if _is_correct(test) else Rule("custom")


def _is_correct(test: Node) -> bool:
    """Whether a test compares a response with its own right value."""
    names = {part.name: part.get("identifier") for part in test.nodes}
    is_own = set(names) == {"variable", "correct"} and len(set(names.values())) == 1
    return test.name in _COMPARING and len(test.nodes) == 2 and is_own


def _numeric(test: Node) -> Node | None:
    return test if test.name in ("equal", "equalRounded") else None


def tolerance(rule: Rule, value: Decimal) -> Decimal | None:
    """How far a number may be off; None where it is not the same on both sides or cannot be read."""
    test = rule.equal
    if test is None or (test.get("toleranceMode", "exact") == "exact" and test.name == "equal"):
        return Decimal(0)
    if test.name == "equalRounded":
        figures = test.get("figures")
        is_places = test.get("roundingMode") == "decimalPlaces" and re.fullmatch("[0-9]|1[0-2]", figures)
        return Decimal(5).scaleb(-int(figures) - 1) if is_places else None
    sides = {number(side) for side in test.get("tolerance").split()}
    if len(sides) != 1 or None in sides:
        return None
    side = abs(sides.pop())
    return side if test.get("toleranceMode") == "absolute" else abs(value) * side / 100
