"""Courses for tests: quick, minimal, and with the records publishing would have made.

``make_course()`` is all most tests need; the parts below it are for those that need a part.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import count
from types import SimpleNamespace
from unittest import mock
from uuid import NAMESPACE_URL, UUID, uuid5

from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.catalogue.models import CataloguePage, Course, CoursePage, Subject
from courses.lessons.models import AssignmentPage, LessonPage, ModulePage
from courses.lessons.signals import record_course
from courses.quizzes.models import (
    Choice,
    Question,
    QuestionBank,
    QuestionKind,
    QuestionStatus,
    Quiz,
    QuizPage,
    QuizSlot,
)

_numbers = count(1)


def make_subject(code: str = "compliance", name: str = "") -> Subject:
    """The subject with this code, made if there is none."""
    return Subject.objects.get_or_create(code=code, defaults={"name_en": name or code.title()})[0]


def make_course(
    code: str = "",
    *,
    lessons: int = 2,
    languages: tuple[str, ...] = ("en",),
    questions: int = 4,
    final_test: bool = True,
    **facts,
) -> SimpleNamespace:
    """A live course with one module, lessons of four blocks, and a final test with its bank.

    ``facts`` go to the Course (``level=…``, ``pass_mark=…``, ``is_open=…``). Answers:
    ``course``; ``pages``, ``modules`` and ``quiz_pages`` by language; ``lessons`` language → list;
    ``quiz`` (None without a test); ``questions``; ``activities`` in reading order.
    """
    code = code or f"course-{next(_numbers)}"
    facts.setdefault("source_language", languages[0])
    facts.setdefault("subject", None)
    facts["subject"] = facts["subject"] or make_subject()
    course = Course.objects.create(code=code, **facts)
    made = SimpleNamespace(
        course=course, pages={}, modules={}, lessons={}, quiz_pages={}, quiz=None, bank=None, questions=[]
    )
    for language in languages:
        made.pages[language] = make_course_page(course, language)
        made.modules[language] = make_module_page(made.pages[language])
        made.lessons[language] = [
            make_lesson_page(made.modules[language], number) for number in range(1, lessons + 1)
        ]
        if final_test:
            made.quiz_pages[language] = make_quiz_page(made.pages[language])
    record_course(course)
    course.refresh_from_db()
    made.activities = list(course.activities.all())
    if final_test:
        made.quiz = make_quiz(made.activities[-1], questions=questions)
        made.bank = made.quiz.slots.get().bank
        made.questions = list(made.bank.questions.prefetch_related("choices"))
    return made


def make_course_page(course: Course, language: str = "en", **given) -> CoursePage:
    """The edition of a course in a language, live in the catalogue."""
    catalogue = CataloguePage.objects.select_related("locale").get(locale__language_code=language)
    words = {
        "title": f"{course.code} ({language})",
        "summary": f"What {course.code} is about.",
        "introduction": "<p>Why it matters at a border post.</p>",
        "objectives": [("objective", "Say what risk means")],
        "audience": "Officers at a border post.",
        "assessment": "A final test.",
    } | given
    return _add(catalogue, CoursePage(course=course, slug=course.code, **words), f"{course.code}", given)


def make_module_page(course_page: CoursePage, code: str = "module-1", **given) -> ModulePage:
    words = {"title": f"{code} ({course_page.language})", "summary": "A part of the course."} | given
    return _add(course_page, ModulePage(slug=code, **words), f"{course_page.slug}/{code}", given)


def make_lesson_page(module: ModulePage, number: int = 1, **given) -> LessonPage:
    """A lesson of four blocks whose ids are the same in every language."""
    code = given.pop("code", f"lesson-{number}")
    key = f"{module.translation_key}/{code}"
    words = {
        "title": f"Lesson {number} ({module.language})",
        "summary": "What this lesson is about.",
        "objectives": [("objective", "Say what risk means")],
        "minutes": 10,
        "body": lesson_body(key, module.language),
    } | given
    return _add(module, LessonPage(slug=code, **words), key, given)


def make_assignment_page(parent, code: str = "essay", **given) -> AssignmentPage:
    """An assignment of four blocks below a course or module page; ``record_course`` makes its record."""
    key = f"{parent.translation_key}/{code}"
    words = {
        "title": f"Assignment {code} ({parent.language})",
        "summary": "What is to be written.",
        "minutes": 90,
        "body": lesson_body(key, parent.language),
    } | given
    return _add(parent, AssignmentPage(slug=code, **words), key, given)


def lesson_body(key: str, language: str = "en") -> list[dict]:
    """Heading, text, key point, check: as the stream holds them."""
    option = {"text": "<p>Yes</p>", "is_right": True, "feedback": "<p>So it is.</p>"}
    check = {
        "question": f"Is this {language}?",
        "options": [option, option | {"text": "<p>No</p>", "is_right": False}],
        "explanation": "",
    }
    parts = [
        ("heading", f"A heading ({language})"),
        ("text", f"<p>A text ({language}).</p>"),
        ("key_point", "<p>The one thing to remember.</p>"),
        ("check", check),
    ]
    return [
        {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{key}#{kind}"))}
        for kind, value in parts
    ]


def make_quiz_page(course_page: CoursePage, code: str = "final-test", **given) -> QuizPage:
    words = {
        "title": f"Final test ({course_page.language})",
        "instructions": "<p>Take your time.</p>",
    } | given
    return _add(course_page, QuizPage(slug=code, **words), f"{course_page.slug}/{code}", given)


def make_quiz(activity, *, questions: int = 4, **facts) -> Quiz:
    """The facts of a quiz, with a bank of its own; one question in four is multiple, one true or false."""
    bank = QuestionBank.objects.create(
        code=f"{activity.course.code}-{activity.code}".replace("/", "-")[:60], course=activity.course
    )
    kinds = [QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUEFALSE, QuestionKind.SINGLE]
    for number in range(questions):
        make_question(bank, kind=kinds[number % 4], position=number)
    quiz = Quiz.objects.create(activity=activity, **facts)
    QuizSlot.objects.create(quiz=quiz, bank=bank)
    return quiz


def make_question(
    bank: QuestionBank, kind: str = QuestionKind.SINGLE, position: int = 0, **facts
) -> Question:
    """A question in English and French. Right: the first choice, of a multiple one the first two."""
    facts = {
        "code": f"question-{position + 1}",
        "status": QuestionStatus.REVIEWED,
        "text_en": f"Question {position + 1}?",
        "text_fr": f"Question {position + 1} ?",
        "explanation_en": "Because it is so.",
        "explanation_fr": "Parce que.",
    } | facts
    with unindexed(references="picture" not in facts):
        question = Question.objects.create(bank=bank, kind=kind, position=position, **facts)
    codes = ["true", "false"] if kind == QuestionKind.TRUEFALSE else ["one", "two", "three"]
    right = codes[:2] if kind == QuestionKind.MULTIPLE else codes[:1]
    Choice.objects.bulk_create(
        Choice(
            question=question,
            code=code,
            text_en=f"Choice {code}",
            text_fr=f"Choix {code}",
            is_right=code in right,
            position=place,
        )
        for place, code in enumerate(codes)
    )
    return question


def key_of(name: str) -> UUID:
    """The translation key a factory gives to what it calls ``name``."""
    return uuid5(NAMESPACE_URL, f"test/{name}")


def _add(parent, page, name: str, words: dict):
    """A live child of ``parent``: the rows that Wagtail's ``add_child`` makes, without what it does beside
    them for an editor (checks, a log, the search index), which is twice as long as all the rest.

    What a page refers to is indexed where the caller wrote something in it.
    """
    page.locale, page.translation_key, page.draft_title = parent.locale, key_of(name), page.title
    # What it has in memory is stale after a sibling came.
    parent.refresh_from_db(fields=["numchild", "url_path"])
    last = parent.get_last_child() if parent.numchild else None
    page.depth = parent.depth + 1
    page.path = last._inc_path() if last else Page._get_path(parent.path, page.depth, 1)
    page.set_url_path(parent)
    with unindexed(references=words.keys() <= {"title", "summary", "minutes"}):
        super(Page, page).save()
    parent.numchild += 1
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    return page


@contextmanager
def unindexed(*, references: bool = True) -> Iterator[None]:
    """What is saved inside is not put into the search index; nor, unless told so, its references."""
    nothing = SimpleNamespace(enqueue=lambda *_args: None)
    with (
        mock.patch("modelsearch.signal_handlers.insert_or_update_object_task", nothing),
        disable_reference_index_auto_update() if references else nullcontext(),
    ):
        yield
