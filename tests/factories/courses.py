"""Courses for tests: quick, minimal, and with the records publishing would have made.

``make_course()`` is all most tests need; the parts below it are for those that need a part.
"""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace
from uuid import NAMESPACE_URL, UUID, uuid5

from courses.catalogue.models import CataloguePage, Course, CoursePage, Subject
from courses.lessons.models import LessonPage, ModulePage
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


def make_course_page(course: Course, language: str = "en", **words) -> CoursePage:
    """The edition of a course in a language, live in the catalogue."""
    catalogue = CataloguePage.objects.get(locale__language_code=language)
    words = {
        "title": f"{course.code} ({language})",
        "summary": f"What {course.code} is about.",
        "introduction": "<p>Why it matters at a border post.</p>",
        "objectives": [("objective", "Say what risk means")],
        "audience": "Officers at a border post.",
        "assessment": "A final test.",
    } | words
    return _add(catalogue, CoursePage(course=course, slug=course.code, **words), f"{course.code}")


def make_module_page(course_page: CoursePage, code: str = "module-1", **words) -> ModulePage:
    words = {"title": f"{code} ({course_page.language})", "summary": "A part of the course."} | words
    return _add(course_page, ModulePage(slug=code, **words), f"{course_page.slug}/{code}")


def make_lesson_page(module: ModulePage, number: int = 1, **words) -> LessonPage:
    """A lesson of four blocks whose ids are the same in every language."""
    code = words.pop("code", f"lesson-{number}")
    key = f"{module.translation_key}/{code}"
    words = {
        "title": f"Lesson {number} ({module.language})",
        "summary": "What this lesson is about.",
        "objectives": [("objective", "Say what risk means")],
        "minutes": 10,
        "body": lesson_body(key, module.language),
    } | words
    return _add(module, LessonPage(slug=code, **words), key)


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


def make_quiz_page(course_page: CoursePage, code: str = "final-test", **words) -> QuizPage:
    words = {
        "title": f"Final test ({course_page.language})",
        "instructions": "<p>Take your time.</p>",
    } | words
    return _add(course_page, QuizPage(slug=code, **words), f"{course_page.slug}/{code}")


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
    question = Question.objects.create(bank=bank, kind=kind, position=position, **facts)
    codes = ["true", "false"] if kind == QuestionKind.TRUEFALSE else ["one", "two", "three"]
    right = codes[:2] if kind == QuestionKind.MULTIPLE else codes[:1]
    for place, code in enumerate(codes):
        Choice.objects.create(
            question=question,
            code=code,
            text_en=f"Choice {code}",
            text_fr=f"Choix {code}",
            is_right=code in right,
            position=place,
        )
    return question


def key_of(name: str) -> UUID:
    """The translation key a factory gives to what it calls ``name``."""
    return uuid5(NAMESPACE_URL, f"test/{name}")


def _add(parent, page, name: str):
    page.locale = parent.locale
    page.translation_key = key_of(name)
    parent.refresh_from_db()  # the numbers of its children in memory are stale after a sibling came
    return parent.add_child(instance=page)
