"""Those who write questions can reach them, those who do not cannot change them."""

import pytest

from tests.factories.courses import make_course
from tests.factories.people import make_person, sign_in_with_second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return make_course(lessons=1).questions[0]


def status(client, path):
    return client.get(path).status_code


def test_an_author_works_on_questions_quizzes_and_courses(client, question):
    sign_in_with_second_factor(client, make_person(role="author"))
    assert status(client, "/admin/question/") == 200
    assert status(client, f"/admin/question/edit/{question.pk}/") == 200
    assert status(client, "/admin/quiz/") == 200
    assert status(client, "/admin/course_record/") == 200


def test_a_translator_reads_questions_and_changes_none(client, question):
    sign_in_with_second_factor(client, make_person(role="translator", locale_code="fr"))
    assert status(client, "/admin/question/") == 200
    assert status(client, f"/admin/question/edit/{question.pk}/") == 302
    page = client.get(f"/admin/question/inspect/{question.pk}/")
    assert page.status_code == 200
    assert "Because it is so." in page.content.decode()
    address = f"/admin/bulk/quizzes/question/set_status/?id={question.pk}"
    assert client.post(address, {"status": "retired", "expected": 1}).status_code == 302
    assert not type(question).objects.get(pk=question.pk).is_retired


@pytest.mark.parametrize("role", ["tutor", "national_coordinator", "programme_manager"])
def test_others_have_no_business_there(client, question, role):
    sign_in_with_second_factor(client, make_person(role=role))
    assert status(client, "/admin/question/") == 403
