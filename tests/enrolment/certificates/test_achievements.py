"""What participants of a session did, from real records."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enrolment.admissions.api import enrolments_in, move_participant, withdraw_participant
from enrolment.certificates import api
from enrolment.certificates.rules import Award, Code, Module, classify_award
from enrolment.completion.models import CourseCompletion
from enrolment.grading.entries import enter_grade
from enrolment.grading.items import item_of
from enrolment.progress.models import Attendance
from tests.factories.academies import make_dated, make_participants, make_taught_programme
from tests.factories.closing import REGULATION, mark_module
from tests.factories.courses import make_course
from tests.factories.running import monday
from tests.factories.tutoring import make_hand_in

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2018, 9, 3, tzinfo=UTC)
ASKED = REGULATION | {"pass_handed_in": True, "honours_nothing_late": True, "honours_optional": 1}


@pytest.fixture
def programme():
    """Two required modules with a course, and an optional one."""
    found = make_taught_programme(modules=2, **ASKED)
    optional = found.modules.create(code="o1", title="Integrity", position=9, is_required=False, last_week=2)
    optional.course = make_course(is_open=False, lessons=1).course
    optional.save()
    return found


@pytest.fixture
def session(programme):
    return make_dated(programme, starts_on=LONG_AGO.date())


def grade(participation, code, points, *, late_days=0, attempt=1, module=None):
    """A work of a module, handed in and released with these of 20 points."""
    module = module or participation.session.modules.get(code=code)
    work, enrolment = module.run.assignments.get(), enrolment_of(participation, module)
    hand_in = make_hand_in(work, enrolment, attempt=attempt, late_days=late_days)
    enter_grade(
        item=item_of(work),
        enrolment_id=enrolment.pk,
        kind="marked",
        by=None,
        points=Decimal(points),
        submission=hand_in.submission,
        attempt=attempt,
    )
    return f"a{work.pk}"


def enrolment_of(participation, module):
    ids = {"course_ids": [module.course_id], "person_ids": [participation.learner_id]}
    return enrolments_in(**ids)[participation.learner_id, module.course_id]


def test_records_become_achievements(session, programme):
    best, late, again, missing, gone, moved = make_participants(session, 6)
    for item in (best, late, again, missing):
        grade(item, "m1", 18)
    for item in (best, late):
        mark_module(item, "m2", 92)
    late_work = grade(late, "m2", 17, late_days=2)
    on_time = grade(best, "m2", 4)
    grade(again, "m2", 6)
    again_work = grade(again, "m2", 12, attempt=2)
    optional = session.modules.get(code="o1")
    now = timezone.now()
    CourseCompletion.objects.create(enrolment=enrolment_of(best, optional), completed_at=now)
    for code, states in (("opens-m1", ("present", "absent")), ("opens-m2", ("excused", "present"))):
        for who, state in zip((best, late), states, strict=True):
            event = session.events.get(code=code)
            Attendance.objects.create(event=event, participation=who, state=state, at=now)
    withdraw_participant(participation=gone, by=None)
    later = make_dated(programme, starts_on=monday(weeks_ago=0))
    there = move_participant(participation=moved, to=later, by=None)

    found = api.achievements_of(session)
    assert set(found) == {best, late, again, missing, gone}
    assert [(item.code, item.percent) for item in found[best].modules] == [
        ("m1", 90),
        ("m2", 92),
        ("o1", None),
    ]
    assert found[best].modules[2] == Module("o1", None, Decimal(1), is_required=False, is_done=True)
    assert [item.is_done for item in found[late].modules] == [True, True, False]
    assert found[best].attendance == 100
    assert found[late].attendance == 50
    assert (found[best].late, found[late].late) == ((), (late_work,))
    assert (found[again].resubmitted, found[again].not_handed_in) == ((again_work,), ())
    assert found[again].modules[1].percent == 60
    assert found[missing].not_handed_in == (on_time,)
    assert found[gone].is_withdrawn
    assert list(api.achievements_of(later)) == [there]

    regulation = api.regulation_of(session)
    said = {who: classify_award(did, regulation) for who, did in found.items()}
    awards = [said[who].award for who in (best, late, again, missing, gone)]
    assert awards == [Award.HONOURS, Award.PASS, Award.PASS, Award.NONE, Award.NONE]
    assert {reason.code for reason in said[late].reasons if not reason.is_met} == {
        Code.NOTHING_LATE,
        Code.OPTIONAL,
    }
    names = api.names_of(session)
    assert set(names.works) == {on_time, *(f"a{item.pk}" for item in works(session, "m1", "o1"))}
    assert names.modules["o1"] == ("Integrity", "en")


def works(session, *codes):
    return [work for code in codes for work in session.modules.get(code=code).run.assignments.all()]


def test_a_mark_that_is_taken_back_leaves_what_the_gradebook_says(session):
    [one] = make_participants(session, 1)
    grade(one, "m1", 10)
    for percent in (70, None):
        mark_module(one, "m1", percent)
    [found] = api.records_of(session)
    assert found.achievement.modules[0].percent == 50
    # Work and test of the second module: what was due and is not there is missing, and waits for nobody.
    assert found.achievement.modules[1].percent == 0


def test_queries_are_as_many_for_many_as_for_one(session, django_assert_max_num_queries):
    [one] = make_participants(session, 1)
    grade(one, "m1", 10)
    with CaptureQueriesContext(connection) as few:
        api.records_of(session)
    module = session.modules.get(code="m1")
    for item in make_participants(session, 30):
        mark_module(item, "m2", 80)
        make_hand_in(module.run.assignments.get(), enrolment_of(item, module))
    with django_assert_max_num_queries(len(few)):
        assert len(api.records_of(session)) == 31
