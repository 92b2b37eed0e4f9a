"""Gradebooks: runs with assignments, quizzes and items graded by hand, and grades in them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone

from courses.catalogue.models import Activity, ActivityKind
from courses.quizzes.models import Quiz
from enrolment.assessment import api as assessment
from enrolment.grading.entries import enter_grade
from enrolment.grading.items import item_of
from enrolment.grading.models import GradeCategory, GradeEntry, GradeItem
from enrolment.programmes.models import CourseRun
from tests.factories import people
from tests.factories.assessment import sit as answer
from tests.factories.courses import make_quiz
from tests.factories.tutoring import make_hand_in, make_tutored_run

_numbers = count(1)


def make_gradebook(
    *, participants: int = 2, assignments: int = 1, quizzes: int = 0, manual: int = 0, **facts
) -> SimpleNamespace:
    """A tutored run whose first tutor tutors everybody, with quizzes and manual items in the module of its
    assignments. ``assignments``, ``quizzes``, ``manual``: codes of columns; ``quiz_records``; ``boss``."""
    made = make_tutored_run(participants=participants, assignments=assignments, **facts)
    run = CourseRun.objects.select_related("course", "scheme").get(pk=made.run.pk)
    category, _is_new = GradeCategory.objects.get_or_create(run=run, module="module-1")
    records = [_quiz(made.course) for _place in range(quizzes)]
    for place, quiz in enumerate(records):
        GradeItem.objects.create(category=category, kind="quiz", quiz=quiz, most=100, position=10_000 + place)
    oral = [
        GradeItem.objects.create(
            category=category, kind="manual", title=f"Oral {place + 1}", most=10, position=20_000 + place
        )
        for place in range(manual)
    ]
    return SimpleNamespace(
        run=run,
        course=made.course,
        scheme=made.scheme,
        work=made.work,
        tutors=made.tutors,
        enrolments=made.enrolments,
        tutored=made,
        assignments=[f"a{work.pk}" for work in made.work],
        quizzes=[f"q{quiz.pk}" for quiz in records],
        quiz_records=records,
        manual=[f"m{item.pk}" for item in oral],
        boss=people.manager(administration="FR"),
        now=timezone.now(),
    )


def _quiz(course) -> Quiz:
    number = next(_numbers)
    activity = Activity.objects.create(
        id=uuid4(),
        course=course,
        kind=ActivityKind.QUIZ,
        code=f"module-1/quiz-{number}",
        position=10_000 + number,
        is_required=False,
    )
    return make_quiz(activity, attempts_allowed=0)


def marked(
    made, place: int, work: int, *, points, attempt: int = 1, at: datetime | None = None, **facts
) -> GradeEntry:
    """A work of a participant, handed in and released with these points."""
    enrolment = made.enrolments[place]
    hand_in = make_hand_in(made.work[work], enrolment, at=at, attempt=attempt)
    return enter_grade(
        item=item_of(made.work[work]),
        enrolment_id=enrolment.pk,
        kind="marked",
        by=made.tutors[0],
        points=Decimal(points),
        submission=hand_in.submission,
        attempt=attempt,
        **facts,
    )


def sat(made, place: int, *, right: int, quiz: int = 0):
    """A participant sits a quiz of four questions."""
    record = made.quiz_records[quiz]
    attempt = assessment.start_attempt(enrolment_id=made.enrolments[place].pk, quiz=record)
    return answer(attempt, right=right)


def fill(made) -> None:
    """A grade for everybody in every column but the last of each kind, written at once."""
    items = [item_of(work) for work in made.work]
    items += GradeItem.objects.filter(category__run=made.run).exclude(kind="assignment")
    kinds = {"assignment": "marked", "quiz": "quiz", "manual": "by_hand"}
    GradeEntry.objects.bulk_create(
        GradeEntry(
            item=item,
            enrolment=enrolment,
            number=1,
            kind=kinds[item.kind],
            points=item.most * ((7 * place + 3 * column) % 11) / 10 % (item.most + 1),
            by=made.tutors[0],
            role="tutor",
            at=made.now,
        )
        for place, enrolment in enumerate(made.enrolments)
        for column, item in enumerate(items)
        if (place + column) % 7
    )
