"""One item of QTI 2 or 3 as a question. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

from ...checking import is_keepable
from ..codes import choice_codes, code_from, is_code
from ..model import ChoiceSource, Finding, Picture, QuestionSource
from ..report import Refused
from . import choosing, typed
from .asked import Asked, Draft
from .choosing import LONGEST_CODE
from .report import ItemReport, refusal
from .tree import Node
from .words import lost_in, plain

LARGEST_PICTURE = 10 * 1024 * 1024
_READERS = {
    "choiceInteraction": choosing.choice,
    "orderInteraction": choosing.order,
    "matchInteraction": choosing.match,
    "associateInteraction": choosing.associate,
    "hotspotInteraction": choosing.hotspot,
    "textEntryInteraction": typed.entry,
    "inlineChoiceInteraction": typed.entry,
    "extendedTextInteraction": typed.essay,
}
# What an interaction is here, where it is one kind whatever else the item says.
_KINDS = {
    "orderInteraction": "ordering",
    "matchInteraction": "matching",
    "associateInteraction": "matching",
    "hotspotInteraction": "hotspot",
    "extendedTextInteraction": "essay",
}
_GAPS = {"textEntryInteraction", "inlineChoiceInteraction"}
_TEMPLATE = (
    "templateDeclaration",
    "templateProcessing",
    "printedVariable",
    "templateInline",
    "templateBlock",
)
_FEEDBACK = ("modalFeedback", "feedbackInline", "feedbackBlock")
_LOST = {
    "stylesheet": "formatting",
    "assessmentStimulusRef": "stimulus_lost",
    "catalogInfo": "accessibility_lost",
    "companionMaterialsInfo": "materials_lost",
    "apipAccessibility": "accessibility_lost",
    "endAttemptInteraction": "hint",
}
_CHOICES = {"simpleChoice", "simpleMatchSet", "simpleAssociableChoice", "hotspotChoice", "inlineChoice"}


def read_item(
    root: Node, *, language: str, path: str = "", files: Mapping[str, bytes] | None = None
) -> tuple[QuestionSource | None, list[Finding]]:
    """The question of an item (None where it is refused) and what is to be said of it. ``path`` is the
    item's in the package with these ``files``; pictures are looked for from there."""
    name = root.get("identifier") or path
    is_name = len(name) <= LONGEST_CODE and is_keepable(name)
    report = ItemReport(name if is_name else ascii(name[:20])[1:-1] + "…", _called(root))
    try:
        return _question(Asked(root, report, language_of(root, language)), path, files or {}), report.findings
    except Refused as refusal:
        report.refused(refusal)
        return None, report.findings


def _called(root: Node) -> str:
    """What an item asks, as the kind it is here or else in its own words."""
    names = dict.fromkeys(node.name for node in root.walk() if _is_interaction(node))
    return ", ".join(_KINDS.get(name, name) for name in names)


def language_of(root: Node, told: str) -> str:
    """The language an item says it is in, as far as it is another than the one that was told."""
    own = root.get("xml:lang").strip().lower().replace("_", "-")
    main = own.partition("-")[0]
    return told if not main or not main.isalnum() or main == told.partition("-")[0].lower() else main


def _question(asked: Asked, path: str, files: Mapping[str, bytes]) -> QuestionSource:
    _look_over(asked)
    body = asked.root.child("itemBody")
    interactions = [node for node in body.walk() if _is_interaction(node)] if body else []
    reader = _reader(interactions, asked.root)
    source = _picture_node(body, interactions)
    picture = _picture(asked, source, path, files)
    draft = reader(asked, interactions, source, picture)
    explanation = _explanation(asked)
    text = draft.shown(_text(body, draft, source if picture else None)) or asked.root.get("title")
    if not text.strip():
        raise refusal("no_text", body)
    for code, node in lost_in(body):
        asked.report.lost(code, node)
    return _kept(asked, draft, text, explanation, picture)


def _look_over(asked: Asked) -> None:
    """Refuses an item that is made anew for each learner, or that is not whole."""
    root = asked.root
    if root.name != "assessmentItem":
        raise refusal("no_item", root)
    if not 0 < len(root.get("identifier")) <= LONGEST_CODE:
        raise refusal("bad_code", root)
    _refuse_unkeepable(root)
    templates = root.all(*_TEMPLATE)
    if templates:
        raise refusal("template_item", templates[0])
    if root.get("adaptive") == "true":
        raise refusal("adaptive_item", root, "adaptive")
    included = root.all("include")
    if included:
        raise refusal("include_unsupported", included[0])
    for node in root.walk():
        if node.name in _LOST:
            asked.report.lost(_LOST[node.name], node)


def _refuse_unkeepable(root: Node) -> None:
    for node in root.walk():
        texts = [child for child in node.children if isinstance(child, str)]
        if not all(map(is_keepable, [*texts, *node.attributes.values()])):
            raise refusal("bad_character", node)


