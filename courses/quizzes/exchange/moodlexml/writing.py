"""Writes Moodle XML. Pure."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..decoding import UNREADABLE
from ..labels import tags_with_labels
from ..model import ChoiceSource, Picture, QuestionSource, Writing
from ..moodletext import html_of
from ..pictures import picture_fault
from ..plain import html_from_plain
from ..report import Refused, Report
from . import kinds
from .extension import NAMESPACE, SOURCE
from .markup import element, leaf, worded

_HTML = {"format": "html"}
_PENALTY = {"truefalse": "1.0000000", "essay": "0.0000000"}


def write(questions: Iterable[QuestionSource], *, language: str) -> Writing:
    """A Moodle XML file in all languages; ``language`` is the one of words that stand without a name."""
    report, written = Report(), []
    for question in questions:
        about = report.at(0, question.code)
        try:
            written.append(_written(_pictured(cleaned(question, about), about), language, about))
        except Refused as refusal:
            about.refused(refusal.code, refusal.detail)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz xmlns:clikc="{NAMESPACE}">\n'
    return Writing(
        (head + "".join(written) + "</quiz>\n").encode(), "xml", tuple(report.findings), len(written)
    )


def cleaned(question: QuestionSource, report: Report) -> QuestionSource:
    """Without the characters that XML cannot hold, wherever they stand."""

    def clean(value):
        if isinstance(value, str):
            kept = UNREADABLE.sub("", value).replace("\0", "")
            if kept != value:
                report.lost("unreadable_characters", kept)
            return kept
        if isinstance(value, Mapping):
            return {clean(key): clean(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(clean(inner) for inner in value)
        if isinstance(value, ChoiceSource):
            return replace(value, code=clean(value.code), text=clean(value.text))
        if isinstance(value, Picture):
            return replace(value, name=clean(value.name), alt=clean(value.alt))
        return value

    names = ("code", "text", "choices", "definition", "explanation", "tags", "subjects", "source", "picture")
    return replace(question, **{name: clean(getattr(question, name)) for name in names})


def _written(question: QuestionSource, language: str, report: Report) -> str:
    """Raises Refused."""
    writer = kinds.WRITERS.get(question.kind)
    if writer is None:
        raise Refused("kind_not_in_format", question.kind)
    if not any(question.text.values()):
        raise Refused("no_text")
    body = writer(question, language, report)
    asked = _asked(question, language) if body.asked is None else body.asked
    files = [] if body.has_picture else _file(question.picture)
    first = question.text.get(language) or next(text for text in question.text.values() if text)
    name = question.code if question.kind == "blanks" else " ".join(first.split())[:80]
    tags = tags_with_labels(question.difficulty, question.subjects, question.tags)
    parts = (
        worded("name", html_from_plain(name)),
        worded("questiontext", asked, *files, attributes=_HTML),
        worded("generalfeedback", html_of(question.explanation, language), attributes=_HTML),
        *([] if question.kind == "blanks" else [leaf("defaultgrade", "1.0000000")]),
        leaf("penalty", _PENALTY.get(question.kind, "0.3333333")),
        leaf("hidden", "0"),
        leaf("idnumber", question.code),
        *body.parts,
        element("tags", *(worded("tag", tag) for tag in tags)),
    )
    attributes = {"type": body.type, SOURCE: question.source, **body.attributes}
    return element("question", "\n", *(f"{part}\n" for part in parts), attributes=attributes) + "\n"


def _pictured(question: QuestionSource, report: Report) -> QuestionSource:
    """Without a picture that nobody would read again. Raises Refused where there is no question then."""
    fault = picture_fault(question.picture.content) if question.picture else ""
    if not fault:
        return question
    if question.kind == "hotspot":
        raise Refused(fault, question.picture.name)
    report.lost(fault, question.picture.name)
    return replace(question, picture=None)


def _asked(question: QuestionSource, language: str) -> str:
    return kinds.with_picture(question.text, question.picture, language)


def _file(picture: Picture | None) -> list[str]:
    if picture is None:
        return []
    attributes = {"name": picture.name, "path": "/", "encoding": "base64"}
    return [leaf("file", base64.b64encode(picture.content).decode(), attributes)]
