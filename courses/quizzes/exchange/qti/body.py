"""A question as an item of QTI: what is right, what is asked, how it is scored. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...kinds.blanks import GAP
from ..model import ChoiceSource, QuestionSource
from .dialect import Dialect
from .scoring import number
from .tree import Node, element
from .words import lines, paragraphs

RESPONSE = "RESPONSE"
_NO_CASE: Mapping[str, str] = {}
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
# The words of true and false, which are the interface's own with us and need to be said elsewhere.
_TRUE_FALSE = {
    "en": ("True", "False"),
    "fr": ("Vrai", "Faux"),
    "es": ("Verdadero", "Falso"),
    "ar": ("صحيح", "خطأ"),
    "am": ("እውነት", "ሐሰት"),
}


@dataclass(frozen=True)
class Written:
    """A question with the names it has in the item; ``keys`` are those of its choices. ``up`` leads from
    the item to the root of the package, where its picture's name begins."""

    question: QuestionSource
    identifier: str
    keys: list[str]
    language: str
    up: str

    def words(self, by_language: Mapping[str, str]) -> str:
        return by_language.get(self.language) or ""

    def shown(self, choice: ChoiceSource) -> str:
        """The words of a choice: it has to have some, if need be in another language."""
        return self.words(choice.text) or next((text for text in choice.text.values() if text.strip()), "")

    @property
    def choices(self) -> list[tuple[str, ChoiceSource]]:
        return list(zip(self.keys, self.question.choices, strict=True))

    @property
    def right(self) -> list[str]:
        return [key for key, choice in self.choices if choice.is_right]

    def key_of(self, code: str) -> str:
        return next((key for key, choice in self.choices if choice.code == code), "")


@dataclass(frozen=True)
class Parts:
    """Declarations, what stands in the body after the text, and the processing.

    ``text``: what stands instead of the text, where the fields are in it.
    """

    declarations: list[Node]
    body: list[Node]
    processing: list[Node]
    text: list[Node] | None = None


def item_of(written: Written, dialect: Dialect) -> Node:
    question = written.question
    make = _MAKERS.get(question.kind, _chosen)
    parts = make(written, dialect)
    text = paragraphs(written.words(question.text)) if parts.text is None else parts.text
    picture = [] if question.kind == "hotspot" else _pictured(written)
    explanation = written.words(question.explanation)
    outcomes = [
        element("outcomeDeclaration", {"identifier": "SCORE", "cardinality": "single", "baseType": "float"})
    ]
    outcomes += [_shown_always()] if explanation.strip() else []
    feedback = [_feedback(explanation, dialect)] if explanation.strip() else []
    body = element("itemBody", None, *picture, *text, *parts.body)
    return element(
        "assessmentItem",
        _root(written, dialect),
        *parts.declarations,
        *outcomes,
        body,
        *parts.processing,
        *feedback,
    )


def _root(written: Written, dialect: Dialect) -> dict[str, str]:
    title = " ".join(written.words(written.question.text).split())[:80] or written.identifier
    return {
        "xmlns": dialect.items,
        "xmlns:xsi": _XSI,
        "xsi:schemaLocation": f"{dialect.items} {dialect.items_schema}",
        "identifier": written.identifier,
        "title": title,
        "adaptive": "false",
        "timeDependent": "false",
        "xml:lang": written.language,
    }


def _shown_always() -> Node:
    value = element("value", None, "explanation")
    attributes = {"identifier": "FEEDBACK", "cardinality": "single", "baseType": "identifier"}
    return element("outcomeDeclaration", attributes, element("defaultValue", None, value))


def _feedback(explanation: str, dialect: Dialect) -> Node:
    inner = paragraphs(explanation)
    inner = [element("contentBody", None, *inner)] if dialect.is_kebab else inner
    attributes = {"outcomeIdentifier": "FEEDBACK", "identifier": "explanation", "showHide": "show"}
    return element("modalFeedback", attributes, *inner)


def _pictured(written: Written) -> list[Node]:
    picture = written.question.picture
    if picture is None:
        return []
    attributes = {"src": written.up + picture.name, "alt": written.words(picture.alt)}
    return [element("p", None, element("img", attributes))]


def _chosen(written: Written, dialect: Dialect) -> Parts:
    kind = written.question.kind
    several = kind == "multiple"
    fixed = {"fixed": "true"} if kind == "truefalse" else {}
    choices = [
        element("simpleChoice", {"identifier": key} | fixed, *lines(_choice_words(written, choice)))
        for key, choice in written.choices
    ]
    attributes = {
        "responseIdentifier": RESPONSE,
        "shuffle": "false" if fixed else "true",
        "maxChoices": 0 if several else 1,
    }
    declaration, processing = _scored(written, several, dialect)
    return Parts([declaration], [element("choiceInteraction", attributes, *choices)], [processing])


