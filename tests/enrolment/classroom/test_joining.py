import pytest

from enrolment.admissions.models import Enrolment
from enrolment.progress.models import ActivityProgress
from tests.factories.courses import make_course
from tests.factories.people import coordinator, officer, sign_in

pytestmark = pytest.mark.django_db


def test_joining_leads_to_the_first_lesson(client):
    made = make_course("tfa", lessons=2)
    sign_in(client, officer())
    assert client.post("/en/my/courses/tfa/join/")["Location"] == "/en/courses/tfa/module-1/lesson-1/"
    assert Enrolment.objects.get().course == made.course


def test_a_link_to_join_asks_first_and_changes_nothing(client):
    make_course("tfa", lessons=1)
    sign_in(client, officer())
    page = client.get("/fr/my/courses/tfa/join/")
    assert page.status_code == 200
    assert not Enrolment.objects.exists()


def test_a_visitor_is_sent_to_sign_in_and_then_back_to_joining(client):
    make_course("tfa", lessons=1)
    reply = client.get("/en/my/courses/tfa/join/")
    assert reply["Location"] == "/en/accounts/login/?next=/en/my/courses/tfa/join/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_joining_never_leads_out_of_the_house(client, elsewhere):
    make_course("tfa", lessons=1)
    sign_in(client, officer())
    reply = client.post("/en/my/courses/tfa/join/", {"next": elsewhere})
    assert reply["Location"].startswith("/en/courses/")


@pytest.mark.parametrize("code", ["nothing", "a" * 500])
def test_an_unknown_course_is_a_404(client, code):
    sign_in(client, officer())
    assert client.post(f"/en/my/courses/{code}/join/").status_code == 404
    assert client.post(f"/en/my/courses/{code}/leave/").status_code == 404


def test_a_closed_course_cannot_be_joined_nor_read(client):
    make_course("closed", lessons=1, is_open=False)
    sign_in(client, officer())
    assert client.post("/en/my/courses/closed/join/").status_code == 404
    assert client.get("/en/courses/closed/module-1/lesson-1/").status_code == 404
    assert client.get("/en/courses/closed/").status_code == 200


def test_a_coordinator_may_look_into_a_closed_course(client):
    make_course("closed", lessons=1, is_open=False)
    sign_in(client, coordinator())
    assert client.get("/en/courses/closed/module-1/lesson-1/").status_code == 200


def test_leaving_asks_first_and_keeps_the_record(client):
    made = make_course("tfa", lessons=1)
    sign_in(client, officer())
    client.post("/en/my/courses/tfa/join/")
    client.post(f"/en/my/lessons/{made.activities[0].pk}/read/")
    assert "your test results" in client.get("/en/my/courses/tfa/leave/").content.decode()
    assert Enrolment.objects.get().is_active
    client.post("/en/my/courses/tfa/leave/")
    assert not Enrolment.objects.get().is_active
    assert ActivityProgress.objects.count() == 1


def test_reading_a_lesson_without_a_script(client):
    made = make_course("tfa", lessons=2)
    sign_in(client, officer())
    client.post("/en/my/courses/tfa/join/")
    reply = client.post(f"/ar/my/lessons/{made.activities[0].pk}/read/")
    assert reply["Location"] == "/ar/courses/tfa/module-1/lesson-2/"
    assert ActivityProgress.objects.get().completed_at


def test_who_is_not_in_the_course_records_nothing(client):
    made = make_course("tfa", lessons=1)
    sign_in(client, officer())
    assert client.post(f"/en/my/lessons/{made.activities[0].pk}/read/").status_code == 404
    assert not ActivityProgress.objects.exists()
