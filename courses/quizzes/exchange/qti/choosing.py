"""Interactions that are answered by choosing: one of several, an order, pairs, areas of a picture. Pure."""

from __future__ import annotations

import io
import re
import warnings
from decimal import Decimal

from PIL import Image, UnidentifiedImageError

from ...kinds.areas import shape_of
from ..model import Picture
from .asked import Asked, Draft
from .report import refusal
from .scoring import Declaration
from .tree import Node
from .words import plain

LONGEST_CODE = 80
Choices = list[tuple[str, str, bool]]
_TRUE = {"true", "vrai", "verdadero", "صحيح", "እውነት"}
_FALSE = {"false", "faux", "falso", "خطأ", "ሐሰት"}
_WORDLESS = {"feedbackInline", "feedbackBlock"}


def choice(asked: Asked, interactions: list[Node], source: Node | None, picture: Picture | None) -> Draft:
    node = interactions[0]
    key = asked.declaration(node)
    parts = _parts(node.all("simpleChoice"), node)
    right = _right(asked, key, parts, node)
    if key.cardinality == "single":
        return _single(asked, key, parts, _best(key, right))
    is_partial = _several(asked, node, key, parts, right)
    return Draft("multiple", _choices(asked, parts, right), {"partial": True} if is_partial else {})


def _several(asked: Asked, node: Node, key: Declaration, parts: dict[str, Node], right: list[str]) -> bool:
    """Whether several right choices are marked in parts: they are where the item adds up points."""
    _limit(asked, node, len(parts))
    is_partial = asked.rule.name == "map" and bool(key.mapped)
    is_whole = asked.rule.name in ("match", "none")
    asked.scored_otherwise(_takes_away(key, right, parts) if is_partial else is_whole)
    return is_partial


def _is_one_point(asked: Asked, key: Declaration, best: str) -> bool:
    """Whether the one right choice earns everything and every other nothing."""
    rule = asked.rule.name
    is_plain = all(worth == 0 for value, worth in key.mapped.items() if value != best) and not key.default
    return rule in ("match", "none") or (rule == "map" and is_plain)


def _single(asked: Asked, key: Declaration, parts: dict[str, Node], best: str) -> Draft:
    asked.scored_otherwise(_is_one_point(asked, key, best))
    choices = _choices(asked, parts, [best])
    codes = _true_and_false(choices)
    if codes:
        return Draft(
            "truefalse", [(code, "", right) for code, (_, _, right) in zip(codes, choices, strict=True)]
        )
    return Draft("single", choices)


def _true_and_false(choices: Choices) -> list[str]:
    """``true`` and ``false`` for two choices that say just that, in their order."""
    found = [
        "true" if words.casefold() in _TRUE else "false" if words.casefold() in _FALSE else ""
        for _, words, _ in choices
    ]
    return found if sorted(found) == ["false", "true"] else []


def _takes_away(key: Declaration, right: list[str], parts: dict[str, Node]) -> bool:
    """Whether each wrong choice takes what a right one gives, and nobody gets less than nothing."""
    worth = {code: key.mapped.get(code, key.default) for code in parts}
    gains = {worth[code] for code in right}
    losses = {worth[code] for code in parts if code not in right}
    return len(gains) == 1 and losses <= {-gain for gain in gains} and key.lower == 0


def order(asked: Asked, interactions: list[Node], source: Node | None, picture: Picture | None) -> Draft:
    node = interactions[0]
    key = asked.declaration(node)
    parts = _parts(node.all("simpleChoice"), node)
    right = _right(asked, key, parts, node)
    for code in parts.keys() - set(right):
        asked.report.lost("choice_lost", parts[code], code)
    if len(right) < 2:
        raise refusal("too_few_choices", node)
    asked.scored_otherwise(asked.rule.name in ("match", "none"))
    choices = _choices(asked, {code: parts[code] for code in right}, [])
    return Draft("ordering", choices)


def match(asked: Asked, interactions: list[Node], source: Node | None, picture: Picture | None) -> Draft:
    node = interactions[0]
    sets = [child for child in node.nodes if child.name == "simpleMatchSet"]
    if len(sets) != 2:
        raise refusal("bad_match_sets", node)
    parts = _parts(node.all("simpleAssociableChoice"), node)
    left, right = ([part.get("identifier") for part in side.all("simpleAssociableChoice")] for side in sets)
    pairs = _pairs(asked, node)
    if any(a not in left or b not in right for a, b in pairs):
        raise refusal("pair_unknown", node)
    if len(dict(pairs)) < len(pairs) or set(left) - {a for a, _ in pairs}:
        pairs, left = _other_way(asked, pairs, left, right)
    for code in [code for code in left if code not in dict(pairs)]:
        asked.report.lost("choice_lost", parts.pop(code), code)
    return _matching(asked, node, parts, dict(pairs))


def _other_way(asked: Asked, pairs, left: list[str], right: list[str]):
    """The same pairs from the other side, where only so each has one partner. Raises Refused."""
    turned = [(b, a) for a, b in pairs]
    if len(dict(turned)) == len(turned) and not set(right) - set(dict(turned)):
        asked.report.note("sides_swapped", asked.root.child("itemBody"))
        return turned, right
    if len(dict(pairs)) < len(pairs):
        raise refusal("many_to_many", asked.root.child("itemBody"), "matchInteraction")
    return pairs, left