def _choice_words(written: Written, choice: ChoiceSource) -> str:
    own = written.shown(choice)
    if own or written.question.kind != "truefalse" or choice.code not in ("true", "false"):
        return own
    return _TRUE_FALSE.get(written.language, _TRUE_FALSE["en"])[choice.code == "false"]


def _scored(written: Written, several: bool, dialect: Dialect) -> tuple[Node, Node]:
    """All or nothing; in parts, a wrong choice takes what a right one gives."""
    cardinality = "multiple" if several else "single"
    if not several or written.question.definition.get("partial") is not True:
        return _declared(cardinality, "identifier", written.right), _template("match_correct", dialect)
    worth = {key: "1" if choice.is_right else "-1" for key, choice in written.choices}
    mapping = _mapping(worth, {"lowerBound": 0, "upperBound": max(1, len(written.right)), "defaultValue": 0})
    return _declared(cardinality, "identifier", written.right, mapping), _template("map_response", dialect)


def _ordered(written: Written, dialect: Dialect) -> Parts:
    # In the order of their names: where nothing is shuffled, the file does not tell the answer.
    choices = [
        element("simpleChoice", {"identifier": key}, *lines(written.shown(choice)))
        for key, choice in sorted(written.choices, key=lambda pair: pair[0])
    ]
    interaction = element("orderInteraction", {"responseIdentifier": RESPONSE, "shuffle": "true"}, *choices)
    declaration = _declared("ordered", "identifier", written.keys)
    return Parts([declaration], [interaction], [_template("match_correct", dialect)])


def _matched(written: Written, dialect: Dialect) -> Parts:
    found = written.question.definition.get("pairs")
    pairs = found if isinstance(found, Mapping) else {}
    sides: tuple[list[Node], list[Node]] = ([], [])
    for key, choice in written.choices:
        is_left = choice.code in pairs
        attributes = {"identifier": key, "matchMax": 1 if is_left else 0}
        sides[not is_left].append(
            element("simpleAssociableChoice", attributes, *lines(written.shown(choice)))
        )
    interaction = element(
        "matchInteraction",
        {"responseIdentifier": RESPONSE, "shuffle": "true", "maxAssociations": len(sides[0])},
        *(element("simpleMatchSet", None, *side) for side in sides),
    )
    values = [f"{written.key_of(left)} {written.key_of(str(right))}" for left, right in pairs.items()]
    mapping = _mapping(dict.fromkeys(values, "1"), {"defaultValue": 0})
    declaration = _declared("multiple", "directedPair", values, mapping)
    return Parts([declaration], [interaction], [_template("map_response", dialect)])


def _pointed(written: Written, dialect: Dialect) -> Parts:
    definition, picture = written.question.definition, written.question.picture
    several = definition.get("several") is True
    found = definition.get("areas")
    areas = found if isinstance(found, Mapping) else {}
    spots = [
        element(
            "hotspotChoice", {"identifier": key, **_area(areas.get(choice.code))} | _label(written, choice)
        )
        for key, choice in written.choices
    ]
    sizes = {side: definition.get(side, "") for side in ("width", "height")}
    shown = _object(written, sizes, dialect) if picture else []
    attributes = {"responseIdentifier": RESPONSE, "maxChoices": 0 if several else 1}
    declaration, processing = _scored(written, several, dialect)
    return Parts([declaration], [element("hotspotInteraction", attributes, *shown, *spots)], [processing])


def _label(written: Written, choice: ChoiceSource) -> dict[str, str]:
    words = written.shown(choice)
    return {"hotspotLabel": words} if words else {}


def _object(written: Written, sizes: Mapping[str, object], dialect: Dialect) -> list[Node]:
    picture = written.question.picture
    place, alt = written.up + picture.name, written.words(picture.alt)
    if dialect.is_kebab:
        return [element("img", {"src": place, "alt": alt, **sizes})]
    suffix = picture.name.rpartition(".")[2].lower()
    kind = {"jpg": "jpeg", "svg": "svg+xml"}.get(suffix, suffix)
    return [element("object", {"type": f"image/{kind}", "data": place, **sizes}, alt)]


def _area(area: object) -> dict[str, str]:
    """Shape and coordinates as QTI has them: of a rectangle left, top, right and bottom."""
    area = area if isinstance(area, Mapping) else {}
    coords = [value for value in area.get("coords") or () if isinstance(value, int | float)]
    if area.get("shape") == "rect" and len(coords) == 4:
        x, y, width, height = coords
        coords = [x, y, x + width, y + height]
    return {"shape": str(area.get("shape")), "coords": ",".join(str(round(value)) for value in coords)}


