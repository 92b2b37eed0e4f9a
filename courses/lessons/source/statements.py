"""Fences of words: key point, definition, quotation, case study."""

from __future__ import annotations

from .bench import Bench
from .fences import Part
from .prose import prose


def key_point(part: Part, bench: Bench) -> str:
    if not part.text.strip():
        bench.report.problem(part.line, "this keypoint is empty")
    return prose(part.text, part.first_line, bench.report)


def definition(part: Part, bench: Bench) -> dict:
    values = bench.values(part, ("term", "text"), ("source",))
    return {"term": values.plain("term"), "text": values.prose("text"), "source": values.plain("source")}


def quotation(part: Part, bench: Bench) -> dict:
    values = bench.values(part, ("text", "by"), ("source",))
    return {"text": values.paragraphs("text"), "by": values.plain("by"), "source": values.address("source")}


def case_study(part: Part, bench: Bench) -> dict:
    values = bench.values(part, ("title", "situation", "question", "discussion"))
    return {
        "title": values.plain("title"),
        "situation": values.prose("situation"),
        "question": values.paragraphs("question"),
        "discussion": values.prose("discussion"),
    }
