"""A file of QTI, one item or a package, as questions. Pure."""

from __future__ import annotations

from dataclasses import replace

from ..codes import Codes
from ..model import Finding, Level, QuestionSource, Reading, UnreadableFile
from . import companion
from .item import read_item
from .package import Package, opened
from .tree import parse

_ZIP = b"PK"


def read(content: bytes, *, language: str) -> Reading:
    """The questions of an item (XML) or a content package (ZIP) of QTI 2.0 to 3.0, told apart by what
    they say. Raises UnreadableFile."""
    if content[:2] != _ZIP:
        return _alone(content, language)
    package = opened(content)
    additions = _additions(package)
    questions: list[QuestionSource] = []
    codes = Codes()
    for path, line in package.items.items():
        question, findings = _from_package(package, path, line, language)
        if question and path in additions:
            question = _completed(question, additions[path], findings)
        package.findings += findings
        if question:
            questions.append(_with_own_code(question, codes, package.findings))
    return Reading(tuple(questions), tuple(package.findings))


def _with_own_code(question: QuestionSource, codes: Codes, findings: list[Finding]) -> QuestionSource:
    code = codes.give(question.code)
    if code != question.code:
        findings.append(Finding(Level.NOTE, "code_changed", question.line, code, question.code))
    return replace(question, code=code)


def _alone(content: bytes, language: str) -> Reading:
    root = parse(content)
    if root.name != "assessmentItem":
        code = "test_without_items" if root.name == "assessmentTest" else "no_item"
        raise UnreadableFile(Finding(Level.REFUSED, code, root.line, detail=root.name[:100]))
    question, findings = read_item(root, language=language)
    return Reading((question,) if question else (), tuple(findings))


def _from_package(
    package: Package, path: str, line: int, language: str
) -> tuple[QuestionSource | None, list[Finding]]:
    if path not in package.files:
        return None, [Finding(Level.REFUSED, "file_missing", line, path[:80], path[:100])]
    try:
        root = parse(package.files[path])
    except UnreadableFile as error:
        return None, [replace(error.finding, question=path[:80])]
    return read_item(root, language=language, path=path, files=package.files)


def _additions(package: Package) -> dict[str, dict]:
    content = package.files.get(companion.NAME)
    if content is None:
        return {}
    try:
        return companion.entries_of(content)
    except companion.UnfitCompanion:
        package.findings.append(Finding(Level.LOST, "companion_unfit", detail=companion.NAME))
        return {}


def _completed(question: QuestionSource, entry: dict, findings: list[Finding]) -> QuestionSource:
    try:
        return companion.completed(question, entry)
    except companion.UnfitCompanion:
        findings.append(Finding(Level.LOST, "companion_unfit", question.line, question.code, companion.NAME))
        return question