def _numbered(written: Written, dialect: Dialect) -> Parts:
    definition = written.question.definition
    value, margin = str(definition.get("value") or ""), str(definition.get("tolerance") or "")
    unit = str(definition.get("unit") or "").strip()
    beside = [" ", element("span", {"class": "unit"}, unit)] if unit else []
    field = element("p", None, element("textEntryInteraction", {"responseIdentifier": RESPONSE}), *beside)
    is_exact = not number(margin)
    tolerance = {"toleranceMode": "exact"}
    if not is_exact:
        tolerance = {"toleranceMode": "absolute", "tolerance": f"{margin} {margin}"}
    test = element("equal", tolerance, *_compared(RESPONSE))
    return Parts([_declared("single", "float", [value])], [field], [_one_point(test)])


def _compared(response: str) -> list[Node]:
    return [element("variable", {"identifier": response}), element("correct", {"identifier": response})]


def _one_point(test: Node) -> Node:
    branches = (
        element("responseIf", None, test, _score(element("baseValue", {"baseType": "float"}, "1"))),
        element("responseElse", None, _score(element("baseValue", {"baseType": "float"}, "0"))),
    )
    return element("responseProcessing", None, element("responseCondition", None, *branches))


def _score(value: Node) -> Node:
    return element("setOutcomeValue", {"identifier": "SCORE"}, value)


def _short(written: Written, dialect: Dialect) -> Parts:
    declaration = _accepted(written, RESPONSE, written.question.definition.get("accepted"))
    field = element("p", None, element("textEntryInteraction", {"responseIdentifier": RESPONSE}))
    return Parts([declaration], [field], [_template("map_response", dialect)])


def _accepted(written: Written, response: str, by_language: object) -> Node:
    """What one field takes in the language of the item, or else in the first there is."""
    found = by_language if isinstance(by_language, Mapping) else {}
    texts = found.get(written.language) or next((texts for texts in found.values() if texts), [])
    texts = [text for text in texts if isinstance(text, str)]
    worth = dict.fromkeys(texts, "1")
    mapping = _mapping(worth, {"defaultValue": 0}, {"caseSensitive": "false"})
    return _declared("single", "string", texts[:1], mapping if texts else None, response)


def _filled(written: Written, dialect: Dialect) -> Parts:
    found = written.question.definition.get("gaps")
    gaps = found if isinstance(found, Mapping) else {}
    seen: list[str] = []
    text = [
        element("p", None, *_with_fields(part, gaps, seen))
        for part in written.words(written.question.text).split("\n\n")
        if part.strip()
    ]
    declarations = [_accepted(written, f"GAP_{gap}", gaps[gap]) for gap in seen]
    sums = [element("mapResponse", {"identifier": f"GAP_{gap}"}) for gap in seen]
    processing = element("responseProcessing", None, _score(element("sum", None, *sums)))
    return Parts(declarations, [], [processing], text)


def _with_fields(part: str, gaps: Mapping[str, object], seen: list[str]) -> Iterable[Node | str]:
    """A paragraph with a field where a gap stands for the first time; ``seen`` collects the gaps."""
    nodes: list[Node | str] = []
    for place, piece in enumerate(GAP.split(part)):
        if place % 2 and piece in gaps and piece not in seen:
            seen.append(piece)
            nodes.append(element("textEntryInteraction", {"responseIdentifier": f"GAP_{piece}"}))
        else:
            nodes += lines(f"({piece})" if place % 2 else piece)
    return [node for node in nodes if node != ""]


def _essay(written: Written, dialect: Dialect) -> Parts:
    models = written.question.definition.get("model")
    model = written.words(models) if isinstance(models, Mapping) else ""
    field = element("extendedTextInteraction", {"responseIdentifier": RESPONSE})
    return Parts([_declared("single", "string", [model] if model else [])], [field], [])


def _declared(
    cardinality: str,
    base_type: str,
    values: Iterable[str],
    mapping: Node | None = None,
    response: str = RESPONSE,
) -> Node:
    right = [element("value", None, value) for value in values]
    correct = [element("correctResponse", None, *right)] if right else []
    attributes = {"identifier": response, "cardinality": cardinality, "baseType": base_type}
    return element("responseDeclaration", attributes, *correct, *([mapping] if mapping else []))


def _mapping(
    worth: Mapping[str, str], bounds: Mapping[str, object], more: Mapping[str, str] | None = None
) -> Node:
    entries = [
        element("mapEntry", {"mapKey": key, "mappedValue": value, **(more or {})})
        for key, value in worth.items()
    ]
    return element("mapping", bounds, *entries)


def _template(name: str, dialect: Dialect) -> Node:
    return element("responseProcessing", {"template": dialect.template(name)})


_MAKERS = {
    "ordering": _ordered,
    "matching": _matched,
    "hotspot": _pointed,
    "numerical": _numbered,
    "short": _short,
    "blanks": _filled,
    "essay": _essay,
}
