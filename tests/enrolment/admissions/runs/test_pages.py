"""Course runs as programme managers keep them."""

import pytest
from bs4 import BeautifulSoup

from enrolment.admissions import api
from enrolment.programmes.models import CourseRun
from tests.factories import people
from tests.factories.coordination import make_officers
from tests.factories.courses import make_course
from tests.factories.programmes import make_seats

pytestmark = pytest.mark.django_db

RUNS = "/en/runs/"


@pytest.fixture(autouse=True)
def boss(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return people.sign_in(client, people.manager())


def text(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").select_one("main").get_text(" ", strip=True)


def filled(run):
    officers = make_officers(people.administration_of("KE"), 3)
    api.take_places(run=run, people=officers)
    return officers


def test_a_run_is_made_and_kept(client, boss):
    course = make_course().course
    assert "There is no course run yet" in text(client.get(RUNS))
    asked = {"name": "Spring", "course": course.pk, "seats": "2"}
    assert client.post(RUNS + "new/", asked).status_code == 302
    run = CourseRun.objects.get()
    assert (run.seats, run.made_by) == (2, boss)
    assert client.post(f"{RUNS}{run.pk}/", {"name": "Autumn", "seats": ""}).status_code == 302
    run.refresh_from_db()
    assert (run.name, run.seats, run.course) == ("Autumn", None, course)
    assert "Autumn" in text(client.get(RUNS))


def test_seats_are_numbers_and_nobodys_name(client):
    run = make_seats(2)
    officers = filled(run)
    page = text(client.get(f"{RUNS}{run.pk}/"))
    assert "Seats 2 Taken 2 Waiting 1" in page
    assert not any(person.printed_name in page for person in officers)


def test_added_seats_go_to_who_waits(client):
    run = make_seats(1)
    filled(run)
    client.post(f"{RUNS}{run.pk}/", {"name": run.name, "seats": "2"})
    assert api.counts_of([run.pk])[run.pk] == {"taken": 2, "waiting": 1}
    client.post(f"{RUNS}{run.pk}/", {"name": run.name, "seats": "1"})
    assert api.counts_of([run.pk])[run.pk] == {"taken": 2, "waiting": 1}


def test_closing_and_opening_again(client):
    run = make_seats(1)
    client.post(f"{RUNS}{run.pk}/close/")
    assert "Closed" in text(client.get(f"{RUNS}{run.pk}/"))
    assert not CourseRun.objects.current().exists()
    client.post(f"{RUNS}{run.pk}/close/", {"open": "1"})
    assert CourseRun.objects.current().get() == run


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "\u202egnp"},
        {"seats": "0"},
        {"seats": "9" * 20},
        {"seats": "1e30"},
        {"opens_on": "2030-02-01", "closes_on": "2030-01-01"},
        {"opens_on": "0001-01-01"},
        {"course": "9" * 20},
    ],
)
def test_rubbish_is_refused(client, bad):
    asked = {"name": "Spring", "course": make_course().course.pk} | bad
    assert client.post(RUNS + "new/", asked).status_code == 422
    assert not CourseRun.objects.exists()


def test_nobody_else_finds_them(client):
    run = make_seats(1)
    for person in (people.officer(), people.coordinator(), people.tutor()):
        people.sign_in(client, person)
        for address in (RUNS, RUNS + "new/", f"{RUNS}{run.pk}/"):
            assert client.get(address).status_code == 404


def test_one_there_is_not(client):
    assert client.get(f"{RUNS}{'9' * 20}/").status_code == client.get(f"{RUNS}999999/").status_code == 404


def test_many_cost_as_much_as_one(client, django_assert_max_num_queries):
    for number in (1, 12):
        for _more in range(number):
            filled(make_seats(1))
        with django_assert_max_num_queries(12):
            assert client.get(RUNS).status_code == 200
