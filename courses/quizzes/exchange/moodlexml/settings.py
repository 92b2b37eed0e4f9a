"""What a question of Moodle sets that a question here cannot: reported where it is not the usual. Pure."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from ..report import Report
from ..weights import weight_of
from .element import Element
from .extension import PREFIX
from .tree import Node

COMMON = {
    "name",
    "questiontext",
    "generalfeedback",
    "idnumber",
    "tags",
    "coursetags",
    "image",
    "image_base64",
}
# Setting → what it may be without anybody noticing.
USUAL = {
    "hidden": {"0", ""},
    "shuffleanswers": {"1", "true"},
    "usecase": {"0", "false", ""},
    "unitgradingtype": {"0", ""},
    "unitsleft": {"0", ""},
    "instructions": {""},
    "responserequired": {"1", "0", ""},
    "responsetemplate": {""},
    "attachments": {"0", ""},
    "attachmentsrequired": {"0", ""},
}
# How Moodle shows a question; here every question is shown in our way.
LOOKS = {"answernumbering", "showstandardinstruction", "shownumcorrect", "correctresponsesfeedback"}
LOOKS |= {"showunits", "unitpenalty", "responsefieldlines", "maxbytes", "filetypeslist", "layouttype"}
LOOKS |= {"selectcount", "studentsee", "showgrading", "numberingstyle", "showmisplaced"}
_COMBINED = {
    "correctfeedback": "Your answer is correct.",
    "partiallycorrectfeedback": "Your answer is partially correct.",
    "incorrectfeedback": "Your answer is incorrect.",
}
_PENALTIES = {"truefalse": {Decimal(1)}, "essay": {Decimal(0), Decimal("0.3333333")}}
_USUAL_PENALTY = {Decimal("0.3333333")}


def report_settings(element: Element, kind: str, handled: Collection[str]) -> None:
    """Reports each setting that does not come in; ``handled`` are the elements the kind has read."""
    report = element.report
    for node in element.node.children:
        name = node.name
        if name in handled or name in COMMON or name in LOOKS or name.startswith(PREFIX):
            continue
        if name in USUAL:
            if node.inner.lower() not in USUAL[name]:
                report.lost("setting", f"{name}: {node.inner}", node.line)
        elif name in _COMBINED:
            _combined(element, node, _COMBINED[name])
        elif name == "defaultgrade":
            _number(report, "mark", node, {Decimal(1)})
        elif name == "penalty":
            _number(report, "penalty", node, _PENALTIES.get(kind, _USUAL_PENALTY))
        elif name == "hint":
            if words := element.said(node).first:
                report.lost("hint", words, node.line)
        elif node.text or node.children:
            report.lost("unknown_element", f"<{name}>", node.line)


def _combined(element: Element, node: Node, usual: str) -> None:
    found = element.said(node).first
    if found and found != usual:
        element.report.lost("combined_feedback", found, node.line)


def _number(report: Report, code: str, node: Node, usual: Collection[Decimal]) -> None:
    found = weight_of(node.text)
    if node.text and not any(abs(found - number) < Decimal("0.005") for number in usual):
        report.lost(code, node.text, node.line)
