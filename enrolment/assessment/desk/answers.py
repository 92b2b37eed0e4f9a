"""An answer that a person marks, with what its marker needs; never whose it is. And which are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language

from courses.quizzes import api as quizzes

from ..models import Response
from ..permissions import markable_by, seen_for_marking
from ..titles import titles_of


@dataclass(frozen=True)
class Filters:
    """What of the queue is looked at: a course by its code, a quiz by its id; empty for all."""

    course: str
    quiz: str

    @classmethod
    def of(cls, request) -> Filters:
        quiz = request.GET.get("quiz", "")
        is_id = quiz.isascii() and quiz.isdigit() and len(quiz) < 10
        return cls(course=request.GET.get("course", "")[:60], quiz=quiz if is_id else "")

    def __call__(self, answers: QuerySet[Response]) -> QuerySet[Response]:
        if self.course:
            answers = answers.filter(attempt__enrolment__course__code=self.course)
        return answers.filter(attempt__quiz=self.quiz) if self.quiz else answers

    @property
    def query(self) -> str:
        """``?course=…`` to go on with, empty where nothing is left out."""
        given = {name: value for name, value in vars(self).items() if value}
        return f"?{urlencode(given)}" if given else ""


def answer_or_404(user, pk: int) -> Response:
    """An answer that ``user`` may mark, or might have marked; with its attempt, quiz and course."""
    seen = seen_for_marking(user).select_related("attempt__quiz__activity__course", "marked_by")
    response = seen.filter(pk=pk).first()
    if response is None:
        raise Http404
    return response


def shown(response: Response) -> dict:
    """What a marker reads: what was asked, in which course, how it could be answered, and the answer."""
    question, language, attempt = str(response.question_id), get_language(), response.attempt
    asked_as = [item for item in attempt.paper if item["question"] == question]
    return {
        "response": response,
        "answer": "\n".join(response.answer),
        "words": word_count(response),
        "asked": quizzes.questions_on(asked_as, language).get(question),
        "solution": quizzes.solutions_on(asked_as, language).get(question),
        "titles": titles_of([attempt.quiz])[attempt.quiz_id],
    }


def word_count(response: Response) -> int:
    return quizzes.count_words(" ".join(response.answer))


def address_after(user, response: Response, filters: Filters) -> str:
    """The address of the next answer in the queue after this one, from its beginning after the last; that
    of the queue where nothing else waits."""
    waiting = filters(markable_by(user)).exclude(pk=response.pk)
    at = response.attempt.submitted_at
    later = waiting.filter(Q(attempt__submitted_at__gt=at) | Q(attempt__submitted_at=at, pk__gt=response.pk))
    following = later.values_list("pk", flat=True).first() or waiting.values_list("pk", flat=True).first()
    if following is None:
        return reverse("assessment_queue")
    return reverse("assessment_mark", args=[following]) + filters.query
