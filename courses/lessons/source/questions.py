"""``questions.yaml``: the bank's facts beside the language folders, its words inside each."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from courses.quizzes.api import QuestionKind, kind_of

from .fields import Fields, as_code
from .folder import Folder
from .kinds_of_question import KindFacts, read_kind, read_kind_words
from .marked import Marked, read_yaml
from .media import PICTURES, Media, MediaFile, Shelf
from .model import CourseFacts, QuestionSource, QuestionWords, QuizSource, SlotSource
from .problems import Findings, Report
from .quizzes import DIFFICULTIES

FILE = "questions.yaml"

_is_address = URLValidator(schemes=["http", "https"])


def read_questions(
    folder: Folder, shelf: Shelf, facts: CourseFacts, findings: Findings
) -> list[QuestionSource]:
    """The facts of every question; a final test must have questions, and as many as it draws."""
    report = findings.about(FILE)
    if not folder.has(FILE):
        if facts.quizzes:
            report.problem(1, "this file is missing: the quizzes have no questions")
        return []
    marked = _document(folder, FILE, list, report, "a list of questions")
    questions = [_question(item, facts, shelf, report) for item in marked.value] if marked else []
    known: dict[str, int] = {}
    for question in questions:
        if question.code and question.code in known:
            report.problem(
                question.line, f"the question “{question.code}” already stands in line {known[question.code]}"
            )
        known.setdefault(question.code, question.line)
    for quiz in facts.quizzes:
        _check_slots(quiz, questions, findings.about("course.yaml"))
    return questions


def _check_slots(quiz: QuizSource, questions: list[QuestionSource], report: Report) -> None:
    """Every place of a quiz finds the questions it asks for."""
    codes = {question.code for question in questions}
    for slot in quiz.slots:
        if slot.question:
            if slot.question not in codes:
                report.problem(slot.line, f"there is no question “{slot.question}” in {FILE}")
            continue
        fits = sum(_fits(question, slot) for question in questions)
        if slot.draw > fits or not fits:
            what = (
                "the bank has only"
                if slot == SlotSource(draw=slot.draw, line=slot.line)
                else "only these fit:"
            )
            report.problem(slot.line, f"“draw” is {slot.draw}, but {what} {fits} questions")


def _fits(question: QuestionSource, slot: SlotSource) -> bool:
    return (
        question.bank == slot.bank
        and set(slot.tags) <= set(question.tags)
        and slot.difficulty in (None, question.difficulty)
    )


def _document(folder: Folder, path: str, shape: type, report: Report, what: str) -> Marked | None:
    text = folder.text(path)
    marked = read_yaml(text, report) if text is not None else None
    if marked is not None and not isinstance(marked.value, shape):
        report.problem(marked.line, f"this must be {what}")
        return None
    return marked


def _question(item: Marked, facts: CourseFacts, shelf: Shelf, report: Report) -> QuestionSource:
    fields = Fields(item, report)
    code = fields.code("code")
    kind = fields.choice("kind", QuestionKind.values)
    found = read_kind(fields, kind)
    picture = _picture(fields, kind, shelf, report)
    if kind == QuestionKind.HOTSPOT and picture:
        _check_areas(found, shelf.size_of(picture), fields)
    question = QuestionSource(
        code=code,
        kind=kind,
        choices=found.choices,
        right=found.right,
        definition=found.definition,
        lesson=_lesson(fields, facts),
        source=_source(fields),
        line=item.line,
        bank=_bank(fields),
        tags=tuple(fields.codes("tags", is_required=False)),
        difficulty=DIFFICULTIES[fields.choice("difficulty", DIFFICULTIES, default="medium")],
        picture=picture,
    )
    fields.close()
    return question


def _check_areas(found: KindFacts, size: tuple[int, int], fields: Fields) -> None:
    """The areas lie on the picture, whose size belongs to the definition."""
    found.definition["width"], found.definition["height"] = size
    fault = kind_of(QuestionKind.HOTSPOT).fault(found.choices, found.right, found.definition)
    if fault == "area_outside":
        fields.report.problem(
            fields.line_of("areas"), f"an area lies outside the picture of {size[0]} × {size[1]}"
        )
    elif fault:
        fields.report.problem(fields.line_of("areas"), "a place on a picture needs areas, one of them right")


def _bank(fields: Fields) -> str:
    found = fields.take("bank", is_required=False)
    return as_code(found, "bank", fields.report, 40) if found else ""


def _picture(fields: Fields, kind: str, shelf: Shelf, report: Report) -> MediaFile | None:
    """A picture in ``media/``; a hotspot needs one."""
    name = fields.text("picture", is_required=kind == QuestionKind.HOTSPOT, longest=80)
    return Media(shelf).find(name, PICTURES, fields.line_of("picture"), report) if name else None


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
    if question.picture:
        found["picture_alt"] = fields.text("picture_alt", longest=500)
    fields.close()
    return QuestionWords(text, explanation, **found)
