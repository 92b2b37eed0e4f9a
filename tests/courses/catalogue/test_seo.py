"""What machines read."""

import json

import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree

from courses.catalogue.seo import as_script, iso_duration
from tests.factories.catalogue import make_editions, make_image
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def made():
    return make_course("tfa", lessons=1, languages=("en", "fr"), share_picture=make_image())


def head_of(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").head


def alternates(head):
    return {link["hreflang"]: link["href"] for link in head.select("link[rel=alternate][hreflang]")}


def facts_of(head):
    return json.loads(head.select_one('script[type="application/ld+json"]').string)


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/en/courses/tfa/", "/en/courses/tfa/"),
        ("/fr/courses/tfa/?utm=x", "/fr/courses/tfa/"),
        ("/ar/courses/tfa/", "/en/courses/tfa/"),
        ("/ar/courses/?q=x&level=foundation", "/ar/courses/"),
    ],
)
def test_canonical(client, made, address, canonical):
    assert head_of(client, address).select_one("link[rel=canonical]")["href"] == SITE + canonical


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_only_real_editions_are_alternates(client, made, language):
    assert alternates(head_of(client, f"/{language}/courses/tfa/")) == {
        "en": f"{SITE}/en/courses/tfa/",
        "fr": f"{SITE}/fr/courses/tfa/",
        "x-default": f"{SITE}/en/courses/tfa/",
    }


def test_the_catalogue_is_there_in_every_language(client):
    assert set(alternates(head_of(client, "/am/courses/"))) == {"en", "fr", "es", "ar", "am", "x-default"}


def test_a_narrowed_shelf_is_not_for_search_engines(client, made):
    assert not head_of(client, "/en/courses/").select("meta[name=robots]")
    assert "noindex" in head_of(client, "/en/courses/?q=tfa").select_one("meta[name=robots]")["content"]


def test_a_picture_when_a_link_is_shared(client, made):
    head = head_of(client, "/fr/courses/tfa/")
    picture = head.select_one('meta[property="og:image"]')["content"]
    assert picture.startswith(f"{SITE}/media/images/")
    assert picture.endswith(".jpg")
    assert head.select_one('meta[property="og:title"]')["content"] == made.pages["fr"].title
    assert head.select_one('meta[name="twitter:card"]')["content"] == "summary_large_image"


def test_no_picture_is_no_picture(client):
    make_editions("plain")
    head = head_of(client, "/en/courses/plain/")
    assert not head.select('meta[property="og:image"]')
    assert head.select_one('meta[name="twitter:card"]')["content"] == "summary"


def test_a_course_as_schema_org_knows_it(client, made):
    facts = facts_of(head_of(client, "/fr/courses/tfa/"))
    assert facts["@type"] == "Course"
    assert facts["name"] == made.pages["fr"].title
    assert facts["inLanguage"] == "fr"
    assert facts["timeRequired"] == "PT10M"
    assert facts["teaches"] == ["Say what risk means"]
    assert facts["provider"]["name"] == "CLiKC!"
    assert facts["url"] == f"{SITE}/fr/courses/tfa/"
    assert facts["image"].startswith(SITE)
    instance = facts["hasCourseInstance"]
    assert instance["@type"] == "CourseInstance"
    assert instance["courseMode"] == "Online"
    assert instance["courseWorkload"] == "PT10M"
    assert instance["inLanguage"] == ["en", "fr"]


def test_facts_of_a_fallback_are_those_of_the_edition_shown(client, made):
    facts = facts_of(head_of(client, "/ar/courses/tfa/"))
    assert (facts["inLanguage"], facts["educationalLevel"]) == ("en", "Foundation")


def test_nothing_said_ends_the_script(client):
    title = '</script><script>alert("x")</script> & <!-- \u2028'
    make_editions("sharp", words={"en": {"title": title}})
    head = head_of(client, "/en/courses/sharp/")
    assert facts_of(head)["name"] == title
    assert len(head.select("script")) == 1


def test_json_survives_every_letter():
    facts = {"a": "<>&\u2028\u2029'\"é‮"}
    written = as_script(facts)
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == facts


@pytest.mark.parametrize(
    ("minutes", "written"), [(0, "PT0M"), (45, "PT45M"), (60, "PT1H"), (465, "PT7H45M"), (6000, "PT100H")]
)
def test_durations(minutes, written):
    assert iso_duration(minutes) == written


def test_the_sitemap_lists_live_public_pages_and_their_languages(client, made):
    made.pages["fr"].refresh_from_db()
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    places = {url.find(f"{MAP}loc").text: url for url in tree}
    assert {f"{SITE}/en/", f"{SITE}/am/courses/", f"{SITE}/ar/about/"} <= set(places)
    assert {f"{SITE}/en/courses/tfa/", f"{SITE}/fr/courses/tfa/module-1/"} <= set(places)
    assert not [place for place in places if "lesson" in place or "final-test" in place]
    assert f"{SITE}/ar/courses/tfa/" not in places
    course = places[f"{SITE}/fr/courses/tfa/"]
    assert {link.get("hreflang"): link.get("href") for link in course.findall(f"{XHTML}link")} == {
        "en": f"{SITE}/en/courses/tfa/",
        "fr": f"{SITE}/fr/courses/tfa/",
        "x-default": f"{SITE}/en/courses/tfa/",
    }


def test_every_place_of_the_sitemap_is_there(client, made):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    for url in tree:
        address = url.find(f"{MAP}loc").text.removeprefix(SITE)
        assert client.get(address).status_code == 200, address


def test_the_sitemap_leaves_out_drafts(client, made):
    made.pages["en"].unpublish()
    assert b"/en/courses/tfa/" not in client.get("/sitemap.xml").content


def test_the_sitemap_takes_few_queries(client, made, django_assert_max_num_queries):
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(4):
        client.get("/sitemap.xml")


def test_robots_are_told_where_the_sitemap_is(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert "Disallow: /admin/" in lines
    assert "Disallow: /fr/accounts/" in lines


@pytest.mark.parametrize(("language", "expected"), [("en", ["tfa (en)"]), ("fr", ["tfa (fr)"]), ("am", [])])
def test_a_feed_of_the_courses_of_a_language(client, made, language, expected):
    for page in made.pages.values():
        page.save_revision().publish()
    response = client.get(f"/{language}/courses/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    assert [entry.find(f"{ATOM}title").text for entry in feed.findall(f"{ATOM}entry")] == expected
    links = [entry.find(f"{ATOM}link").get("href") for entry in feed.findall(f"{ATOM}entry")]
    assert links == [f"{SITE}/{language}/courses/tfa/" for _ in expected]
    own = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert own["self"] == f"{SITE}/{language}/courses/feed/"


def test_pages_of_the_catalogue_point_to_the_feed(client, made):
    for address in ("/fr/courses/", "/fr/courses/tfa/"):
        link = head_of(client, address).select_one('link[type="application/atom+xml"]')
        assert link["href"] == "/fr/courses/feed/"


@pytest.mark.parametrize("address", ["/sitemap.xml", "/robots.txt"])
def test_these_are_only_for_reading(client, address):
    assert client.post(address).status_code == 405
