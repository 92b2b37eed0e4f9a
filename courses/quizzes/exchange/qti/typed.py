"""Interactions that are answered by typing, and lists within a sentence. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from ...kinds.blanks import MOST
from ...kinds.numbers import CANONICAL
from ..model import Picture
from .asked import GAP, Asked, Draft
from .report import refusal
from .scoring import Declaration, number, tolerance
from .tree import Node
from .words import plain

_OWN_GAP = re.compile(r"GAP_([1-9][0-9]?)")
_LITERAL = re.compile(r"\{([1-9][0-9]?)\}")
_NUMBERS = {"integer", "float"}


def entry(asked: Asked, interactions: list[Node], source: Node | None, picture: Picture | None) -> Draft:
    """A number, a short text, a list to choose from, or several gaps."""
    node = interactions[0]
    if len(interactions) > 1 or _OWN_GAP.fullmatch(node.get("responseIdentifier")):
        return _blanks(asked, interactions)
    if node.name == "inlineChoiceInteraction":
        return _list(asked, node)
    if asked.declaration(node).base_type in _NUMBERS:
        return _numerical(asked, node)
    return _short(asked, node)


def _numerical(asked: Asked, node: Node) -> Draft:
    key = asked.declaration(node)
    _pattern(asked, node)
    value = number(key.keys[0]) if key.keys else None
    if value is None or not CANONICAL.fullmatch(format(value, "f")):
        raise refusal("no_number", node, key.keys[0] if key.keys else "correctResponse")
    margin = tolerance(asked.rule, value)
    if margin is None:
        asked.report.lost("tolerance_lost", asked.rule.equal)
    is_plain = len(key.keys) == 1 and asked.rule.name in ("match", "none", "map") and not key.default
    asked.scored_otherwise(is_plain)
    definition = {"value": format(value, "f"), "tolerance": _margin(margin), "unit": _unit(asked.root)}
    return Draft("numerical", [], {name: text for name, text in definition.items() if text}, {id(node): GAP})


def _margin(margin: Decimal | None) -> str:
    if not margin:
        return ""
    text = format(margin, "f")
    text = text if CANONICAL.fullmatch(text) else format(round(margin, 12).normalize(), "f")
    return text if CANONICAL.fullmatch(text) and Decimal(text) else ""


def _unit(root: Node) -> str:
    """The unit beside the field, where an item of ours marks it."""
    found = [node for node in root.all("span") if node.get("class") == "unit"]
    return plain(found[0]) if found else ""


def _short(asked: Asked, node: Node) -> Draft:
    key = asked.declaration(node)
    accepted = _accepted(asked, node, key)
    asked.scored_otherwise(asked.rule.name in ("match", "none", "map"))
    return Draft("short", [], {"accepted": {asked.language: accepted}}, {id(node): GAP})


def _accepted(asked: Asked, node: Node, key: Declaration) -> list[str]:
    """The texts that earn something; whether all of them earn the same and case counts is reported."""
    _pattern(asked, node)
    mapped = [text for text, worth in key.mapped.items() if worth > 0]
    found = list(dict.fromkeys(text for text in [*key.right, *mapped] if text.strip()))
    if not found:
        raise refusal("no_key", node)
    if len({worth for worth in key.mapped.values() if worth > 0}) > 1 or key.default:
        asked.scored_otherwise(False)
    if key.base_type == "string" and not key.forgiving:
        asked.report.note("case_ignored", node)
    return found


def _pattern(asked: Asked, node: Node) -> None:
    for name in ("patternMask", "base", "format", "stringIdentifier"):
        if node.get(name) and (name, node.get(name)) != ("base", "10"):
            asked.report.lost("pattern_lost", node, name)


def _list(asked: Asked, node: Node) -> Draft:
    """One list within a sentence: the question is asked with the gap in sight, and its choices below."""
    options, right = _options(asked, node)
    asked.report.note("list_as_choices", node)
    asked.scored_otherwise(asked.rule.name in ("match", "none", "map"))
    choices = [(code, words, code == right) for code, words in options.items()]
    return Draft("single", choices, {}, {id(node): GAP})


def _options(asked: Asked, node: Node) -> tuple[dict[str, str], str]:
    """Code → words of a list, and the right one. Raises Refused."""
    nodes = node.all("inlineChoice")
    options = {option.get("identifier"): plain(option) for option in nodes}
    if len(options) < len(nodes) or "" in options:
        raise refusal("duplicate_choice", node)
    if not all(options.values()):
        raise refusal("choice_without_words", node)
    key = asked.declaration(node)
    right = [code for code in key.keys if code in options]
    if not right:
        raise refusal("no_key", node)
    return options, right[0] if key.right else max(right, key=lambda code: key.mapped[code])


def _blanks(asked: Asked, interactions: list[Node]) -> Draft:
    if len(interactions) > MOST:
        raise refusal("too_many_gaps", interactions[MOST])
    names = _numbers(interactions)
    gaps = {name: {asked.language: _gap(asked, node)} for name, node in zip(names, interactions, strict=True)}
    asked.scored_otherwise(
        asked.rule.name in ("map", "none") or (asked.rule.name, asked.rule.together) == ("match", False)
    )
    _hide_literal_gaps(asked)
    in_text = {id(node): f"{{{name}}}" for name, node in zip(names, interactions, strict=True)}
    return Draft("blanks", [], {"gaps": gaps}, in_text)


def _numbers(interactions: list[Node]) -> list[str]:
    """The numbers of the gaps: those an item of ours gives them, or else their order."""
    found = [_OWN_GAP.fullmatch(node.get("responseIdentifier")) for node in interactions]
    names = [match[1] for match in found if match]
    is_ours = len(set(names)) == len(interactions)
    return names if is_ours else [str(place) for place in range(1, len(interactions) + 1)]


def _gap(asked: Asked, node: Node) -> list[str]:
    if node.name == "inlineChoiceInteraction":
        options, right = _options(asked, node)
        asked.report.lost("options", node)
        return [options[right]]
    return _accepted(asked, node, asked.declaration(node))


def _hide_literal_gaps(asked: Asked) -> None:
    """A text that says ``{1}`` without meaning a gap says ``(1)``."""
    for node in asked.root.walk():
        for place, child in enumerate(node.children):
            if isinstance(child, str) and _LITERAL.search(child):
                node.children[place] = _LITERAL.sub(r"(\1)", child)
                asked.report.note("braces_replaced", node)


def essay(asked: Asked, interactions: list[Node], source: Node | None, picture: Picture | None) -> Draft:
    node = interactions[0]
    key = asked.declared.get(node.get("responseIdentifier"))
    if key and key.cardinality not in ("single", ""):
        asked.report.lost("several_texts", node, f"cardinality={key.cardinality}")
    asked.scored_otherwise(asked.rule.name == "none")
    model = key.right[0] if key and key.right else ""
    return Draft("essay", [], {"model": {asked.language: model}} if model else {})