def _is_interaction(node: Node) -> bool:
    return node.name.endswith("Interaction") and node.name != "endAttemptInteraction"


def _reader(interactions: list[Node], root: Node):
    if not interactions:
        raise refusal("no_interaction", root)
    unknown = next((node for node in interactions if node.name not in _READERS), None)
    if unknown:
        raise refusal("interaction_unknown", unknown)
    if len(interactions) > 1 and not {node.name for node in interactions} <= _GAPS:
        raise refusal("several_interactions", interactions[1])
    return _READERS[interactions[0].name]


def _text(body: Node, draft: Draft, picture: Node | None) -> str:
    def instead(node: Node) -> str | None:
        if node is picture or node.name in _CHOICES or node.name in _FEEDBACK or is_for_markers(node):
            return ""
        if node.name == "object" and _is_picture(node) and draft.kind == "hotspot":
            return ""
        if node.name == "endAttemptInteraction" or (node.name == "span" and node.get("class") == "unit"):
            return ""
        return draft.gaps.get(id(node))

    return plain(body, instead)


def is_for_markers(node: Node) -> bool:
    return node.name == "rubricBlock" and "candidate" not in node.get("view").split()


def _explanation(asked: Asked) -> str:
    """The feedback on the question, and what is said to tutors and scorers, as one text."""
    nodes = [node for node in asked.root.walk() if node.name in _FEEDBACK]
    texts = {text: node for node in reversed(nodes) if (text := plain(node))}
    found = [text for text, node in reversed(texts.items()) if len(texts) == 1 or _is_general(node)]
    for text, node in reversed(texts.items()):
        if text not in found:
            asked.report.lost("answer_feedback", node, node.get("identifier"))
    for node in asked.root.walk():
        if is_for_markers(node) and plain(node):
            asked.report.note("rubric_as_explanation", node)
            found.append(plain(node))
    return "\n\n".join(found)


def _is_general(feedback: Node) -> bool:
    """Whether feedback is about the question, by its name; that of single answers makes no sense alone."""
    return bool(
        re.search("general|solution|explanation|rationale", feedback.get("identifier"), re.IGNORECASE)
    )


def _is_picture(node: Node) -> bool:
    return node.name == "img" or (node.name == "object" and node.get("type").startswith("image/"))


def _picture_node(body: Node, interactions: list[Node]) -> Node | None:
    """The picture of the question: that of a hotspot, or the first that belongs to no choice."""
    inside = interactions[0] if interactions[0].name == "hotspotInteraction" else body
    hidden = {
        id(part)
        for node in body.walk()
        if node.name in _CHOICES or node.name in _FEEDBACK or is_for_markers(node)
        for part in node.walk()
    }
    return next((node for node in inside.walk() if _is_picture(node) and id(node) not in hidden), None)


def _picture(asked: Asked, node: Node | None, path: str, files: Mapping[str, bytes]) -> Picture | None:
    body = asked.root.child("itemBody")
    for other in body.walk():
        if _is_picture(other) and other is not node:
            asked.report.lost("further_picture", other, other.get("src") or other.get("data"))
    if node is None:
        return None
    source = node.get("src") or node.get("data")
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(source)))
    content = files.get(place)
    if content is None or len(content) > LARGEST_PICTURE:
        asked.report.lost("picture_missing" if content is None else "picture_too_large", node, source[:100])
        return None
    alt = node.get("alt") or plain(node)
    return Picture(posixpath.basename(place), content, asked.words(alt))


def _kept(asked: Asked, draft: Draft, text: str, explanation: str, picture: Picture | None) -> QuestionSource:
    identifier = asked.root.get("identifier")
    code = identifier if is_code(identifier) else code_from(identifier)
    if not code:
        raise refusal("bad_code", asked.root, identifier)
    if code != identifier:
        asked.report.note("code_changed", asked.root, identifier)
    names = _choice_names(asked, draft)
    choices = (
        ChoiceSource(names[name], asked.words(words), is_right) for name, words, is_right in draft.choices
    )
    return QuestionSource(
        code=code,
        kind=draft.kind,
        text=asked.words(text),
        choices=tuple(choices),
        definition=_renamed(draft.definition, names),
        explanation=asked.words(explanation),
        picture=picture,
        line=asked.root.line,
    )


def _choice_names(asked: Asked, draft: Draft) -> dict[str, str]:
    """Identifier → code of each choice; where they differ, that is said."""
    given = [name for name, _words, _is_right in draft.choices]
    codes = dict(zip(given, choice_codes(given), strict=True))
    if list(codes) != list(codes.values()):
        asked.report.note(
            "code_changed", asked.root.child("itemBody"), next(n for n in given if n != codes[n])
        )
    return codes


def _renamed(definition: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    found = dict(definition)
    if "pairs" in found:
        found["pairs"] = {names[left]: names[right] for left, right in found["pairs"].items()}
    if "areas" in found:
        found["areas"] = {names[name]: area for name, area in found["areas"].items()}
    return found
