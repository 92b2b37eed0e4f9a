"""The four large courses of the demo: sound, with every kind of question, all said in every language."""

from functools import cache

import pytest
from django.conf import settings

from courses.lessons.source.model import FINAL_TEST
from courses.lessons.source.read import read_course
from courses.quizzes.api import Difficulty, QuestionKind

COURSES = ("risk-management", "tfa", "gender-equality", "salw")
PRACTICE, PRETEST, MOCK_EXAM = "practice", "before-you-start", "mock-exam"


@cache
def read(code: str):
    return read_course(settings.COURSE_CONTENT_DIR / code)[0]


@pytest.fixture(params=COURSES)
def course(request):
    return read(request.param)


def quiz(course, code: str):
    return next(quiz for quiz in course.facts.quizzes if quiz.code == code)


def fitting(course, slot) -> list:
    """The questions a draw of this slot chooses from."""
    return [
        question
        for question in course.questions
        if question.bank == slot.bank
        and set(slot.tags) <= set(question.tags)
        and slot.difficulty in (None, question.difficulty)
    ]


def test_every_kind_of_question_is_there(course):
    assert {question.kind for question in course.questions} == set(QuestionKind.values)


def test_every_question_is_said_and_explained_in_every_language(course):
    languages = set(course.editions)
    for question in course.questions:
        assert set(question.words) == languages, question.code
        assert all(words.explanation for words in question.words.values()), question.code


def test_every_quiz_has_its_page_in_every_language(course):
    codes = {quiz.code for quiz in course.facts.quizzes}
    assert codes - {MOCK_EXAM} == {PRETEST, PRACTICE, FINAL_TEST}
    for edition in course.editions.values():
        assert set(edition.quizzes) == codes


def test_every_question_has_a_lesson_a_source_tags_and_few_tags_serve_them_all(course):
    for question in course.questions:
        assert question.lesson, question.code
        assert question.source, question.code
        assert question.tags, question.code
    assert 3 <= len({tag for question in course.questions for tag in question.tags} - {"pictures"}) <= 8


def test_a_second_final_test_differs_from_the_first(course):
    final = quiz(course, FINAL_TEST)
    assert sum(slot.draw for slot in final.slots) == 10
    assert [slot.difficulty for slot in final.slots] == [Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD]
    for slot in final.slots:
        assert len(fitting(course, slot)) >= 2 * slot.draw, slot


def test_final_test_and_pretest_ask_nothing_a_tutor_must_mark(course):
    for code in (FINAL_TEST, PRETEST):
        for slot in quiz(course, code).slots:
            kinds = {question.kind for question in fitting(course, slot)}
            assert not kinds & {QuestionKind.ESSAY, QuestionKind.HOTSPOT}


def test_one_course_has_an_exam_that_does_not_count_and_that_no_tutor_marks():
    with_exam = [code for code in COURSES if MOCK_EXAM in {quiz.code for quiz in read(code).facts.quizzes}]
    assert with_exam == ["tfa"]
    exam = quiz(read("tfa"), MOCK_EXAM)
    wanted = {"mode": "exam", "time_limit": 30, "attempts_allowed": 1, "cool_down": 0}
    assert wanted | {"review_policy": "explanations"} == {
        name: exam.facts[name] for name in (*wanted, "review_policy")
    }
    assert not exam.is_required
    assert sum(slot.draw for slot in exam.slots) == 8
    for slot in exam.slots:
        found = fitting(read("tfa"), slot)
        assert len(found) >= 2 * slot.draw
        assert not {question.kind for question in found} & {QuestionKind.ESSAY, QuestionKind.HOTSPOT}


def test_what_does_not_count_is_said_not_to_count(course):
    pretest, practice = quiz(course, PRETEST), quiz(course, PRACTICE)
    assert (pretest.is_required, practice.is_required) == (False, False)
    assert (pretest.facts["own_pass_mark"], pretest.facts["review_policy"]) == (0, "score")
    assert practice.facts["mode"] == "practice"
    assert quiz(course, FINAL_TEST).pretest == PRETEST


def test_all_that_practice_has_is_asked_there(course):
    own = {question.code for question in course.questions if question.bank == PRACTICE}
    assert {slot.question for slot in quiz(course, PRACTICE).slots} == own


# --- Written assignments -----------------------------------------------------------------------


def texts_of(source) -> list[dict[str, str]]:
    """Every text of a rubric and its comments, by language."""
    levels = [level for item in source.draft.criteria for level in item.levels]
    titled = [*source.draft.criteria, *levels]
    texts = [text for item in titled for text in (item.title, item.description)]
    return texts + [comment.text for comment in source.comments]


def test_every_course_has_a_written_assignment_in_every_language(course):
    codes = {item.code for item in course.facts.assignments}
    assert codes == set(course.rubrics) != set()
    for edition in course.editions.values():
        assert set(edition.assignments) == codes


def test_every_rubric_tells_levels_apart_in_every_language(course):
    languages = set(course.editions) | ({"es"} if course.facts.code == "risk-management" else set())
    for code, source in course.rubrics.items():
        assert 4 <= len(source.draft.criteria) <= 5, code
        assert all(3 <= len(item.levels) <= 4 for item in source.draft.criteria), code
        assert len(source.comments) >= 6, code
        for texts in texts_of(source):
            assert {language for language, text in texts.items() if text} >= languages, (code, texts)


def test_one_course_has_work_for_weeks():
    assignments = read("risk-management").facts.assignments
    assert len({item.at for item in assignments}) == 4
    assert sum(item.facts["is_group"] for item in assignments) == 1
    assert sum(not item.facts["takes_text"] for item in assignments) == 1
    assert {source.draft.kind for code in COURSES for source in read(code).rubrics.values()} == {
        "rubric",
        "guide",
    }
