"""A CourseSource becomes records and pages, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.db import transaction

from clikc.foundation.later import at_the_end
from courses.catalogue.api import Activity, CataloguePage, Course, CoursePage, Subject
from courses.quizzes.api import QuizPage

from ..models import AssignmentPage, LessonPage, ModulePage
from ..signals import record_course
from .assignment_records import build_assignments
from .bank import BankBuilder
from .files import FileRecords
from .indexing import indexed_once
from .media import MediaFile
from .model import END, START, Block, CourseSource, Edition, LessonFacts, LessonWords, key_of
from .pages import PageBuilder, Wanted
from .problems import Problem, SourceProblems
from .quiz_records import build_quizzes
from .report import LoadReport
from .writing import save_changes


def build_course(root: Path, source: CourseSource, notes: tuple[Problem, ...]) -> LoadReport:
    """Build or update everything a folder says. All of it or nothing; what is the same is not written."""
    report = LoadReport(code=source.facts.code, notes=notes)
    files = FileRecords(root, source.facts.code, report)
    try:
        with transaction.atomic(), indexed_once():
            _build(source, files, report)
    except BaseException:
        files.forget()
        raise
    return report


def _build(source: CourseSource, files: FileRecords, report: LoadReport) -> None:
    _check_site(source)
    files.store(_files_of(source))
    course = _course(source, files, report)
    builder = PageBuilder(course, report)
    with at_the_end():
        builder.build(list(_Outline(source, files, builder, course).wanted()))
    activities = _activities(source, course)
    if source.questions:
        banks = BankBuilder(course, report, activities, source.editions, files).build(source.questions)
        build_quizzes(source.facts.quizzes, banks, activities, report)
    build_assignments(source, activities, report)


def _activities(source: CourseSource, course: Course) -> dict[str, Activity]:
    """Code of a lesson, quiz or assignment → its record; recorded anew where one is missing."""
    facts = source.facts
    expected = {*facts.lessons, *(item.code for item in (*facts.quizzes, *facts.assignments))}
    found = Activity.objects.current().filter(course=course)
    if not expected <= {item.code.rpartition("/")[2] for item in found}:
        record_course(course)
        found = found.all()
    return {item.code.rpartition("/")[2]: item for item in found}


def _check_site(source: CourseSource) -> None:
    """Every edition needs a catalogue of its language to stand in."""
    there = set(CataloguePage.objects.values_list("locale__language_code", flat=True))
    missing = [language for language in source.editions if language not in there]
    if missing:
        raise SourceProblems(
            Problem(f"{language}/course.md", 1, f"this site has no catalogue in the language {language}")
            for language in missing
        )


def _files_of(source: CourseSource) -> Iterator[MediaFile]:
    yield from (file for file in (source.cover, source.share_picture) if file)
    yield from (question.picture for question in source.questions if question.picture)
    for edition in source.editions.values():
        yield from edition.files()


def _course(source: CourseSource, files: FileRecords, report: LoadReport) -> Course:
    facts = source.facts
    subject, is_new = Subject.objects.get_or_create(code=facts.subject, defaults=_names(source))
    if is_new or save_changes(subject, _names(source)):
        report.records.append(f"subject {facts.subject}")
    values = {
        "subject_id": subject.pk,
        "level": facts.level,
        "pass_mark": facts.pass_mark,
        "source_language": facts.source_language,
        "cover_id": files.pk(source.cover),
        "share_picture_id": files.pk(source.share_picture),
    }
    course = Course.objects.select_for_update(no_key=True).filter(code=facts.code).first()
    if course is None:
        report.records.append(f"course {facts.code}")
        return Course.objects.create(code=facts.code, **values)
    if save_changes(course, values):
        report.records.append(f"course {facts.code}")
    return course


def _names(source: CourseSource) -> dict[str, str]:
    return {f"name_{language}": name for language, name in source.subject.items()}


class _Outline:
    """The pages the folder wants, parents before children."""

    def __init__(self, source: CourseSource, files: FileRecords, builder: PageBuilder, course: Course):
        self.source = source
        self.facts = source.facts
        self.files = files
        self.builder = builder
        self.course = course

    def wanted(self) -> Iterator[Wanted]:
        for edition in self.source.editions.values():
            yield from self._edition(edition)

    def _edition(self, edition: Edition) -> Iterator[Wanted]:
        yield self._page(CoursePage, edition, "", self._key("", "course"), self._course_values(edition))
        yield from self._quizzes(edition, START)
        for module in self.facts.modules:
            words = edition.modules.get(module.code)
            if words is None:
                continue
            key = self._key(module.code, "module", module.code)
            yield self._page(
                ModulePage, edition, module.code, key, {"title": words.title, "summary": words.summary}
            )
            for lesson in module.lessons:
                if lesson.code in edition.lessons:
                    yield self._lesson(edition, module.code, lesson)
            yield from self._assignments(edition, module.code)
            yield from self._quizzes(edition, module.code)
        yield from self._assignments(edition, END)
        yield from self._quizzes(edition, END)

    def _assignments(self, edition: Edition, place: str) -> Iterator[Wanted]:
        for item in self.facts.assignments_at(place):
            words = edition.assignments.get(item.code)
            if words:
                key = self._key(item.path, "assignment", item.code)
                body = self._stream(words.blocks)
                values = {
                    "title": words.title,
                    "summary": words.summary,
                    "minutes": item.minutes,
                    "body": body,
                }
                yield self._page(AssignmentPage, edition, item.path, key, values)

    def _quizzes(self, edition: Edition, *places: str) -> Iterator[Wanted]:
        for quiz in self.facts.quizzes_at(*places):
            words = edition.quizzes.get(quiz.code)
            if words:
                key = self._key(quiz.path, "quiz", quiz.code)
                values = {"title": words.title, "instructions": words.instructions}
                yield self._page(QuizPage, edition, quiz.path, key, values)

    def _lesson(self, edition: Edition, module: str, lesson: LessonFacts) -> Wanted:
        path = f"{module}/{lesson.code}"
        key = self._key(path, "lesson", lesson.code)
        values = self._lesson_values(edition.lessons[lesson.code], lesson)
        return self._page(LessonPage, edition, path, key, values)

    def _page(self, model, edition: Edition, path: str, key: UUID, values: dict) -> Wanted:
        return Wanted(model, path, key, edition.language, values)

    def _key(self, path: str, *parts: str) -> UUID:
        """The key of the source page, from which those of all its translations follow."""
        return self.builder.key_at(self.facts.source_language, path, key_of(self.facts.code, *parts))

    def _course_values(self, edition: Edition) -> dict:
        words = edition.course
        return {
            "course_id": self.course.pk,
            "title": words.title,
            "summary": words.summary,
            "introduction": words.introduction,
            "objectives": _objectives(words.objectives, key_of(self.facts.code, "course")),
            "audience": words.audience,
            "assessment": words.assessment,
            "cover_alt": words.cover_alt,
        }

    def _lesson_values(self, words: LessonWords, lesson: LessonFacts) -> dict:
        return {
            "title": words.title,
            "summary": words.summary,
            "objectives": _objectives(words.objectives, key_of(self.facts.code, "lesson", lesson.code)),
            "minutes": lesson.minutes,
            "body": self._stream(words.blocks),
        }

    def _stream(self, blocks: Iterable[Block]) -> list[dict]:
        return [
            {"type": block.kind, "value": self._value(block.value), "id": str(block.id)} for block in blocks
        ]

    def _value(self, value: object) -> object:
        """A block's value with the records of its files in their place."""
        if not isinstance(value, dict):
            return value
        return {
            name: self.files.pk(item) if isinstance(item, MediaFile) else item for name, item in value.items()
        }


def _objectives(texts: tuple[str, ...], key: UUID) -> list[dict]:
    return [
        {"type": "objective", "value": text, "id": str(key_of(str(key), "objective", str(number)))}
        for number, text in enumerate(texts)
    ]
