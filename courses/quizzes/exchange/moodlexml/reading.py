"""Reads Moodle XML. Pure."""

from __future__ import annotations

from ..codes import Codes, question_code
from ..decoding import MOST_QUESTIONS, unreadable
from ..labels import labels_of, tag_of_category
from ..model import QuestionSource, Reading
from ..report import Refused, Report
from . import choosing, gaps, typing
from .element import Element
from .extension import SOURCE
from .settings import report_settings
from .tree import Node, parse

# Type in the file → what reads it, and the elements it reads.
_READERS = {
    "multichoice": (choosing.multichoice, {"answer", "single"}),
    "multichoiceset": (choosing.multichoiceset, {"answer"}),
    "truefalse": (choosing.truefalse, {"answer"}),
    "matching": (choosing.matching, {"subquestion"}),
    "ordering": (choosing.ordering, {"answer", "gradingtype", "selecttype", "logical"}),
    "ddmarker": (choosing.ddmarker, {"drag", "drop", "file"}),
    "shortanswer": (typing.shortanswer, {"answer"}),
    "numerical": (typing.numerical, {"answer", "units"}),
    "essay": (
        typing.essay,
        {"minwordlimit", "maxwordlimit", "graderinfo", "responseformat", "answer"},
    ),
    "cloze": (gaps.cloze, {"shuffleanswers"}),
    "gapselect": (gaps.gapselect, {"selectoption", "shuffleanswers"}),
    "ddwtos": (gaps.gapselect, {"dragbox", "shuffleanswers"}),
}
_ALIASES = {"multianswer": "cloze", "match": "matching"}
# What a type is here, where it is one kind whatever else the question says.
_KINDS = {
    "truefalse": "truefalse",
    "matching": "matching",
    "match": "matching",
    "ordering": "ordering",
    "ddmarker": "hotspot",
    "shortanswer": "short",
    "numerical": "numerical",
    "essay": "essay",
    "multichoiceset": "multiple",
}
# Types a question here can never be, and why; of any other type nothing is known.
_REFUSED = {
    "description": "description",
    "random": "random_question",
    "randomsamatch": "random_question",
    "calculated": "calculated",
    "calculatedsimple": "calculated",
    "calculatedmulti": "calculated",
    "ddimageortext": "drag_onto_picture",
}


def read(content: bytes, *, language: str) -> Reading:
    """The questions of a Moodle XML file. Raises UnreadableFile."""
    report, codes, questions, category = Report(), Codes(), [], ""
    root = parse(content, report, language=language)
    if root.name not in {"quiz", "question"}:
        raise unreadable("not_moodle_xml", root.line, f"<{root.name}>")
    for node in root.children if root.name == "quiz" else [root]:
        kind = node.get("type")
        if len(questions) >= MOST_QUESTIONS:
            raise unreadable("too_many_questions", node.line)
        if node.name != "question":
            report.at(node.line).lost("unknown_element", f"<{node.name}>")
        elif kind == "category":
            category = _category(node, report)
        else:
            about = report.at(node.line, str(len(questions) + 1), _KINDS.get(kind, kind))
            try:
                questions.append(_question(node, language, category, about, codes, len(questions) + 1))
            except Refused as refusal:
                codes.take_back(about.question)
                about.refused(refusal.code, refusal.detail, refusal.line)
    if not questions and not report.findings:
        report.refused("no_questions")
    return Reading(tuple(questions), tuple(report.findings))


def _category(node: Node, report: Report) -> str:
    path = node.value("category")
    report.at(node.line).note("category", path)
    for name in ("info", "idnumber"):
        if node.value(name):
            report.at(node.line).lost("category_details", node.value(name))
    return tag_of_category(path)


def _question(
    node: Node, language: str, category: str, report: Report, codes: Codes, number: int
) -> QuestionSource:
    """Raises Refused."""
    kind = _ALIASES.get(node.get("type"), node.get("type"))
    element = Element(node, language, report)
    plainly = Element(node, language, Report())
    given, name = node.value("idnumber"), plainly.said(node.child("name")).first
    texts = plainly.said(element.asked).words.values()
    code = question_code(given, name, texts, number, codes, report)
    if kind in _REFUSED:
        raise Refused(_REFUSED[kind], kind)
    if kind not in _READERS:
        raise Refused("unknown_kind", kind)
    reader, handled = _READERS[kind]
    fields = {"text": None, **reader(element)}
    text = element.asked_words() if fields["text"] is None else fields["text"]
    if not text:
        raise Refused("no_text", name)
    report_settings(element, kind, handled)
    common = {"code": code, "source": node.get(SOURCE), "line": node.line, "picture": element.picture}
    tags = [*_tags(node), *([category] if category else [])]
    return QuestionSource(**{**common, **labels_of(tags), **fields, "text": text})


def _tags(node: Node) -> list[str]:
    groups = node.all("tags", "coursetags")
    return [tag.inner for group in groups for tag in group.all("tag")]
