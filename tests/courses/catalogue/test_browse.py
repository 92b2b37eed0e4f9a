"""The catalogue page: a form and its address, without a script."""

from datetime import date, timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from courses.catalogue.api import refresh_search_words
from courses.catalogue.models import Course
from tests.factories.catalogue import make_editions, make_image, page_in
from tests.factories.courses import make_course, make_subject

pytestmark = pytest.mark.django_db


def soup_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def titles(soup):
    return [title.get_text(strip=True) for title in soup.select(".course-card__title")]


@pytest.fixture
def shelf():
    """Four courses, different in everything."""
    security = make_subject("security", "Security")
    security.name_fr = "Sécurité"
    security.save()
    made = [
        make_editions("alpha", words={"en": {"title": "Alpha"}, "fr": {"title": "Alpha fr"}}, minutes=60),
        make_editions(
            "beta", words={"en": {"title": "Beta", "summary": "About arms."}}, minutes=200, subject=security
        ),
        make_editions(
            "gamma", words={"en": {"title": "Gamma arms"}}, minutes=480, level="advanced", subject=security
        ),
        make_editions("delta", words={"ar": {"title": "دلتا"}, "en": {"title": "Delta"}}, minutes=30),
    ]
    for age, course in enumerate(made):
        Course.objects.filter(pk=course.pk).update(opened_on=date.today() - timedelta(days=40 * age))
    return made


def test_every_course_once_in_the_best_language(client, shelf):
    assert titles(soup_of(client, "/en/courses/")) == ["Alpha", "Beta", "Delta", "Gamma arms"]
    assert titles(soup_of(client, "/fr/courses/")) == ["Alpha fr", "Beta", "Gamma arms", "دلتا"]
    assert titles(soup_of(client, "/ar/courses/")) == ["دلتا", "Alpha", "Beta", "Gamma arms"]


def test_a_course_with_neither_edition_nor_source_is_not_there(client, shelf):
    page_in(shelf[3], "ar").unpublish()
    assert titles(soup_of(client, "/fr/courses/")) == ["Alpha fr", "Beta", "Gamma arms"]


def test_a_fallback_on_a_card_says_its_language(client, shelf):
    soup = soup_of(client, "/ar/courses/")
    card = next(card for card in soup.select(".course-card") if "Beta" in card.text)
    title = card.select_one(".course-card__title")
    assert (title["lang"], title["dir"]) == ("en", "ltr")
    assert card.select_one("a")["href"] == "/ar/courses/beta/"


def test_search_and_relevance(client, shelf):
    soup = soup_of(client, "/en/courses/?q=arms")
    assert titles(soup) == ["Gamma arms", "Beta"]
    assert soup.select_one("#browse-q")["value"] == "arms"
    assert soup.select_one("#browse-sort option[selected]").text == "Best match"


def test_the_usual_order_is_not_in_the_form(client, shelf):
    """Who searches from a shelf in order of title gets the best match first."""
    for address in ("/en/courses/", "/en/courses/?q=arms"):
        assert soup_of(client, address).select_one("#browse-sort option[selected]")["value"] == ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("level=advanced", ["Gamma arms"]),
        ("subject=security", ["Beta", "Gamma arms"]),
        ("subject=security&level=foundation", ["Beta"]),
        ("level=advanced&level=foundation&subject=security", ["Beta", "Gamma arms"]),
        ("language=fr", ["Alpha"]),
        ("language=fr&language=ar", ["Alpha", "Delta"]),
        ("duration=long", ["Gamma arms"]),
        ("duration=short&duration=medium", ["Alpha", "Beta", "Delta"]),
        ("sort=newest", ["Alpha", "Beta", "Gamma arms", "Delta"]),
        ("sort=shortest", ["Delta", "Alpha", "Beta", "Gamma arms"]),
        ("q=arms&sort=title", ["Beta", "Gamma arms"]),
        ("q=arms&level=advanced", ["Gamma arms"]),
        ("level=unknown&sort=strange&page=1e30&other=x", ["Alpha", "Beta", "Delta", "Gamma arms"]),
        ("sort=relevance", ["Alpha", "Beta", "Delta", "Gamma arms"]),
    ],
)
def test_the_address_says_it_all(client, shelf, query, expected):
    assert titles(soup_of(client, f"/en/courses/?{query}")) == expected


def test_the_form_says_it_all(client, shelf):
    """What a browser sends without a script is what the page was asked for."""
    soup = soup_of(client, "/en/courses/?q=arms&subject=security&sort=title")
    form = soup.select_one("form#browse")
    assert (form["method"], form["action"]) == ("get", "/en/courses/")
    fields = soup.select("form#browse [name], [form=browse][name]")
    sent = {
        (field["name"], field["value"])
        for field in fields
        if field.name == "input" and (field["type"] != "checkbox" or field.has_attr("checked"))
    }
    sort = soup.select_one("select[name=sort] option[selected]")["value"]
    assert sent == {("q", "arms"), ("subject", "security")}
    assert sort == "title"
    assert soup.select("button[form=browse]")


def test_choices_can_be_taken_back(client, shelf):
    soup = soup_of(client, "/en/courses/?q=arms&subject=security&level=advanced&sort=title")
    addresses = [unescape(chip["href"]) for chip in soup.select(".chip")]
    assert addresses == [
        "?subject=security&level=advanced&sort=title",
        "?q=arms&level=advanced&sort=title",
        "?q=arms&subject=security&sort=title",
        "/en/courses/",
    ]


