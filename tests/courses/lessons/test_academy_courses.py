"""The courses of the Academy: four modules with an assignment, an optional one without, all said whole."""

import pytest
from django.conf import settings

from courses.lessons.source.model import FINAL_TEST
from courses.lessons.source.read import read_course
from courses.quizzes.api import QuestionKind

ACADEMY = {
    "vcoa-roles": "customs-where-you-serve",
    "vcoa-facilitation": "one-consignment",
    "vcoa-revenue": "bicycles-in-boxes",
    "vcoa-enforcement": "from-find-to-report",
    "vcoa-integrity": None,
}


@pytest.mark.parametrize("code", ACADEMY)
def test_a_module_has_lessons_a_quiz_and_its_assignment_in_every_language(code):
    course, notes = read_course(settings.COURSE_CONTENT_DIR / code)
    assert not notes
    assert len(course.facts.lessons) == 4
    assert [quiz.code for quiz in course.facts.quizzes] == [FINAL_TEST]
    assert 8 <= sum(slot.draw for slot in course.facts.final_test.slots) <= len(course.questions)
    taught = {question.lesson for question in course.questions}
    assert taught == set(course.facts.lessons)
    assert all(question.source and question.tags for question in course.questions)
    kinds = {question.kind for question in course.questions}
    assert not kinds & {QuestionKind.ESSAY, QuestionKind.HOTSPOT}
    assert len(kinds) >= 5
    for question in course.questions:
        assert set(question.words) == set(course.editions), question.code
        assert all(words.explanation for words in question.words.values()), question.code
    wanted = {ACADEMY[code]} - {None}
    assert set(course.rubrics) == {item.code for item in course.facts.assignments} == wanted
    for edition in course.editions.values():
        assert len(edition.lessons) == 4
        assert set(edition.assignments) == wanted
        assert set(edition.quizzes) == {FINAL_TEST}


@pytest.mark.parametrize("code", [code for code, assignment in ACADEMY.items() if assignment])
def test_an_assignment_is_marked_by_four_criteria_that_are_said_in_every_language(code):
    course, _notes = read_course(settings.COURSE_CONTENT_DIR / code)
    rubric = course.rubrics[ACADEMY[code]]
    assert len(rubric.draft.criteria) == 4
    levels = [level for item in rubric.draft.criteria for level in item.levels]
    texts = [item.title for item in (*rubric.draft.criteria, *levels)]
    texts += [comment.text for comment in rubric.comments]
    for text in texts:
        assert {language for language, words in text.items() if words} >= set(course.editions)
