"""A block of GIFT taken apart: title, text, what stands in braces, and the answers there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..moodletext import FORMATS, said
from ..plain import LONGEST
from ..report import Refused, Report
from ..weights import Answer, middle, weight_of
from .blocks import Block
from .signs import hidden, marks_of, shown

MISSING = "_____"
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]*)?)%")


@dataclass(frozen=True)
class Parts:
    """``inside`` is what stands in braces (None: there are none), with the ends of its lines.

    Texts are still ``hidden``.

    ``has_gap``: the text goes on after the braces; their place in it is marked by MISSING.
    """

    title: str
    text: str
    markup: str
    inside: str | None
    general: str
    has_gap: bool
    marks: tuple[tuple[str, str], ...]
    line: int  # where the braces open

    def mark(self, name: str) -> str:
        return next((value for found, value in self.marks if found == name), "")

    def tags(self) -> list[str]:
        return [value for name, value in self.marks if name == "tag"]


def parts_of(block: Block) -> Parts:
    """Raises Refused."""
    if len(block.text) > LONGEST:
        raise Refused("text_too_long", block.text[:200])
    text = hidden(block.text)
    title, rest = _titled(text)
    opened, closed = rest.find("{"), rest.find("}")
    line = block.line_of(block.text.find("{")) if opened >= 0 else block.line
    marks = tuple(marks_of(block.comment))
    if opened < 0 and closed < 0:
        markup, words = _marked_up(rest, "moodle")
        return Parts(title, words, markup, None, "", False, marks, line)
    if opened < 0 or closed < opened:
        raise Refused("braces", shown(rest[-200:]), line)
    if "{" in rest[opened + 1 : closed] or re.search("[{}]", rest[closed + 1 :]):
        raise Refused("several_braces", shown(rest[closed:]), line)
    before, hashes, after = rest[opened + 1 : closed].rpartition("####")
    inside, general = (before, after) if hashes else (after, "")
    has_gap = bool(rest[closed + 1 :].strip())
    whole = f"{rest[:opened]}{MISSING}{rest[closed + 1 :]}" if has_gap else rest[:opened]
    markup, words = _marked_up(whole, "moodle")
    return Parts(title, words, markup, inside, general.strip(), has_gap, marks, line)


def _titled(text: str) -> tuple[str, str]:
    if not text.startswith("::"):
        return "", text
    title, colons, rest = text[2:].partition("::")
    return (" ".join(shown(title).split()), rest.strip()) if colons else ("", text[2:])


def _marked_up(text: str, default: str) -> tuple[str, str]:
    """(format, text without the name of it)."""
    found = _FORMAT.match(text.strip())
    return (FORMATS[found[1]], text.strip()[found.end() :]) if found else (default, text.strip())


class Answers:
    """Reads the answers of one question."""

    def __init__(self, parts: Parts, language: str, report: Report):
        self.parts = parts
        self.language = language
        self.report = report

    def words(self, raw: str, line: int = 0, *, keeps_lines: bool = False) -> dict[str, str]:
        """A part of a hidden text as words; an end of line within it is a space."""
        markup, text = _marked_up(raw, self.parts.markup)
        if not keeps_lines:
            text = re.sub(r"\n+", " ", text)
        return self.said(text, markup, line)

    def said(self, text: str, markup: str, line: int) -> dict[str, str]:
        """A hidden text in the format that was named for it."""
        found = said(shown(text), markup, self.language, self.report, line)
        if found.pictures:
            self.report.lost("picture_elsewhere", next(iter(found.pictures.values()))[0][0], line)
        return dict(found.words)

    def each(self, signs: str) -> Iterator[tuple[str, str, int]]:
        """(sign, what follows, line) of the answers that begin with one of ``signs``."""
        inside, line, start, sign = self.parts.inside or "", self.parts.line, 0, ""
        for place, character in enumerate(inside + signs[0]):
            if character in signs:
                raw = inside[start:place]
                if sign or raw.strip():
                    yield sign, raw.strip(), line
                line += raw.count("\n")
                start, sign = place + 1, character

    def answer(self, raw: str, weight: str, line: int, *, is_plain: bool = False) -> Answer:
        """One answer: its share where it has its own, its words, and what is said of it after a #."""
        found = _WEIGHT.match(raw)
        if found:
            weight, raw = found[1], raw[found.end() :].strip()
        words, _sign, feedback = raw.partition("#")
        text = {self.language: _one_line(words)} if is_plain else self.words(words.strip(), line)
        return Answer(
            {name: said for name, said in text.items() if said},
            weight_of(weight),
            shown(raw),
            feedback=self.words(feedback.strip(), line),
            line=line,
        )

    def choices(self) -> list[Answer]:
        found = []
        for sign, raw, line in self.each("~="):
            found.append(self.answer(f"%100%{raw}" if sign == "=" else raw, "0", line))
        return found

    def texts(self) -> list[Answer]:
        return [self.answer(raw, "100", line, is_plain=True) for _sign, raw, line in self.each("=")]

    def numbers(self) -> list[Answer]:
        found = []
        for sign, raw, line in self.each("=~"):
            text = raw if sign else raw.removeprefix("#").strip()
            if sign == "~":  # what is said of every other number
                text = f"%0%*{text}"
            if text:
                found.append(_number(self.answer(text, "100", line, is_plain=True)))
        return found


def _number(answer: Answer) -> Answer:
    """``value``, ``value:tolerance`` or ``least..most``."""
    language, text = next(iter(answer.text.items()), ("", ""))
    value, colon, tolerance = text.partition(":")
    if ".." in text:
        value, tolerance = middle(*text.split("..", 1))
    elif not colon:
        tolerance = ""
    return Answer(
        {language: value.strip()},
        answer.weight,
        answer.raw,
        feedback=answer.feedback,
        tolerance=tolerance.strip(),
        line=answer.line,
    )


def _one_line(raw: str) -> str:
    """Words that have no format of their own, but may name one."""
    _markup, text = _marked_up(raw, "plain")
    return shown(re.sub(r"\n+", " ", text)).strip()
