"""Titles of quizzes and of their courses, in the reader's language; and one quiz, found by its id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import get_language

from courses.catalogue import api as catalogue
from courses.catalogue.api import Entry
from courses.quizzes import api as quizzes
from courses.quizzes.api import Quiz


@dataclass(frozen=True)
class Titles:
    """A quiz as a page names it. ``course`` and ``test`` are None where no page of theirs is live; then
    the codes stand for them."""

    quiz: Quiz
    course: Entry | None
    test: Entry | None

    @property
    def course_code(self) -> str:
        return self.quiz.activity.course.code

    @property
    def test_code(self) -> str:
        return self.quiz.activity.code


def titles_of(found: Iterable[Quiz]) -> dict[int, Titles]:
    """Quiz id → its titles. Two queries, if the quizzes have their activities and courses."""
    found, language = list(found), get_language()
    courses = catalogue.titles_of({quiz.activity.course_id for quiz in found}, language)
    tests = catalogue.entries_of({quiz.activity_id for quiz in found}, language)
    return {
        quiz.pk: Titles(quiz, courses.get(quiz.activity.course_id), tests.get(quiz.activity_id))
        for quiz in found
    }


def quiz_or_404(pk: int) -> Quiz:
    """The quiz with this id, its activity and course. One query."""
    quiz = quizzes.Quiz.objects.select_related("activity__course").filter(pk=pk).first()
    if quiz is None:
        raise Http404
    return quiz


def page_names(quiz: Quiz) -> dict:
    """What every page about one quiz shows of it."""
    return {"quiz": quiz, "titles": titles_of([quiz])[quiz.pk]}
