import pytest

from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "am"])
def test_every_language_has_its_front_door(client, language):
    page = client.get(f"/{language}/")
    assert page.status_code == 200
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page.content.decode()


def test_a_page_without_a_translation_is_shown_in_its_source_language_and_says_so(client):
    make_course("tfa", lessons=1)
    page = client.get("/ar/courses/tfa/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "tfa (en)" in page
    assert 'lang="en" dir="ltr"' in page
    assert '<link rel="canonical" href="http://testserver/en/courses/tfa/">' in page


def test_the_own_edition_wins(client):
    make_course("tfa", lessons=1, languages=("en", "ar"))
    page = client.get("/ar/courses/tfa/").content.decode()
    assert "tfa (ar)" in page
    assert 'hreflang="ar"' in page


def test_only_editions_that_exist_are_alternates(client):
    make_course("tfa", lessons=1, languages=("en", "fr"))
    head = client.get("/en/courses/tfa/").content.decode().partition("</head>")[0]
    assert 'hreflang="fr"' in head
    assert 'hreflang="es"' not in head


@pytest.mark.parametrize("path", ["/en/nothing/", "/xx/", "/en/courses/nothing/", "/en/home-fr/"])
def test_what_is_not_there_is_a_404(client, path):
    assert client.get(path, follow=True).status_code == 404


def test_an_unpublished_page_is_not_there(client):
    made = make_course("tfa", lessons=1)
    made.pages["en"].unpublish()
    assert client.get("/en/courses/tfa/").status_code == 404


def test_the_language_menu_leads_to_the_same_thing(client):
    make_course("tfa", lessons=1)
    page = client.get("/en/courses/tfa/?q=1").content.decode()
    assert 'href="/ar/courses/tfa/?q=1"' in page


@pytest.mark.parametrize(
    ("header", "language"), [("fr-CH,fr;q=0.9", "fr"), ("am", "am"), ("de", "en"), ("ar-EG", "ar")]
)
def test_the_bare_address_follows_the_browser(client, header, language):
    assert client.get("/", headers={"accept-language": header})["Location"] == f"/{language}/"


def test_the_bare_address_follows_the_profile_before_the_browser(client):
    from tests.factories.people import officer, sign_in

    sign_in(client, officer(preferred_language="ar"))
    assert client.get("/", headers={"accept-language": "fr"})["Location"] == "/ar/"


def test_a_course_written_in_french_is_shown_to_an_english_reader(client):
    make_course("douane", lessons=1, languages=("fr",))
    page = client.get("/en/courses/douane/").content.decode()
    assert "douane (fr)" in page
    assert 'lang="fr" dir="ltr"' in page


def test_what_is_below_a_draft_is_not_there(client):
    made = make_course("tfa", lessons=1)
    made.pages["en"].unpublish()
    assert client.get("/en/courses/tfa/module-1/").status_code == 404
