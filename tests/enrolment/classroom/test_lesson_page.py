import pytest
from django.conf import settings

from courses.catalogue.api import Course, outline_of
from courses.lessons.api import load_course
from enrolment.admissions.api import join_course
from enrolment.progress.api import record_progress
from tests.factories.courses import make_course
from tests.factories.people import officer, sign_in

pytestmark = pytest.mark.django_db
LESSON = "/en/courses/tfa/module-1/lesson-1/"


@pytest.fixture
def made():
    return make_course("tfa", lessons=3, languages=("en", "ar"))


@pytest.fixture
def reader(client):
    person = officer()
    sign_in(client, person)
    return person


def test_a_visitor_is_asked_to_sign_in(client, made):
    assert client.get(LESSON)["Location"] == f"/en/accounts/login/?next={LESSON}"


def test_who_is_not_enrolled_may_look_around_and_is_asked_to_join(client, made, reader):
    page = client.get(LESSON).content.decode()
    assert "Join the course to keep your place" in page
    assert "data-lesson " not in page


def test_every_block_can_be_pointed_to_and_is_the_same_in_arabic(client, made, reader):
    english = client.get(LESSON).content.decode()
    arabic = client.get(LESSON.replace("/en/", "/ar/")).content.decode()
    for block in made.activities[0].blocks:
        assert f'id="b-{block}"' in english
        assert f'id="b-{block}"' in arabic


def test_the_page_says_what_is_saved_and_the_outline_what_is_done(client, made, reader):
    enrolment = join_course(learner=reader, course=made.course)
    assert "Nothing read yet" in client.get(LESSON).content.decode()
    record_progress(enrolment_id=enrolment.pk, activity=made.activities[0], is_all=True)
    page = client.get(LESSON).content.decode()
    assert "Saved " in page
    assert 'value="100"' in page
    assert page.count('<span class="visually-hidden">done</span>') == 1


@pytest.mark.parametrize("lessons", [1, 30])
def test_a_lesson_keeps_its_budget(client, reader, lessons, django_assert_max_num_queries):
    made = make_course("big", lessons=lessons, languages=("en", "ar"))
    join_course(learner=reader, course=made.course)
    url = "/ar/courses/big/module-1/lesson-1/"
    client.get(url)
    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200


def test_a_lesson_is_not_for_search_engines(client, made, reader):
    assert '<meta name="robots" content="noindex">' in client.get(LESSON).content.decode()


def test_every_lesson_of_a_real_course_keeps_its_budget(client, reader, django_assert_max_num_queries):
    load_course(settings.COURSE_CONTENT_DIR / "risk-management")
    course = Course.objects.get(code="risk-management")
    join_course(learner=reader, course=course)
    lessons = [entry for entry in outline_of(course, "fr").activities if entry.kind == "lesson"]
    for entry in lessons:
        client.get(entry.url)
        with django_assert_max_num_queries(15):
            assert client.get(entry.url).status_code == 200
