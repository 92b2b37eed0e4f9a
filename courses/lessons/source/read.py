"""A folder read whole: a CourseSource, or every problem it has. Touches no database."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from django.conf import settings

from .facts import FILE as COURSE_FILE, read_facts, read_subject
from .folder import Folder
from .media import FOLDER as MEDIA, PHOTOGRAPHS, PICTURES, Media, MediaFile, Shelf
from .model import CourseFacts, CourseSource, Edition
from .problems import Findings, Problem, SourceProblems
from .questions import FILE as QUESTIONS, read_question_words, read_questions
from .rubrics import FOLDER as RUBRICS, paths_expected, read_rubrics
from .structure import compare
from .words import EditionReader


def read_course(root: Path) -> tuple[CourseSource, tuple[Problem, ...]]:
    """A course folder → what it says, and notes on what is not complete.

    Raises SourceProblems with all that is wrong in it.
    """
    findings = Findings()
    source = _read(Path(root), findings)
    if findings.problems or source is None:
        raise SourceProblems(findings.problems)
    return source, tuple(sorted(set(findings.notes)))


def _read(root: Path, findings: Findings) -> CourseSource | None:
    if not root.is_dir():
        findings.about(COURSE_FILE).problem(1, "there is no such folder")
        return None
    folder = Folder(root, findings)
    facts = read_facts(folder, findings)
    if facts is None:
        return None
    shelf = Shelf(folder, findings)
    editions = _editions(folder, shelf, facts, findings)
    questions = read_questions(folder, shelf, facts, findings)
    for language in editions:
        read_question_words(folder, facts, questions, language, findings)
    rubrics = read_rubrics(folder, facts, findings)
    cover = _cover(shelf, facts, findings)
    share_picture = _share_picture(shelf)
    _overlooked(folder, shelf, facts, editions, findings)
    return CourseSource(
        facts=facts,
        subject=read_subject(root, facts, findings),
        editions=editions,
        questions=tuple(questions),
        cover=cover,
        share_picture=share_picture,
        rubrics=rubrics,
    )


def _editions(folder: Folder, shelf: Shelf, facts: CourseFacts, findings: Findings) -> dict[str, Edition]:
    """Language → edition, the source first."""
    languages = [name for name in settings.INTERFACE_LANGUAGES if name in folder.folders]
    languages.sort(key=lambda language: language != facts.source_language)
    if facts.source_language not in languages:
        findings.about(COURSE_FILE).problem(
            1, f"there is no folder {facts.source_language} with the source words"
        )
    editions = {
        language: EditionReader(folder, shelf, facts, language, findings).read() for language in languages
    }
    source = editions.get(facts.source_language)
    for language, edition in editions.items():
        if source and edition is not source:
            _compare(source, edition, facts, language, findings)
    return editions


def _compare(
    source: Edition, edition: Edition, facts: CourseFacts, language: str, findings: Findings
) -> None:
    pairs = [
        (f"{module.code}/{lesson.code}.md", source.lessons.get(lesson.code), edition.lessons.get(lesson.code))
        for module in facts.modules
        for lesson in module.lessons
    ]
    pairs += [
        (f"{item.path}.md", source.assignments.get(item.code), edition.assignments.get(item.code))
        for item in facts.assignments
    ]
    for path, original, translation in pairs:
        is_sure = findings.about(f"{facts.source_language}/{path}").is_clean
        if original and translation and is_sure:
            compare(original, translation, findings.about(f"{language}/{path}"))


def _cover(shelf: Shelf, facts: CourseFacts, findings: Findings) -> MediaFile | None:
    if not facts.cover:
        return None
    return Media(shelf).find(facts.cover, PICTURES, facts.cover_line, findings.about(COURSE_FILE))


def _share_picture(shelf: Shelf) -> MediaFile | None:
    """The picture shown where a link to the course is shared: ``media/cover.png`` or ``.jpg``, if any."""
    found = (shelf.get(f"{MEDIA}/cover.{ending}") for ending in PHOTOGRAPHS)
    return next((picture for picture in found if picture), None)


def _overlooked(folder: Folder, shelf: Shelf, facts: CourseFacts, editions, findings: Findings) -> None:
    """Files nobody asked for: a text that is in no outline is a mistake, anything else worth a note."""
    expected = _expected(facts, editions)
    used = set(shelf.files)
    for path in folder.paths:
        if path in expected:
            continue
        if path.split("/")[-2:-1] == [MEDIA]:
            if path not in used:
                shelf.get(path)
                findings.about(path).note(1, "no lesson uses this file")
        elif path.endswith((".md", ".yaml", ".yml")) and path != "README.md":
            findings.about(path).problem(1, _why_unexpected(path, editions))
        else:
            findings.about(path).note(1, "this file is no part of a course")


def _expected(facts: CourseFacts, editions) -> set[str]:
    own = ["course.md", QUESTIONS, *(f"{quiz.code}.md" for quiz in facts.quizzes)]
    own += [f"{item.path}.md" for item in facts.assignments]
    for module in facts.modules:
        own.append(f"{module.code}/module.md")
        own += [f"{module.code}/{lesson.code}.md" for lesson in module.lessons]
    words = (f"{language}/{path}" for language in editions for path in own)
    return {COURSE_FILE, QUESTIONS, *words, *paths_expected(facts)}


def _why_unexpected(path: str, editions) -> str:
    top = PurePosixPath(path).parts[0]
    if "/" in path and top not in {*editions, RUBRICS}:
        return f"“{top}” is none of the languages of this site ({', '.join(settings.INTERFACE_LANGUAGES)})"
    return f"this file is not in the outline of {COURSE_FILE}"
