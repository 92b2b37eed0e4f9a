"""Search in the languages of the interface, the same on SQLite and PostgreSQL."""

import pytest

from courses.catalogue.search import find, places_of
from tests.factories.catalogue import make_editions, page_in

pytestmark = pytest.mark.django_db

ORIGIN = {
    "en": {"title": "Rules of Origin", "summary": "Where goods come from, and why it matters."},
    "fr": {"title": "Les règles d’origine", "summary": "D’où viennent les marchandises."},
    "es": {"title": "Las normas de origen", "summary": "De dónde vienen las mercancías: la gestión."},
    "ar": {"title": "قواعد المنشأ", "summary": "مقدمة للبضائع والتقييم الجُمركيّ."},
    "am": {"title": "የትውልድ ሕጎች", "summary": "ዕቃዎች ከየት ይመጣሉ፤ ለጉምሩክ።"},
}


@pytest.fixture
def origin():
    return make_editions("origin", words=ORIGIN)


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "rule"),
        ("en", "ORIGINS"),
        ("en", "orig"),
        ("en", "goods rules"),
        ("fr", "regles"),
        ("fr", "règle d'origine"),
        ("fr", "marchandise"),
        ("es", "gestion"),
        ("es", "mercancia"),
        ("ar", "المنشا"),
        ("ar", "منشأ"),
        ("ar", "بضائع"),
        ("ar", "الجمركي"),
        ("ar", "قواعـد المنشإ"),
        ("am", "ትውልድ"),
        ("am", "ህጎች"),
        ("am", "ጉምሩክ"),
        ("am", "ሕጎች ትውልድ"),
    ],
)
def test_a_course_is_found(origin, language, asked):
    make_editions("other", words={language: {"title": "Zzz", "summary": "Qqq"}}, source_language=language)
    found = find(asked, (language,))
    assert list(found.scores) == [page_in(origin, language).pk]
    assert not found.is_partial


def test_stored_words_of_a_language_the_interface_lacks_are_found_in_it():
    course = make_editions(words={"en": {"title": "Происхождение товаров"}})
    assert page_in(course, "en").pk in find("происхождение", ("en",)).scores


def test_every_word_must_be_there(origin):
    other = make_editions("risk", words={"en": {"title": "Risk", "summary": "Rules for choosing."}})
    assert set(find("rules origin", ("en",)).scores) == {page_in(origin, "en").pk}
    assert page_in(other, "en").pk in find("rules", ("en",)).scores


def test_some_words_are_better_than_none(origin):
    found = find("origin zzzzz", ("en",))
    assert found.is_partial
    assert page_in(origin, "en").pk in found.scores


def test_nothing_is_nothing(origin):
    found = find("zzzzz", ("en",))
    assert found.scores == {}
    assert not found.is_partial


@pytest.mark.parametrize("asked", ["", "   ", "!?", "። ፣"])
def test_no_word_is_no_search(origin, asked):
    assert find(asked, ("en",)) is None


@pytest.mark.parametrize(
    "asked",
    [
        "'",
        '"',
        "a' OR 1=1 --",
        "title:*",
        "NEAR(a b)",
        "a & !b | (c",
        "\\",
        "%s %(x)s",
        "-",
        "a" * 10_000,
        "😀",
        "‮abc",
    ],
)
def test_hostile_words_are_only_words(origin, asked):
    find(asked, ("en", "ar"))


def test_a_title_counts_more_than_the_rest(origin):
    mention = make_editions("mention", words={"en": {"title": "Aaa", "assessment": "A test on origin."}})
    scores = find("origin", ("en",)).scores
    assert scores[page_in(origin, "en").pk] > scores[page_in(mention, "en").pk]


def test_a_whole_word_counts_more_than_a_beginning():
    assert places_of("origin\n\n", [("origin",), ("none",)]) == [8, 0]
    assert places_of("originate\n\norigin", [("origin",)]) == [4]


def test_drafts_are_not_found(origin):
    page_in(origin, "en").unpublish()
    assert find("origin", ("en",)).scores == {}


def test_one_query(origin, django_assert_max_num_queries):
    find("warm", ("en",))
    with django_assert_max_num_queries(1):
        find("origin zzzzz", ("en", "fr"))
