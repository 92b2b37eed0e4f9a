"""The page of a course: what a reader needs to decide."""

import pytest
from bs4 import BeautifulSoup

from courses.catalogue.api import refresh_search_words
from enrolment.admissions.api import join_course
from tests.factories.catalogue import make_editions, make_image, page_in
from tests.factories.courses import make_course, make_course_page, make_lesson_page
from tests.factories.people import officer, sign_in

pytestmark = pytest.mark.django_db


def soup_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def facts_of(soup):
    return {
        fact.dt.get_text(strip=True): fact.dd.get_text(" ", strip=True)
        for fact in soup.select(".facts > div")
    }


@pytest.fixture
def made():
    return make_course("tfa", lessons=2, languages=("en", "fr"), level="intermediate", pass_mark=80)


def test_what_is_so_about_a_course(client, made):
    facts = facts_of(soup_of(client, "/en/courses/tfa/"))
    assert facts["Level"] == "Intermediate"
    assert facts["Duration"] == "20 minutes"
    assert facts["Lessons"] == "2"
    assert "80%" in facts["Final test"]
    assert facts["Certificate"]
    assert "English" in facts["Languages"]
    assert "français" in facts["Languages"]


def test_what_is_said_about_a_course(client, made):
    text = soup_of(client, "/en/courses/tfa/").select_one("main").text
    page = made.pages["en"]
    for words in (
        page.title,
        page.summary,
        page.audience,
        page.assessment,
        "Say what risk means",
        "border post",
    ):
        assert words in text


def test_the_outline_has_every_lesson_and_the_test(client, made):
    entries = soup_of(client, "/fr/courses/tfa/").select(".outline__entry a")
    assert [entry["href"] for entry in entries] == [
        "/fr/courses/tfa/module-1/lesson-1/",
        "/fr/courses/tfa/module-1/lesson-2/",
        "/fr/courses/tfa/final-test/",
    ]


def test_a_lesson_not_yet_translated_says_its_language(client, made):
    made.lessons["fr"][1].unpublish()
    soup = soup_of(client, "/fr/courses/tfa/")
    entry = soup.select_one('.outline__entry a[href$="lesson-2/"]')
    assert (entry["lang"], entry["dir"]) == ("en", "ltr")
    shares = {link["hreflang"]: link.find_next(class_="meta").text for link in soup.select(".editions a")}
    assert "66" in shares["fr"]
    assert "66" not in shares["en"]


def test_a_fallback_says_so_and_keeps_its_own_language(client, made):
    soup = soup_of(client, "/ar/courses/tfa/")
    assert soup.html["lang"] == "ar"
    assert soup.html["dir"] == "rtl"
    assert soup.select_one(".notice--warn")
    assert (soup.h1["lang"], soup.h1["dir"]) == ("en", "ltr")
    assert soup.select_one(".outline__entry a")["href"].startswith("/ar/")


def test_an_edition_has_no_such_notice(client, made):
    assert not soup_of(client, "/fr/courses/tfa/").select(".notice--warn")


def test_each_edition_has_a_way_to_it(client, made):
    soup = soup_of(client, "/en/courses/tfa/")
    links = {link["hreflang"]: link["href"] for link in soup.select(".editions a")}
    assert links == {"en": "/en/courses/tfa/", "fr": "/fr/courses/tfa/"}
    assert soup.select_one(".editions a[aria-current]")["hreflang"] == "en"


def test_a_cover_says_what_it_shows(client):
    make_editions("seen", words={"en": {"cover_alt": "A harbour at dawn"}}, cover=make_image())
    assert soup_of(client, "/en/courses/seen/").select_one(".course__cover img")["alt"] == "A harbour at dawn"


def test_a_cover_whose_file_is_gone_breaks_nothing(client):
    cover = make_image()
    cover.file.storage.delete(cover.file.name)
    make_editions("blind", cover=cover, share_picture=cover)
    assert not soup_of(client, "/en/courses/blind/").select(".course__cover")
    assert soup_of(client, "/en/courses/").select(".course-card")


def test_a_course_without_lessons_is_a_page_too(client):
    make_editions("bare")
    facts = facts_of(soup_of(client, "/en/courses/bare/"))
    assert "Final test" not in facts
    assert "Lessons" not in facts


def test_markup_in_titles_is_only_text(client):
    make_editions("sharp", words={"en": {"title": "</script><b>&</b>"}})
    for address in ("/en/courses/sharp/", "/en/courses/", "/en/courses/feed/"):
        assert b"<b>&</b>" not in client.get(address).content


def test_drafts_and_strangers_are_not_found(client, made):
    page_in(made.course, "en").unpublish()
    assert client.get("/en/courses/tfa/").status_code == 404
    assert client.get("/en/courses/none/").status_code == 404


@pytest.mark.parametrize("who", ["visitor", "learner"])
def test_as_many_queries_for_a_long_course_as_for_a_short_one(client, django_assert_max_num_queries, who):
    picture = make_image()
    made = make_course("short", lessons=1, languages=("en", "fr"), cover=picture, share_picture=picture)
    if who == "learner":
        learner = officer()
        join_course(learner=learner, course=made.course)
        sign_in(client, learner)
    short = _queries(client, "/fr/courses/short/", django_assert_max_num_queries)
    for number in range(2, 20):
        make_lesson_page(made.modules["en"], number)
    assert _queries(client, "/fr/courses/short/", django_assert_max_num_queries) == short


def _queries(client, address, at_most):
    client.get(address)  # pictures are made, and remembered, at the first visit
    with at_most(12) as context:
        client.get(address)
    return len(context.captured_queries)


def test_an_edition_that_comes_later_replaces_the_fallback(client, made):
    make_course_page(made.course, "ar", title="اتفاقية تيسير التجارة")
    refresh_search_words(made.course)
    soup = soup_of(client, "/ar/courses/tfa/")
    assert soup.h1.text == "اتفاقية تيسير التجارة"
    assert not soup.select(".notice--warn")


def test_a_draft_can_be_looked_at_before_any_edition_is_live():
    course = make_editions("draft")
    page = page_in(course, "en")
    page.unpublish()
    page.refresh_from_db()
    assert b"</html>" in page.make_preview_request().content
