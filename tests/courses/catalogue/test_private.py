"""What an author made private is named nowhere to a visitor."""

import pytest
from wagtail.models import PageViewRestriction

from courses.catalogue.api import refresh_search_words
from tests.factories import people
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db

PLACES = ["/en/", "/en/courses/", "/en/courses/?q=smugglers", "/en/courses/feed/", "/sitemap.xml"]
SECRET = "How smugglers are found"


@pytest.fixture
def made():
    made = make_course("hidden")
    made.pages["en"].title = SECRET
    made.pages["en"].save_revision().publish()
    make_course("shown")
    refresh_search_words(made.course)
    return made


def restrict(page, kind=PageViewRestriction.LOGIN, **facts):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **facts)


def titles_at(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", PLACES)
def test_a_private_course_is_on_no_list(client, made, path):
    before = titles_at(client, path)
    assert SECRET in before or "courses/hidden/" in before
    restrict(made.pages["en"])
    after = titles_at(client, path)
    assert SECRET not in after
    assert "courses/hidden/" not in after


def test_what_stands_below_something_private_is_private(client, made):
    restrict(made.pages["en"].get_parent())
    assert SECRET not in titles_at(client, "/en/")


def test_a_private_edition_leaves_the_others_on_the_shelf(client):
    made = make_course("both", languages=("en", "fr"))
    restrict(made.pages["fr"])
    page = titles_at(client, "/fr/courses/")
    assert "both (fr)" not in page
    assert "both (en)" in page


@pytest.mark.parametrize("path", ["/en/courses/hidden/", "/en/courses/hidden/module-1/"])
def test_a_private_lesson_is_in_no_visitors_outline(client, made, path):
    restrict(made.lessons["en"][0])
    assert "Lesson 1 (en)" not in titles_at(client, path)
    assert "Lesson 2 (en)" in titles_at(client, path)
    people.sign_in(client, people.officer())
    assert "Lesson 1 (en)" in titles_at(client, path)


def test_who_has_passed_the_door_sees_the_outline_behind_it(client, made):
    door = restrict(made.modules["en"], PageViewRestriction.PASSWORD, password="harbour")
    path = "/en/courses/hidden/module-1/"
    assert "Lesson 1 (en)" not in titles_at(client, path)
    client.post(f"/private/{door.pk}/{made.modules['en'].pk}/", {"password": "harbour", "return_url": path})
    assert "Lesson 1 (en)" in titles_at(client, path)
