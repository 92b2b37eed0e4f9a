"""``questions.yaml``: the bank's facts beside the language folders, its words inside each."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from courses.quizzes.api import QuestionKind

from .fields import Fields
from .folder import Folder
from .marked import Marked, read_yaml
from .model import CourseFacts, QuestionSource, QuestionWords
from .problems import Findings, Report

FILE = "questions.yaml"
TRUE, FALSE = "true", "false"

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
    read = _true_or_false if kind == QuestionKind.TRUEFALSE else _chosen
    choices, right = read(fields, kind)
    question = QuestionSource(
        code=code,
        kind=kind,
        choices=choices,
        right=right,
        lesson=_lesson(fields, facts),
        source=_source(fields),
        line=item.line,
    )
    fields.close()
    return question


def _true_or_false(fields: Fields, _kind: str) -> tuple[tuple[str, ...], frozenset[str]]:
    if fields.take("choices", is_required=False):
        fields.report.problem(
            fields.line_of("choices"), "a true or false question has no “choices” of its own"
        )
    return (TRUE, FALSE), frozenset({TRUE if fields.flag("right") else FALSE})


def _chosen(fields: Fields, kind: str) -> tuple[tuple[str, ...], frozenset[str]]:
    choices = fields.codes("choices")
    right = fields.codes("right")
    for code, line in right.items():
        if code not in choices:
            fields.report.problem(line, f"“{code}” is right, but it is none of the choices")
    if len(choices) == 1:
        fields.report.problem(fields.line_of("choices"), "a question has at least two choices")
    if kind == QuestionKind.SINGLE and len(right) > 1:
        fields.report.problem(fields.line_of("right"), "a single choice question has one right choice")
    return tuple(choices), frozenset(right)


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
    choices = {} if question.kind == QuestionKind.TRUEFALSE else _choice_words(fields, question, report)
    fields.close()
    return QuestionWords(text, explanation, choices)


def _choice_words(fields: Fields, question: QuestionSource, report: Report) -> dict[str, str]:
    found = fields.take("choices")
    if found is None:
        return {}
    own = Fields(Marked(found.value, found.key_line), report)
    words = {code: own.text(code, longest=500) for code in question.choices}
    own.close()
    return words
