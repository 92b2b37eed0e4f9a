"""Opening days, due days and waiting lists, as the learner meets them."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.admissions.models import Enrolment, Place
from enrolment.assessment.models import Attempt
from enrolment.progress.models import ActivityProgress
from tests.factories.coordination import make_people_cohort
from tests.factories.courses import make_course
from tests.factories.people import officer, sign_in
from tests.factories.programmes import make_seats

pytestmark = pytest.mark.django_db

LESSON, TEST = "/en/courses/tfa/module-1/lesson-1/", "/en/courses/tfa/final-test/"


def in_days(number: int):
    return timezone.now().date() + timedelta(days=number)


@pytest.fixture
def reader(client):
    return sign_in(client, officer(time_zone="UTC"))


def desk(client) -> str:
    page = BeautifulSoup(client.get("/en/my/").content, "html.parser").select_one("main")
    return page.get_text(" ", strip=True)


def put_in(person, *, is_open=False, **facts):
    made = make_course("tfa", is_open=is_open)
    make_people_cohort(person.administration, [person], courses=[made.course], **facts)
    return made


class TestOpening:
    def test_nothing_is_read_sat_or_saved_before_the_day(self, client, reader):
        made = put_in(reader, opens_on=in_days(3))
        lesson = made.activities[0]
        assert client.get(LESSON).status_code == client.get(TEST).status_code == 404
        assert client.post(f"/en/my/lessons/{lesson.pk}/read/").status_code == 404
        told = {"activity": str(lesson.pk), "blocks": lesson.blocks, "language": "en"}
        assert client.post("/progress/", told, content_type="application/json").status_code == 404
        assert client.post(f"/en/attempts/start/{made.activities[-1].pk}/").status_code == 403
        assert not ActivityProgress.objects.exists()
        assert not Attempt.objects.exists()

    def test_the_desk_says_when(self, client, reader):
        put_in(reader, opens_on=in_days(3))
        page = desk(client)
        assert "Opens on" in page
        assert "Begin" not in page
        course = client.get("/en/courses/tfa/").content.decode()
        assert "You are enrolled in this course. It opens on" in course
        assert "Ask your national coordinator" not in course

    def test_on_the_day_it_is_open(self, client, reader):
        put_in(reader, opens_on=in_days(0))
        assert client.get(LESSON).status_code == client.get(TEST).status_code == 200
        assert "Opens on" not in desk(client)

    def test_the_day_is_that_of_the_learner(self, client, reader):
        put_in(reader, opens_on=(timezone.now() + timedelta(hours=14)).date())
        for zone, status in (("Pacific/Kiritimati", 200), ("Pacific/Pago_Pago", 404)):
            type(reader).objects.update(time_zone=zone)
            assert client.get(LESSON).status_code == status

    def test_a_course_that_is_open_to_all_stays_readable(self, client, reader):
        put_in(reader, is_open=True, opens_on=in_days(3))
        assert client.get(LESSON).status_code == 200


class TestDue:
    @pytest.mark.parametrize(
        ("days", "said"),
        [(5, "Due "), (0, "Due today"), (-1, "Overdue by 1 day"), (-3, "Overdue by 3 days")],
    )
    def test_in_words(self, client, reader, days, said):
        put_in(reader, due_on=in_days(days))
        page = desk(client)
        assert said in page
        assert ("Overdue" in page) == (days < 0)


class TestQueue:
    @pytest.fixture
    def run(self, reader):
        run = make_seats(1, course=make_course("tfa", is_open=False).course)
        admissions.take_places(run=run, people=[officer(), officer(), reader])
        return run

    def test_ones_place_is_on_the_desk(self, client, reader, run):
        page = desk(client)
        assert "Waiting for a seat" in page
        assert "You are number 2 on the waiting list" in page
        assert client.get(LESSON).status_code == 404

    def test_and_can_be_given_up(self, client, reader, run):
        mine, other = Place.objects.get(learner=reader), Place.objects.waiting().first()
        assert client.get(f"/en/my/places/{mine.pk}/give-up/").status_code == 405
        assert client.post(f"/en/my/places/{other.pk}/give-up/").status_code == 404
        assert client.post(f"/en/my/places/{mine.pk}/give-up/").status_code == 302
        assert "Waiting for a seat" not in desk(client)
        assert run.places.waiting().get() == other

    def test_a_free_seat_opens_the_course(self, client, reader, run):
        others = [place.learner for place in Place.objects.exclude(learner=reader).select_related("learner")]
        admissions.leave_places(run=run, people=others)
        assert Enrolment.objects.active().get().learner == reader
        assert client.get(LESSON).status_code == 200

    def test_leaving_the_course_frees_the_seat(self, reader, run):
        admissions.leave_places(
            run=run, people=[place.learner for place in Place.objects.exclude(learner=reader)]
        )
        late = officer()
        admissions.take_places(run=run, people=[late])
        admissions.leave_course(enrolment=Enrolment.objects.get(learner=reader), by=reader)
        assert Enrolment.objects.active().get().learner == late
