"""The page of an assignment: what to do, what it is marked by, and what who reads it may do with it."""

import pytest
from bs4 import BeautifulSoup

from courses.lessons.api import Assignment
from courses.lessons.signals import record_course
from enrolment.admissions.api import join_course
from tests.factories.courses import make_assignment_page, make_course
from tests.factories.people import officer, sign_in
from tests.factories.tutoring import make_rubric

pytestmark = pytest.mark.django_db
PAGE = "/en/courses/tfa/module-1/essay/"


@pytest.fixture
def made():
    made = make_course("tfa", lessons=2, languages=("en", "ar"))
    for language in ("en", "ar"):
        make_assignment_page(made.modules[language])
    record_course(made.course)
    made.assignment = Assignment.objects.get()
    return made


@pytest.fixture
def rubric(made):
    return make_rubric(made.assignment, criteria=2)


@pytest.fixture
def reader(client):
    person = officer()
    sign_in(client, person)
    return person


def opened(client, url: str = PAGE) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_a_visitor_is_asked_to_sign_in(client, made):
    assert client.get(PAGE)["Location"] == f"/en/accounts/login/?next={PAGE}"


def test_a_course_that_is_not_open_hides_it_from_strangers(client, made, reader):
    type(made.course).objects.update(is_open=False)
    assert client.get(PAGE).status_code == 404


def test_it_says_what_is_taken(client, made, reader):
    Assignment.objects.update(words_from=300, words_to=450, most_files=2, most_megabytes=5, is_group=True)
    said = opened(client).select_one(".takes").get_text(" ", strip=True)
    for words in ("300 to 450 words", "2 at most, up to 5 MB each", "a team"):
        assert words in said


def test_who_studies_alone_checks_herself_by_the_rubric(client, made, rubric, reader):
    page = opened(client)
    assert "handed in and marked in tutored runs" in page.select_one(".assignment__work").get_text()
    form = page.select_one("form[data-rubric-check]")
    assert form.get("action") is None
    assert form.get("method") is None
    levels = form.select("input[type=radio]")
    assert [(item["name"], item["value"]) for item in levels[:3]] == [
        ("rubric-criterion-1", "10.00"),
        ("rubric-criterion-1", "6.00"),
        ("rubric-criterion-1", "0.00"),
    ]
    assert all(item.find_parent("label") for item in levels)


def test_the_rubric_is_a_table_whose_cells_have_heads(client, made, rubric, reader):
    table = opened(client).select_one("table.rubric")
    assert len(table.select("tbody")) == 2
    assert [head["scope"] for head in table.select("tbody")[0].select("th")] == ["rowgroup", *["row"] * 3]
    assert "up to 10 points" in table.select_one("tbody th").get_text()


def test_the_rubric_is_read_in_the_reader_s_language_also_where_the_page_is_not(client, made, rubric, reader):
    page = opened(client, PAGE.replace("/en/", "/es/"))
    assert page.select_one("h1").get_text() == "Assignment essay (en)"
    title = page.select_one(".rubric__title")
    assert title.get_text() == "Criterio 1"
    assert "lang" not in title.attrs
    arabic = opened(client, PAGE.replace("/en/", "/ar/"))
    assert arabic.select_one(".rubric__title").get_text() == "المعيار 1"
    level = arabic.select_one(".rubric__choice > span > span:last-child")
    assert (level.get_text(), level["lang"], level["dir"]) == ("Full", "en", "ltr")


def test_a_guide_without_levels_takes_points(client, made, reader):
    guide = make_rubric(made.assignment, criteria=1, kind="guide")
    guide.criteria.get().levels.all().delete()
    own = opened(client).select_one("input[type=number]")
    assert (own["max"], own["data-most"]) == ("10.00", "10.00")


def test_without_a_rubric_there_is_none(client, made, reader):
    assert opened(client).select_one(".rubric") is None


def test_only_the_newest_version_is_shown(client, made, rubric, reader):
    newer = make_rubric(made.assignment, criteria=1, version=2)
    newer.criteria.update(title_en="Another thing")
    titles = [item.get_text() for item in opened(client).select(".rubric__title")]
    assert titles == ["Another thing"]


def test_neighbours_lead_to_it_and_on(client, made, reader):
    lesson = opened(client, "/en/courses/tfa/module-1/lesson-2/")
    assert lesson.select_one("a[rel=next]")["href"] == PAGE
    page = opened(client)
    assert page.select_one("a[rel=prev]")["href"] == "/en/courses/tfa/module-1/lesson-2/"
    assert page.select_one("a[rel=next]")["href"] == "/en/courses/tfa/final-test/"


@pytest.mark.parametrize("url", ["/en/courses/tfa/", "/en/courses/tfa/module-1/"])
def test_outlines_name_it_for_what_it_is(client, made, reader, url):
    join_course(learner=reader, course=made.course)
    entry = next(
        item for item in opened(client, url).select(".outline__entry") if item.select_one("a")["href"] == PAGE
    )
    assert "Written assignment · 1 h 30 min" in entry.get_text(" ", strip=True)


def test_the_course_says_how_many_there_are(client, made):
    facts = opened(client, "/en/courses/tfa/").select_one(".facts").get_text(" ", strip=True)
    assert "Written assignments 1 in runs with a tutor" in facts


def test_it_is_not_for_search_engines(client, made, reader):
    assert opened(client).select_one("meta[name=robots]")["content"] == "noindex"
    assert PAGE not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("criteria", [1, 30])
def test_it_keeps_its_budget(client, made, reader, criteria, django_assert_max_num_queries):
    make_rubric(made.assignment, criteria=criteria)
    join_course(learner=reader, course=made.course)
    client.get(PAGE)
    with django_assert_max_num_queries(20):
        assert client.get(PAGE).status_code == 200
