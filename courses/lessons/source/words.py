"""A language folder: the words of the course page, modules, lessons, assignments and quizzes."""

from __future__ import annotations

from clikc.foundation.markdown import SourceError, cut_front_matter

from .bench import Bench
from .fences import HEADING, TEXT, Part, cut
from .fields import Fields
from .folder import Folder
from .kinds import FENCES
from .marked import read_yaml
from .media import Media, Shelf
from .model import (
    AssignmentFacts,
    AssignmentWords,
    Block,
    CourseFacts,
    CourseWords,
    Edition,
    LessonWords,
    ModuleFacts,
    ModuleWords,
    QuizWords,
    key_of,
)
from .problems import Findings, Report
from .prose import check_plain, prose


class EditionReader:
    """The folder of one language. What a translation lacks is a note; what the source lacks, a problem."""

    def __init__(self, folder: Folder, shelf: Shelf, facts: CourseFacts, language: str, findings: Findings):
        self.folder = folder
        self.facts = facts
        self.language = language
        self.findings = findings
        self.media = Media(shelf, language)
        self.is_source = language == facts.source_language
        self.edition = Edition(language)

    def read(self) -> Edition:
        self.edition.course = self._course()
        for module in self.facts.modules:
            self._module(module)
        for quiz in self.facts.quizzes:
            if self._is_there(f"{quiz.code}.md") and (words := self._quiz(quiz.code)):
                self.edition.quizzes[quiz.code] = words
        for item in self.facts.assignments:
            if self._is_there(f"{item.path}.md") and (words := self._assignment(item)):
                self.edition.assignments[item.code] = words
        return self.edition

    def path(self, *parts: str) -> str:
        return "/".join((self.language, *parts))

    def _is_there(self, *parts: str) -> bool:
        path = self.path(*parts)
        if self.folder.has(path) or self.is_source:
            return True
        self.findings.about(path).note(1, "not translated yet")
        return False

    def _open(self, path: str) -> tuple[Fields, str, int, Report] | None:
        """Front matter, body, line the body begins at."""
        text = self.folder.text(path)
        report = self.findings.about(path)
        if text is None:
            return None
        try:
            front, body, first_line = cut_front_matter(text)
        except SourceError as error:
            report.problem(error.line, error.message)
            return None
        marked = read_yaml(front, report, first_line=2)
        return (Fields(marked, report), body, first_line, report) if marked else None

    def _course(self) -> CourseWords | None:
        opened = self._open(self.path("course.md"))
        if opened is None:
            return None
        fields, body, first_line, report = opened
        words = CourseWords(
            title=fields.text("title", longest=255),
            summary=fields.text("summary", longest=240),
            cover_alt=fields.text("cover_alt", is_required=bool(self.facts.cover), longest=240),
            objectives=fields.texts("objectives"),
            audience=fields.text("audience"),
            assessment=fields.text("assessment"),
            introduction=_body(body, first_line, report),
        )
        fields.close()
        return words

    def _module(self, module: ModuleFacts) -> None:
        lessons = [
            lesson.code for lesson in module.lessons if self._is_there(module.code, f"{lesson.code}.md")
        ]
        if lessons or any(map(self.folder.has, self._of_module(module))):
            self._module_words(module.code)
        for code in lessons:
            words = self._lesson(module.code, code)
            if words:
                self.edition.lessons[code] = words

    def _of_module(self, module: ModuleFacts) -> list[str]:
        """Files that need the words of the module beside them, if there are any."""
        names = ["module", *(item.code for item in self.facts.assignments_at(module.code))]
        return [self.path(module.code, f"{name}.md") for name in names]

    def _module_words(self, code: str) -> None:
        opened = self._open(self.path(code, "module.md"))
        if opened is None:
            return
        fields, body, first_line, report = opened
        self.edition.modules[code] = ModuleWords(
            title=fields.text("title", longest=255), summary=fields.text("summary", longest=400)
        )
        fields.close()
        for number, row in enumerate(body.split("\n"), start=first_line):
            if row.strip():
                report.problem(number, "a module has a title and a summary, and no text of its own")
                break

    def _quiz(self, code: str) -> QuizWords | None:
        opened = self._open(self.path(f"{code}.md"))
        if opened is None:
            return None
        fields, body, first_line, report = opened
        words = QuizWords(
            title=fields.text("title", longest=255), instructions=_body(body, first_line, report)
        )
        fields.close()
        return words

    def _lesson(self, module: str, code: str) -> LessonWords | None:
        opened = self._open(self.path(module, f"{code}.md"))
        if opened is None:
            return None
        fields, body, first_line, report = opened
        title = fields.text("title", longest=255)
        summary = fields.text("summary", longest=200)
        objectives = fields.texts("objectives")
        fields.close()
        blocks, last_line = self._blocks(body, first_line, ("lesson", code), report)
        return LessonWords(title, summary, objectives, blocks, last_line)

    def _assignment(self, item: AssignmentFacts) -> AssignmentWords | None:
        opened = self._open(self.path(f"{item.path}.md"))
        if opened is None:
            return None
        fields, body, first_line, report = opened
        title = fields.text("title", longest=255)
        summary = fields.text("summary", longest=200)
        fields.close()
        blocks, last_line = self._blocks(body, first_line, ("assignment", item.code), report)
        return AssignmentWords(title, summary, blocks, last_line)

    def _blocks(
        self, body: str, first_line: int, owner: tuple[str, str], report: Report
    ) -> tuple[tuple[Block, ...], int]:
        """The blocks of a lesson or assignment, and the last line."""
        parts = cut(body, first_line, FENCES, report)
        if not parts:
            report.problem(first_line, f"this {owner[0]} has no text")
        blocks = tuple(self._block(part, owner, report) for part in parts)
        return blocks, first_line + body.count("\n")

    def _block(self, part: Part, owner: tuple[str, str], report: Report) -> Block:
        block_id = key_of(self.facts.code, *owner, part.key)
        if part.kind == HEADING:
            check_plain(part.text, HEADING, part.line, report)
            return Block(HEADING, part.key, block_id, part.text, part.line)
        if part.kind == TEXT:
            return Block(TEXT, part.key, block_id, prose(part.text, part.first_line, report), part.line)
        kind, read = FENCES[part.kind]
        return Block(kind, part.key, block_id, read(part, Bench(block_id, report, self.media)), part.line)


def _body(body: str, first_line: int, report: Report) -> str:
    """The Markdown below the front matter as HTML; there must be some."""
    if not body.strip():
        report.problem(first_line, "the text below the front matter is missing")
    return prose(body, first_line, report)
