"""What the closing page and the report of a session cost, whatever its modules and participants."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from enrolment.admissions.api import enrolments_in
from enrolment.certificates.api import records_of
from enrolment.certificates.reporting import session_report, sessions_named
from enrolment.grading.entries import enter_grade
from enrolment.grading.items import item_of
from enrolment.grading.models import GradeCategory, GradeItem
from enrolment.programmes import api as programmes
from enrolment.programmes.models import RunAssignment
from tests.factories import people
from tests.factories.academies import make_dated, make_participants, make_taught_programme
from tests.factories.closing import REGULATION, decide
from tests.factories.people import sign_in
from tests.factories.tutoring import make_hand_in

pytestmark = pytest.mark.django_db
MOST = 25
YEAR = timedelta(days=365)


def make_full(modules: int, participants: int):
    """A session in which there is something of everything: tests that nobody sat, a grade of the first
    participant in module 1, a work of her team in module 2, and decisions."""
    programme = make_taught_programme(modules=modules, **REGULATION)
    session = make_dated(programme, starts_on=date(2017, 3, 6))
    first, *_others = make_participants(session, participants)
    runs = programmes.runs_of_session(session)
    for run in runs:
        category = GradeCategory.objects.create(run=run, module="module-1")
        quiz = run.quizzes.get().quiz
        GradeItem.objects.create(category=category, kind="quiz", quiz=quiz, most=10, position=9)
    [enrolment] = enrolments_in(course_ids=[runs[0].course_id], person_ids=[first.learner_id]).values()
    given = {"enrolment_id": enrolment.pk, "kind": "override", "by": None, "points": Decimal(18)}
    enter_grade(item=item_of(runs[0].assignments.get()), **given)
    team = programmes.make_team(run=runs[1], name="Blue")
    programmes.put_into_team(run=runs[1], team=team, person=first.learner)
    make_hand_in(runs[1].assignments.get(), team=team)
    decide(session)
    return session


def test_page_and_report_cost_the_same_for_many_modules_and_participants(
    settings, django_assert_max_num_queries, django_assert_num_queries
):
    settings.SECOND_FACTOR_REQUIRED = False
    small, large = make_full(2, 1), make_full(6, 20)
    client = Client()
    sign_in(client, people.manager())
    for session in (small, large):
        place = f"/en/secretariat/closing/{session.pk}/"
        client.get(place)
        with django_assert_max_num_queries(MOST):
            lines = client.get(place).context["lines"]
        assert len(lines) == session.participations.count()
        graded = [line.record for line in lines if line.record.achievement.modules[0].percent]
        [first] = graded
        # Of 20 points 18, and nothing for the test.
        assert [module.percent for module in first.achievement.modules[:2]] == [45, 0]
        work = session.modules.get(code="m2").run.assignments.get()
        assert {line.record.waiting for line in lines if line.record is not first} <= {()}
        assert first.waiting == (f"a{work.pk}",)
        # The time of all works is over since 2017.
        assert first.missing == first.achievement.not_handed_in
        RunAssignment.objects.filter(run__session_module__session=session).update(
            due_at=timezone.now() + YEAR
        )
        assert not any(record.missing for record in records_of(session))
    for session in (small, large):
        named = sessions_named(session.programme.code)
        with django_assert_num_queries(4):
            session_report(named)