def test_counts_are_those_under_the_other_choices(client, shelf):
    soup = soup_of(client, "/en/courses/?level=advanced")
    counts = {
        label.select_one("input")["id"]: label.select_one("[aria-hidden]").text
        for label in soup.select(".facet__choice")
    }
    assert counts["level-foundation"] == "3"
    assert counts["level-advanced"] == "1"
    assert "subject-compliance" not in counts


def test_labels_are_in_the_readers_language(client, shelf):
    soup = soup_of(client, "/fr/courses/")
    assert "Sécurité" in soup.select_one(".filters").text


def test_a_new_course_says_so(client, shelf):
    soup = soup_of(client, "/en/courses/?sort=newest")
    assert [bool(card.select(".badge")) for card in soup.select(".course-card")] == [True, True, False, False]


def test_how_complete_an_edition_is(client):
    made = make_course("half", lessons=2, languages=("en", "fr"), final_test=False)
    made.lessons["fr"][0].unpublish()
    languages = (
        soup_of(client, "/en/courses/").select_one(".course-card__languages").get_text(" ", strip=True)
    )
    assert "50%" in languages
    assert "100%" not in languages


def test_nothing_found_says_what_to_do(client, shelf):
    soup = soup_of(client, "/en/courses/?q=gama")
    assert soup.select_one("#shelf-count").text == "0 courses"
    empty = soup.select_one(".shelf__empty")
    assert "?q=gamma" in [link["href"] for link in empty.select("a")]
    assert "/en/courses/" in [link["href"] for link in empty.select("a")]


def test_nothing_found_under_filters_offers_to_drop_them(client, shelf):
    soup = soup_of(client, "/en/courses/?q=alpha&level=advanced")
    assert "?q=alpha" in [link["href"] for link in soup.select(".shelf__empty a")]


def test_some_of_the_words_is_said(client, shelf):
    soup = soup_of(client, "/en/courses/?q=alpha+zzzzz")
    assert titles(soup) == ["Alpha"]
    assert soup.select_one(".shelf .notice")
    assert not soup.select(".shelf .notice a")


def test_some_of_the_words_come_with_the_one_that_was_meant(client, shelf):
    soup = soup_of(client, "/en/courses/?q=alpha+gama")
    assert titles(soup) == ["Alpha"]
    assert soup.select_one(".shelf .notice a")["href"] == "?q=alpha+gamma"


def test_an_empty_catalogue_is_a_page_too(client):
    assert soup_of(client, "/am/courses/").select_one(".shelf__empty")


@pytest.mark.parametrize(
    "query",
    [
        "page=1e30",
        "page=99999999999999999999",
        "page=-1",
        "page=0",
        "page=",
        "page=²",
        "q=" + "a" * 10_000,
        "q=%27%22%3Cscript%3E",
        "q=%F0%9F%98%80",
        "q=%E2%80%AEabc",
        "q=%FF%FE",
        "subject=99999999999999999999&level=" + "x" * 5_000,
        "&".join(f"level=v{number}" for number in range(500)),
        "language=../../etc&sort=%0d%0a",
        "q=a&q=b&sort=title&sort=newest",
    ],
)
def test_hostile_addresses_are_ordinary_pages(client, shelf, query):
    soup = soup_of(client, f"/en/courses/?{query}")
    assert len(soup.select_one("#browse-q")["value"]) <= 200
    assert not soup.select("script:not([src])")


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80"])
def test_what_nobody_can_read_is_refused(client, shelf, query):
    assert client.get(f"/en/courses/?{query}").status_code == 400


def test_pages_beyond_twenty_four(client):
    for number in range(26):
        make_editions(f"many-{number:02}", words={"en": {"title": f"Many {number:02}"}})
    first = soup_of(client, "/en/courses/?q=many&sort=title")
    assert len(titles(first)) == 24
    assert [link["href"] for link in first.select("nav.pages a")] == ["?q=many&sort=title&page=2"]
    assert titles(soup_of(client, "/en/courses/?q=many&sort=title&page=2")) == ["Many 24", "Many 25"]
    assert titles(soup_of(client, "/en/courses/?q=many&sort=title&page=9")) == ["Many 24", "Many 25"]


@pytest.mark.parametrize(
    "query", ["", "?q=course&level=foundation&sort=newest", "?q=course+zzzzz", "?q=zzzzz"]
)
def test_as_many_queries_for_fifty_courses_as_for_one(client, query, django_assert_max_num_queries):
    cover = make_image()
    first = make_course("course-first", lessons=1, languages=("en", "fr"), cover=cover)
    refresh_search_words(first.course)
    counts = [_queries(client, f"/en/courses/{query}", django_assert_max_num_queries)]
    for number in range(49):
        make_editions(f"course-{number}", words={"en": {"title": f"Course {number}"}}, cover=cover)
    counts.append(_queries(client, f"/en/courses/{query}", django_assert_max_num_queries))
    assert counts[1] <= counts[0]


def _queries(client, address, at_most):
    client.get(address)  # pictures are made at the first visit
    cache.clear()
    with at_most(12) as context:
        client.get(address)
    return len(context.captured_queries)
