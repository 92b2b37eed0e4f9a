"""A question on its way in or out of a file, whatever the format. Pure.

Words are by language (``{"en": …}``); a reader of a format with one language puts what it reads under
the language it is told. A picture travels as bytes with its name. Definitions have the shapes that the
kinds of ``courses/quizzes/kinds/`` document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters to who imports."""

    NOTE = "note"  # understood in another way than it was written; nothing is lost
    LOST = "lost"  # the question comes in without this
    REFUSED = "refused"  # the question, or the whole file, does not come in


@dataclass(frozen=True)
class Finding:
    """What a reader or writer says of a place in a file.

    ``line`` counts from 1 (0: unknown); in a spreadsheet it is the row. ``question`` is its code, or
    its number in the file as text where it has no code; empty for the file itself. ``code`` is a
    reason (``unknown_kind``), ``detail`` the construct it is about, as it stands in the file.
    ``kind`` is that of the question, as far as it is known, or else what the file calls it. ``number``
    is what the reason counts.
    """

    level: Level
    code: str
    line: int = 0
    question: str = ""
    detail: str = ""
    kind: str = ""
    number: int = 0


@dataclass(frozen=True)
class ChoiceSource:
    code: str
    text: Mapping[str, str] = field(default_factory=dict)
    is_right: bool = False


@dataclass(frozen=True)
class Picture:
    name: str
    content: bytes
    alt: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class QuestionSource:
    """One question as a file has it. ``line`` is where it begins in the file (0: unknown)."""

    code: str
    kind: str
    text: Mapping[str, str]
    choices: tuple[ChoiceSource, ...] = ()
    definition: Mapping[str, object] = field(default_factory=dict)
    explanation: Mapping[str, str] = field(default_factory=dict)
    difficulty: int = 2
    tags: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()  # codes of catalogue subjects
    source: str = ""
    picture: Picture | None = None
    line: int = 0


@dataclass(frozen=True)
class Reading:
    """What a file says: the questions that can come in, and the findings about all of it, in order."""

    questions: tuple[QuestionSource, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Writing:
    """A file of ``count`` questions, and what the format could not carry. ``suffix`` is without the dot."""

    content: bytes
    suffix: str
    findings: tuple[Finding, ...] = ()
    count: int = 0


class UnreadableFile(Exception):
    """The whole file cannot be read; ``finding`` says why, and where."""

    def __init__(self, finding: Finding):
        super().__init__(finding.code)
        self.finding = finding
