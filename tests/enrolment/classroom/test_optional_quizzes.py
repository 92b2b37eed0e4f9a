"""A quiz that is not required stands in the way of nobody: it is offered, and may be passed by."""

import pytest

from courses.catalogue.models import Activity, Course
from courses.lessons.api import load_course
from enrolment.admissions.api import join_course
from enrolment.classroom.desk import desk_of
from enrolment.classroom.held import held_by
from enrolment.progress.api import record_progress
from tests.factories.course_folder import course_folder
from tests.factories.people import officer, sign_in

pytestmark = pytest.mark.django_db

PRETEST = """quizzes:
  - code: before-you-start
    at: start
    required: false
    pass_mark: 0
    attempts: 1
final_test:
"""
COURSE = "/en/courses/example/"
FIRST_PAGE = f"{COURSE}before-you-start/"
FIRST_LESSON = f"{COURSE}first/everything/"
SECOND_LESSON = f"{COURSE}first/short/"


@pytest.fixture
def course(tmp_path) -> Course:
    folder = course_folder(tmp_path)
    folder.edit("course.yaml", "final_test:\n", PRETEST)
    for language in ("en", "fr"):
        folder.write(f"{language}/before-you-start.md", f"---\ntitle: Before ({language})\n---\n\nTry it.\n")
    load_course(folder.root)
    return Course.objects.get()


@pytest.fixture
def reader(client):
    person = officer()
    sign_in(client, person)
    return person


def read(enrolment, code: str) -> None:
    record_progress(enrolment_id=enrolment.pk, activity=Activity.objects.get(code=code), is_all=True)


def test_joining_offers_it_and_its_page_leads_on_to_the_first_lesson(client, course, reader):
    assert client.post("/en/my/courses/example/join/")["Location"] == FIRST_PAGE
    page = client.get(FIRST_PAGE).content.decode()
    assert f'rel="next" href="{FIRST_LESSON}"' in page
    assert 'rel="prev"' not in page
    assert f'rel="prev" href="{FIRST_PAGE}"' in client.get(FIRST_LESSON).content.decode()


def test_the_final_test_leads_back_to_the_lessons_and_to_the_course(client, course, reader):
    page = client.get(f"{COURSE}final-test/").content.decode()
    assert f'rel="prev" href="{COURSE}second/last/"' in page
    assert 'rel="next"' not in page
    assert "Back to the course" in page


def test_who_passed_it_by_goes_on_with_the_lessons(client, course, reader):
    enrolment = join_course(learner=reader, course=course)
    assert desk_of(held_by(reader)).current[0].resume == FIRST_LESSON
    assert f'class="button" href="{FIRST_LESSON}"' in client.get(COURSE).content.decode()
    read(enrolment, "first/everything")
    assert desk_of(held_by(reader)).current[0].resume == SECOND_LESSON
    assert f'class="button" href="{SECOND_LESSON}"' in client.get(COURSE).content.decode()


def test_it_is_not_among_what_is_missing(course, reader):
    enrolment = join_course(learner=reader, course=course)
    read(enrolment, "first/everything")
    (in_hand,) = desk_of(held_by(reader)).current
    assert [line.entry.url for line in in_hand.missing] == [
        SECOND_LESSON,
        f"{COURSE}second/last/",
        f"{COURSE}final-test/",
    ]
    assert in_hand.percent == 25
