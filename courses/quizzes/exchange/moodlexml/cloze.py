"""Cloze: the questions that Moodle embeds in a text, ``{1:SHORTANSWER:=Bern~=Berne}``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..plain import plain_from_html
from ..weights import Answer, weight_of

_KINDS = {
    "short": "SHORTANSWER SA MW",
    "cased": "SHORTANSWER_C SAC MWC",
    "numerical": "NUMERICAL NM",
    "choice": "MULTICHOICE MC MULTICHOICE_V MCV MULTICHOICE_H MCH MULTICHOICE_S MCS MULTICHOICE_VS MCVS"
    " MULTICHOICE_HS MCHS",
    "several": "MULTIRESPONSE MR MULTIRESPONSE_H MRH MULTIRESPONSE_S MRS MULTIRESPONSE_HS MRHS",
}
_NAMES = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_SUBQUESTION = re.compile(r"\{([0-9]{0,4}):([A-Z_]{2,14}):((?:\\.|[^{}\\])+)\}", re.DOTALL)
_ALTERNATIVE = re.compile(r"\s*(=|%(-?[0-9]{1,3}(?:[.,][0-9]*)?)%)?(.*)", re.DOTALL)
_FEEDBACK = re.compile(r"(?<!\\)(?<!&)(?<!&amp;)#")
_TILDE = re.compile(r"(?<!\\)~")
_PROTECTED = re.compile(r"\\([}#~/\"\\])")


@dataclass(frozen=True)
class Gap:
    """An embedded question: ``kind`` is one of ``_KINDS``, ``mark`` its share of the whole."""

    kind: str
    mark: str
    answers: tuple[Answer, ...]
    raw: str


def gaps_of_text(html: str, language: str, line: int) -> tuple[str, list[Gap]]:
    """The text with ``{1}``, ``{2}`` … where questions are embedded, and these questions."""
    gaps: list[Gap] = []

    def number(found: re.Match) -> str:
        kind = _NAMES.get(found[2])
        if kind is None:
            return found[0]
        at = line + html.count("\n", 0, found.start())
        answers = tuple(_answer(part, kind, language, at) for part in _TILDE.split(found[3]) if part.strip())
        gaps.append(Gap(kind, found[1] or "1", answers, found[0]))
        return f"{{{len(gaps)}}}"

    return _SUBQUESTION.sub(number, html), gaps


def embedded(answers: list[str]) -> str:
    """An embedded short answer that accepts these texts."""
    return "{1:SHORTANSWER:" + "~".join(f"={_protected(text)}" for text in answers) + "}"


def _protected(text: str) -> str:
    """With a reference for each sign that means something there, in HTML or in short answers."""
    text = text.replace("*", "\\*")
    return re.sub(r"[&<>\"#~{}\\=%]", lambda found: f"&#{ord(found[0])};", text)


def _answer(part: str, kind: str, language: str, line: int) -> Answer:
    found = _ALTERNATIVE.fullmatch(part)
    weight = "100" if found[1] == "=" else found[2] or "0"
    words, *feedback = _FEEDBACK.split(found[3], maxsplit=1)
    text = _plain(words)
    tolerance = ""
    if kind == "numerical":
        text, _colon, tolerance = text.partition(":")
    said = {language: _plain(feedback[0])} if feedback else {}
    return Answer(
        {language: text.strip()} if text.strip() else {},
        weight_of(weight),
        part.strip(),
        feedback=said,
        tolerance=tolerance.strip(),
        line=line,
    )


def _plain(html: str) -> str:
    return plain_from_html(_PROTECTED.sub(r"\1", html)).text
