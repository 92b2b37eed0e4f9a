"""Many people who have sat a test, at once and without its pages: for what is counted over attempts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from clikc.people.models import User
from courses.quizzes import api as quizzes
from courses.quizzes.models import Question, Quiz
from enrolment.admissions.models import Enrolment
from enrolment.assessment.models import Attempt, Response

Answers = Mapping[Question, Sequence[str]]


def make_sittings(
    quiz: Quiz, everybody: Sequence[Answers], *, number: int = 1, learners: Sequence[User] = (), seconds=30
) -> list[Attempt]:
    """A submitted attempt of somebody else for each of ``everybody``, marked as the questions are now.

    Every paper asks the questions of that person's answers in their order; an empty answer is left
    out, as a blank one is.
    """
    learners = list(learners) or make_learners(len(everybody))
    now, course = timezone.now(), quiz.activity.course
    papers = _papers({question for answers in everybody for question in answers})
    enrolments = {
        learner.pk: Enrolment(learner=learner, course=course, enrolled_at=now) for learner in learners
    }
    known = {item.learner_id: item for item in Enrolment.objects.filter(learner__in=learners, course=course)}
    enrolments |= known
    Enrolment.objects.bulk_create([item for pk, item in enrolments.items() if pk not in known])
    attempts, responses = [], []
    for place, (learner, answers) in enumerate(zip(learners, everybody, strict=True)):
        paper = [papers[question.pk] for question in answers]
        given = {str(question.pk): list(answer) for question, answer in answers.items() if answer}
        fractions = quizzes.mark_answers(paper=paper, answers=given)
        versions = {item["question"]: item["version"] for item in paper}
        waiting = sum(item is None for item in fractions.values())
        attempt = Attempt(
            enrolment=enrolments[learner.pk],
            quiz=quiz,
            number=number,
            paper=paper,
            started_at=now,
            submitted_at=now + timedelta(seconds=place),
            score=sum((item or Decimal(0) for item in fractions.values()), Decimal(0)),
            score_possible=len(paper),
            waiting=waiting,
            is_passed=None if waiting else False,
        )
        attempts.append(attempt)
        responses += [
            Response(
                attempt=attempt,
                question_id=pk,
                answer=answer,
                saved_at=now,
                seconds=seconds,
                fraction=fractions[pk],
                marked_version_id=versions[pk],
            )
            for pk, answer in given.items()
        ]
    Attempt.objects.bulk_create(attempts)
    Response.objects.bulk_create(responses)
    return attempts


def _papers(questions) -> dict:
    versions = quizzes.freeze([question.pk for question in questions])
    return {
        question.pk: {
            "question": str(question.pk),
            "version": versions[str(question.pk)],
            "kind": question.kind,
            "choices": [str(pk) for pk in question.choices.values_list("pk", flat=True)],
        }
        for question in questions
    }


def make_learners(count: int) -> list[User]:
    start = User.objects.count()
    return User.objects.bulk_create(
        User(email=f"sitting{start + number}@customs.example", printed_name=f"Sitter {start + number}")
        for number in range(count)
    )
