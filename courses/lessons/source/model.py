"""A course as its folder says it: values only, ready to be built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from ..rubrics.drafts import CommentDraft, RubricDraft
from .media import MediaFile

NAMESPACE = UUID("6a0b6d3e-5c43-5a0c-9d52-0d7f5f5f2c11")
FINAL_TEST = "final-test"
START, END = "start", "end"


def key_of(course: str, *path: str) -> UUID:
    """The id of a part of a course, the same in every language and on every machine.

    A lesson's is made of its own code and that of the course, not of its module, so that
    progress stays when a lesson moves to another module.
    """
    return uuid5(NAMESPACE, "/".join((course, *path)))


@dataclass(frozen=True)
class LessonFacts:
    code: str
    minutes: int
    line: int


@dataclass(frozen=True)
class ModuleFacts:
    code: str
    lessons: tuple[LessonFacts, ...]
    line: int


@dataclass(frozen=True)
class SlotSource:
    """A place in a quiz: a question by its code, or a draw from a bank (empty: the course's own)."""

    question: str = ""
    bank: str = ""
    draw: int = 0
    tags: tuple[str, ...] = ()
    difficulty: int | None = None
    line: int = 1


@dataclass(frozen=True)
class QuizSource:
    """A quiz of the course. ``facts`` are fields of its record; ``pretest`` is the code of another quiz."""

    code: str
    at: str
    is_required: bool
    slots: tuple[SlotSource, ...]
    line: int
    pretest: str = ""
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Its address below the course page."""
        return self.code if self.at in {START, END} else f"{self.at}/{self.code}"


@dataclass(frozen=True)
class AssignmentFacts:
    """A written assignment of the course. ``facts`` are fields of its record."""

    code: str
    at: str
    minutes: int
    line: int
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Its address below the course page."""
        return self.code if self.at == END else f"{self.at}/{self.code}"


@dataclass(frozen=True)
class CourseFacts:
    """What ``course.yaml`` says."""

    code: str
    subject: str
    level: str
    source_language: str
    pass_mark: int
    cover: str
    quizzes: tuple[QuizSource, ...]
    modules: tuple[ModuleFacts, ...]
    assignments: tuple[AssignmentFacts, ...] = ()
    cover_line: int = 1
    subject_line: int = 1

    @property
    def lessons(self) -> dict[str, LessonFacts]:
        return {lesson.code: lesson for module in self.modules for lesson in module.lessons}

    @property
    def final_test(self) -> QuizSource | None:
        return next((quiz for quiz in self.quizzes if quiz.code == FINAL_TEST), None)

    def quizzes_at(self, *places: str) -> list[QuizSource]:
        """The quizzes that stand there, in order."""
        return [quiz for quiz in self.quizzes if quiz.at in places]

    def assignments_at(self, place: str) -> list[AssignmentFacts]:
        """The assignments that stand there, in order."""
        return [item for item in self.assignments if item.at == place]


@dataclass(frozen=True)
class Block:
    """One block of a lesson. ``kind`` is its type in the stream; ``line`` is where it begins."""

    kind: str
    key: str
    id: UUID
    value: object
    line: int


@dataclass(frozen=True)
class CourseWords:
    title: str
    summary: str
    cover_alt: str
    objectives: tuple[str, ...]
    audience: str
    assessment: str
    introduction: str


@dataclass(frozen=True)
class ModuleWords:
    title: str
    summary: str


@dataclass(frozen=True)
class LessonWords:
    title: str
    summary: str
    objectives: tuple[str, ...]
    blocks: tuple[Block, ...]
    last_line: int = 1


@dataclass(frozen=True)
class QuizWords:
    title: str
    instructions: str


@dataclass(frozen=True)
class AssignmentWords:
    """``blocks`` are the instructions."""

    title: str
    summary: str
    blocks: tuple[Block, ...]
    last_line: int = 1


@dataclass
class Edition:
    """A course in the words of one language; modules, lessons, quizzes and assignments by code, absent where
    they are not translated."""

    language: str
    course: CourseWords | None = None
    modules: dict[str, ModuleWords] = field(default_factory=dict)
    lessons: dict[str, LessonWords] = field(default_factory=dict)
    quizzes: dict[str, QuizWords] = field(default_factory=dict)
    assignments: dict[str, AssignmentWords] = field(default_factory=dict)

    def files(self) -> Iterator[MediaFile]:
        """Every file its lessons and assignments show or offer."""
        for words in (*self.lessons.values(), *self.assignments.values()):
            for block in words.blocks:
                if isinstance(block.value, dict):
                    yield from (value for value in block.value.values() if isinstance(value, MediaFile))


@dataclass(frozen=True)
class QuestionWords:
    text: str
    explanation: str
    choices: dict[str, str]
    accepted: tuple[str, ...] = ()
    gaps: dict[str, tuple[str, ...]] = field(default_factory=dict)
    model: str = ""
    picture_alt: str = ""


@dataclass
class QuestionSource:
    """One question: its facts once, its words by language. ``gaps`` are those of the source's text;
    ``bank`` is the second part of its bank's code (empty: the course's own bank)."""

    code: str
    kind: str
    choices: tuple[str, ...]
    right: frozenset[str]
    lesson: str
    source: str
    line: int
    words: dict[str, QuestionWords] = field(default_factory=dict)
    definition: dict[str, object] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    bank: str = ""
    tags: tuple[str, ...] = ()
    difficulty: int = 2
    picture: MediaFile | None = None


@dataclass(frozen=True)
class RubricSource:
    """What an assignment is marked by, with its bank of comments; words in every language there is."""

    draft: RubricDraft
    comments: tuple[CommentDraft, ...] = ()


@dataclass(frozen=True)
class CourseSource:
    """A whole folder without a problem in it. ``rubrics`` by the code of their assignment."""

    facts: CourseFacts
    subject: dict[str, str]
    editions: dict[str, Edition]
    questions: tuple[QuestionSource, ...]
    cover: MediaFile | None
    share_picture: MediaFile | None
    rubrics: dict[str, RubricSource] = field(default_factory=dict)
