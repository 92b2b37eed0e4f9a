"""``questions.yaml``: the bank's facts beside the language folders, its words inside each."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from courses.quizzes.api import QuestionKind

from .fields import Fields
from .folder import Folder
from .kinds_of_question import read_kind, read_kind_words
from .marked import Marked, read_yaml
from .model import CourseFacts, QuestionSource, QuestionWords
from .problems import Findings, Report

FILE = "questions.yaml"

_is_address = URLValidator(schemes=["http", "https"])


def read_questions(folder: Folder, facts: CourseFacts, findings: Findings) -> list[QuestionSource]:
    """The facts of every question; a final test must have questions, and as many as it draws."""
    report = findings.about(FILE)
    if not folder.has(FILE):
        if facts.final_test:
            report.problem(1, "this file is missing: the final test has no questions")
        return []
    marked = _document(folder, FILE, list, report, "a list of questions")
    questions = [_question(item, facts, report) for item in marked.value] if marked else []
    known: dict[str, int] = {}
    for question in questions:
        if question.code and question.code in known:
            report.problem(
                question.line, f"the question “{question.code}” already stands in line {known[question.code]}"
            )
        known.setdefault(question.code, question.line)
    _check_draw(facts, len(questions), findings)
    return questions


def _check_draw(facts: CourseFacts, count: int, findings: Findings) -> None:
    test = facts.final_test
    if test and test.draw > count:
        findings.about("course.yaml").problem(
            test.line, f"“draw” is {test.draw}, but the bank has only {count} questions"
        )


def _document(folder: Folder, path: str, shape: type, report: Report, what: str) -> Marked | None:
    text = folder.text(path)
    marked = read_yaml(text, report) if text is not None else None
    if marked is not None and not isinstance(marked.value, shape):
        report.problem(marked.line, f"this must be {what}")
        return None
    return marked


def _question(item: Marked, facts: CourseFacts, report: Report) -> QuestionSource:
    fields = Fields(item, report)
    code = fields.code("code")
    kind = fields.choice("kind", QuestionKind.values)
    found = read_kind(fields, kind)
    question = QuestionSource(
        code=code,
        kind=kind,
        choices=found.choices,
        right=found.right,
        definition=found.definition,
        lesson=_lesson(fields, facts),
        source=_source(fields),
        line=item.line,
    )
    fields.close()
    return question


def _lesson(fields: Fields, facts: CourseFacts) -> str:
    if fields.take("lesson", is_required=False) is None:
        return ""
    lesson = fields.code("lesson")
    if lesson and lesson not in facts.lessons:
        fields.report.problem(fields.line_of("lesson"), f"there is no lesson “{lesson}” in course.yaml")
    return lesson


def _source(fields: Fields) -> str:
    source = fields.text("source", is_required=False, longest=500)
    if source:
        try:
            _is_address(source)
        except ValidationError:
            fields.report.problem(fields.line_of("source"), "“source” must be an address: https://…")
    return source


def read_question_words(
    folder: Folder, facts: CourseFacts, questions: list[QuestionSource], language: str, findings: Findings
) -> None:
    """Add the words of one language to the questions; in the source language every one must have some."""
    path = f"{language}/{FILE}"
    report = findings.about(path)
    is_source = language == facts.source_language
    if not questions or (not is_source and not folder.has(path)):
        if questions:
            report.note(1, "no question is translated yet")
        return
    marked = _document(folder, path, dict, report, "a list of question codes, with the words below each")
    if marked is None:
        return
    for question in questions:
        item = marked.value.get(question.code)
        if item is not None:
            question.words[language] = _words(item, question, report)
        elif is_source:
            report.problem(1, f"the words of the question “{question.code}” are missing")
        else:
            report.note(1, f"the question “{question.code}” is not translated yet")
    known = {question.code for question in questions}
    for code, item in marked.value.items():
        if code not in known:
            report.problem(item.key_line, f"there is no question “{code}” in {FILE}")


def _words(item: Marked, question: QuestionSource, report: Report) -> QuestionWords:
    fields = Fields(Marked(item.value, item.key_line), report)
    text = fields.text("text", longest=1000)
    explanation = fields.text("explanation", longest=2000)
    found = read_kind_words(fields, question, text, report)
    fields.close()
    return QuestionWords(text, explanation, **found)