def associate(asked: Asked, interactions: list[Node], source: Node | None, picture: Picture | None) -> Draft:
    node = interactions[0]
    parts = _parts(node.all("simpleAssociableChoice"), node)
    pairs = _pairs(asked, node)
    if not {code for pair in pairs for code in pair} <= set(parts):
        raise refusal("pair_unknown", node)
    if len(dict(pairs)) < len(pairs) or set(dict(pairs)) & {b for _, b in pairs}:
        raise refusal("many_to_many", node)
    asked.report.note("sides_chosen", node)
    return _matching(asked, node, parts, dict(pairs))


def _pairs(asked: Asked, node: Node) -> list[tuple[str, str]]:
    keys = [key.split() for key in asked.declaration(node).keys]
    if not keys or any(len(key) != 2 for key in keys):
        raise refusal("no_key", node)
    return list(dict.fromkeys((a, b) for a, b in keys))


def _matching(asked: Asked, node: Node, parts: dict[str, Node], pairs: dict[str, str]) -> Draft:
    if len(pairs) < 2:
        raise refusal("too_few_pairs", node)
    key = asked.declaration(node)
    worth = {key.mapped.get(value, Decimal(0)) for value in key.keys}
    rest = {value for pair, value in key.mapped.items() if pair not in key.keys}
    shares = len(worth) == 1 and worth != {Decimal(0)} and not (rest | {key.default}) - {Decimal(0)}
    asked.scored_otherwise(asked.rule.name == "none" or (asked.rule.name == "map" and shares))
    choices = [(code, words, False) for code, words, _ in _choices(asked, parts, [])]
    return Draft("matching", choices, {"pairs": pairs})


def hotspot(asked: Asked, interactions: list[Node], source: Node | None, picture: Picture | None) -> Draft:
    node = interactions[0]
    if source is None or picture is None:
        raise refusal("picture_missing", source or node)
    key = asked.declaration(node)
    parts = _parts(node.all("hotspotChoice"), node)
    right = _right(asked, key, parts, node)
    width, height = _measures(source, picture)
    areas = {code: area(part) for code, part in parts.items()}
    several = key.cardinality != "single"
    is_partial = several and _several(asked, node, key, parts, right)
    right = right if several else [_best(key, right)]
    if not several:
        asked.scored_otherwise(_is_one_point(asked, key, right[0]))
    names = [
        (code, _name(asked, part, place), code in right)
        for place, (code, part) in enumerate(parts.items(), 1)
    ]
    definition = {"areas": areas, "width": width, "height": height, "several": several}
    return Draft("hotspot", names, definition | ({"partial": True} if is_partial else {}))


def _name(asked: Asked, part: Node, place: int) -> str:
    label = part.get("hotspotLabel") or part.get("aria-label")
    if not label:
        asked.report.note("area_named", part)
    return label or str(place)


def area(node: Node) -> dict[str, object]:
    """The shape of a hotspot in pixels. Raises Refused for one that is none of ours."""
    shape, text = node.get("shape"), node.get("coords")
    try:
        coords = [int(value) for value in text.split(",")]
    except ValueError as error:
        raise refusal("area", node, f"{shape} {text}") from error
    if shape == "ellipse" and len(coords) == 4 and coords[2] == coords[3]:
        shape, coords = "circle", coords[:3]
    if shape == "rect" and len(coords) == 4:
        x1, y1, x2, y2 = coords
        coords = [min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)]
    if shape == "poly" and len(coords) > 6 and coords[:2] == coords[-2:]:
        coords = coords[:-2]  # the first corner said again
    found = {"shape": shape, "coords": coords}
    if not shape_of(found):
        raise refusal("area", node, f"{shape} {text}")
    return found


def _measures(source: Node, picture: Picture) -> tuple[int, int]:
    """Width and height the areas are measured in: what the item says, or else what the picture has."""
    sides = (source.get("width"), source.get("height"))
    if all(re.fullmatch("[1-9][0-9]{0,4}", side) for side in sides):
        return int(sides[0]), int(sides[1])
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(picture.content)) as image:
            return image.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refusal("no_measures", source) from error


def _parts(nodes: list[Node], interaction: Node) -> dict[str, Node]:
    """Identifier → choice. Raises Refused where there are none, or two with one name."""
    found = {node.get("identifier"): node for node in nodes}
    if len(found) < len(nodes) or "" in found:
        raise refusal("duplicate_choice", interaction)
    if not found:
        raise refusal("too_few_choices", interaction)
    if any(len(code) > LONGEST_CODE for code in found):
        raise refusal("bad_code", interaction)
    return found


def _right(asked: Asked, key: Declaration, parts: dict[str, Node], node: Node) -> list[str]:
    """The codes that are right, in the order they are given in."""
    right = [code for code in dict.fromkeys(key.keys) if code in parts]
    if not right:
        raise refusal("no_key", node)
    for code in [code for code in key.keys if code not in parts]:
        asked.report.lost("key_unknown", node, code)
    return right


def _best(key: Declaration, right: list[str]) -> str:
    return right[0] if key.right else max(right, key=lambda code: key.mapped[code])


def _choices(asked: Asked, parts: dict[str, Node], right: list[str]) -> Choices:
    """Code, words and whether it is right. Raises Refused for a choice that has no words."""
    found = []
    for code, node in parts.items():
        words = plain(node, lambda part: "" if part.name in _WORDLESS else None)
        if not words:
            raise refusal("choice_without_words", node)
        if node.get("fixed") == "true" and len(parts) > 2:
            asked.report.note("place_not_fixed", node)
        found.append((code, words, code in right))
    return found


def _limit(asked: Asked, node: Node, choices: int) -> None:
    most = node.get("maxChoices", "0")
    if most.isascii() and most.isdigit() and 0 < int(most[:6]) < choices:
        asked.report.lost("limit_lost", node, f"maxChoices={most[:6]}")
