import re

import pytest
from django.urls import reverse

from clikc.people.roles import Role
from enrolment.admissions.api import join_course, leave_course
from enrolment.membership.api import waiting_for
from enrolment.progress.api import record_progress
from tests.factories import coordination
from tests.factories.assessment import make_sitting, sit
from tests.factories.courses import make_course
from tests.factories.people import administration_of, give_role, officer, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    person = officer(preferred_language="en")
    sign_in(client, person)
    return person


def desk(client, language="en"):
    return client.get(f"/{language}/my/").content.decode()


def test_an_empty_desk_says_what_to_do(client, reader):
    page = desk(client)
    assert "Nothing here yet" in page
    assert 'href="/en/courses/"' in page


def test_the_desk_leads_to_the_block_not_only_to_the_page(client, reader):
    made = make_course("tfa", lessons=2)
    enrolment = join_course(learner=reader, course=made.course)
    lesson = made.activities[0]
    record_progress(
        enrolment_id=enrolment.pk, activity=lesson, blocks=lesson.blocks[:2], last_block=lesson.blocks[1]
    )
    assert f'href="/en/courses/tfa/module-1/lesson-1/#b-{lesson.blocks[1]}"' in desk(client)
    # The same place in a language the lesson has not been translated into.
    assert f'href="/ar/courses/tfa/module-1/lesson-1/#b-{lesson.blocks[1]}"' in desk(client, "ar")


def test_after_a_finished_lesson_it_leads_to_the_next_thing_missing(client, reader):
    made = make_course("tfa", lessons=2)
    enrolment = join_course(learner=reader, course=made.course)
    record_progress(enrolment_id=enrolment.pk, activity=made.activities[0], is_all=True)
    page = desk(client)
    assert 'class="button" href="/en/courses/tfa/module-1/lesson-2/"' in page
    assert "1 of 3 done (33%)" in page
    assert "2 things missing for the certificate" in page


def test_a_course_that_was_left_can_be_come_back_to(client, reader):
    made = make_course("tfa", lessons=1)
    leave_course(enrolment=join_course(learner=reader, course=made.course), by=reader)
    assert "Courses you left" in desk(client)
    client.post("/en/my/courses/tfa/join/")
    assert "Courses you left" not in desk(client)


def test_another_persons_courses_are_not_on_my_desk(client, reader):
    made = make_course("tfa", lessons=1)
    join_course(learner=officer(), course=made.course)
    assert "Nothing here yet" in desk(client)


def test_the_desk_asks_to_sign_in(client):
    reply = client.get("/en/my/")
    assert reply.status_code == 302
    assert reply["Location"] == "/en/accounts/login/?next=/en/my/"


@pytest.mark.parametrize("courses", [1, 12])
def test_the_desk_costs_the_same_for_one_course_and_a_dozen(
    client, reader, courses, django_assert_max_num_queries
):
    for _ in range(courses):
        join_course(learner=reader, course=make_course(lessons=1).course)
    desk(client)
    with django_assert_max_num_queries(15):
        client.get(reverse("desk"))


@pytest.mark.parametrize("counts", ["best", "last", "first", "average"])
def test_the_desk_tells_the_result_so_far_whatever_counts(client, reader, counts):
    sitting = make_sitting(learner=reader, counts=counts)
    sit(sitting.attempt, right=2)
    page = desk(client)
    assert "result so far 50%" in page
    assert "best" not in page


def test_the_desk_tells_no_score_that_the_test_withholds(client, reader):
    sitting = make_sitting(learner=reader, review_policy="nothing")
    sit(sitting.attempt, right=2)
    page = desk(client)
    assert "pass with 70%" in page
    assert "50%" not in page
    assert "so far" not in page


def words_to_coordination(client):
    """What the desk says of the workspace, as one reads it; "" where it does not lead there."""
    found = re.search(r'<p class="notice[^"]*"><a href="/en/coordination/">(.*?)</p>', desk(client))
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


def test_a_coordinator_finds_her_workspace_and_what_waits_in_it(client):
    kenya, fiji = coordination.make_workspace("KE", officers=1), administration_of("FJ")
    sign_in(client, kenya.coordinator)
    assert words_to_coordination(client) == "Coordination: nothing waits for you today"
    coordination.make_request(kenya.administration)
    coordination.make_request(fiji)
    assert words_to_coordination(client) == "Coordination: 1 request waits for you"
    coordination.make_transfer(kenya.officers[0], fiji)
    assert words_to_coordination(client) == "Coordination: 2 requests wait for you"
    give_role(kenya.coordinator, Role.NATIONAL_COORDINATOR, administration=fiji)
    assert words_to_coordination(client) == "Coordination: 3 requests wait for you"


def test_what_waits_costs_a_coordinator_one_query_and_nobody_else_any(django_assert_num_queries):
    kenya = coordination.make_workspace("KE", officers=1)
    for person, waiting, queries in ((kenya.coordinator, 0, 1), (kenya.officers[0], None, 0)):
        # Read with every page already, for the menu.
        assert person.administrations_coordinated == ([kenya.administration.pk] if queries else [])
        with django_assert_num_queries(queries):
            assert waiting_for(person) == waiting


def test_who_coordinates_nothing_is_not_led_there(client, reader):
    assert words_to_coordination(client) == ""
    assert "/coordination/" not in desk(client)
