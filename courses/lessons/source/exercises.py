"""The check-yourself question: a question, answers with feedback, an explanation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .bench import Bench
from .fences import Part
from .prose import inline, prose
from .values import Values

_OPTION = re.compile(r"[-*]\s+\[(?P<sign>[ xX])\]\s+(?P<words>.*)$")
_FEEDBACK = re.compile(r"\s*>\s?(?P<words>.*)$")
_EXPLANATION = re.compile(r"explanation:(\s|$)")


@dataclass
class _Option:
    line: int
    is_right: bool
    words: list[str]
    feedback: list[str] = field(default_factory=list)
    feedback_line: int = 0


def check(part: Part, bench: Bench) -> dict:
    question, options, explanation = _sections(part)
    values = bench.values(question, ("question",))
    found = _options(options, bench)
    if len(found) < 2:
        bench.report.problem(part.line, "a check has at least two answers (- [x] or - [ ])")
    elif not any(option.is_right for option in found):
        bench.report.problem(part.line, "none of these answers is right: mark one with - [x]")
    return {
        "question": values.paragraphs("question"),
        "options": bench.items("options", [_value(option, bench) for option in found]),
        "explanation": _explanation(explanation, bench),
    }


def _sections(part: Part) -> tuple[Part, list[tuple[int, str]], Part | None]:
    """The field above the answers, the rows of the answers, the field below them."""
    rows = part.text.split("\n")
    first = next((n for n, row in enumerate(rows) if row.startswith(("- ", "* "))), len(rows))
    last = next((n for n, row in enumerate(rows) if n >= first and _EXPLANATION.match(row)), len(rows))
    above = Part(part.kind, part.key, "\n".join(rows[:first]), part.line, part.first_line)
    below = None
    if last < len(rows):
        line = part.first_line + last
        below = Part(part.kind, part.key, "\n".join(rows[last:]), line, line)
    answers = [(part.first_line + n, rows[n]) for n in range(first, last) if rows[n].strip()]
    return above, answers, below


def _options(rows: list[tuple[int, str]], bench: Bench) -> list[_Option]:
    found: list[_Option] = []
    for line, row in rows:
        option, feedback = _OPTION.match(row), _FEEDBACK.match(row)
        if option:
            found.append(_Option(line, option["sign"] != " ", [option["words"]]))
        elif found and feedback:
            found[-1].feedback_line = found[-1].feedback_line or line
            found[-1].feedback.append(feedback["words"])
        elif found and row.startswith(" "):
            (found[-1].feedback or found[-1].words).append(row.strip())
        else:
            bench.report.problem(
                line, "an answer is “- [x] words” or “- [ ] words”, its feedback “  > words”"
            )
    return found


def _value(option: _Option, bench: Bench) -> dict:
    if not " ".join(option.words).strip():
        bench.report.problem(option.line, "this answer has no words")
    if not " ".join(option.feedback).strip():
        bench.report.problem(option.line, "this answer has no feedback: put “  > words” below it")
    return {
        "text": inline(" ".join(option.words), option.line, bench.report),
        "is_right": option.is_right,
        "feedback": inline(" ".join(option.feedback), option.feedback_line or option.line, bench.report),
    }


def _explanation(part: Part | None, bench: Bench) -> str:
    if part is None:
        return ""
    values = Values(part.text, part.first_line, bench.report, required=("explanation",))
    found = values.found.get("explanation")
    return prose(found.text, found.line, bench.report) if found else ""
