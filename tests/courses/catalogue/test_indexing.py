"""What a course is found by follows what is published."""

import pytest

from courses.catalogue.api import refresh_search_words
from courses.catalogue.models import CoursePage
from courses.catalogue.search import find
from tests.factories.catalogue import make_editions, page_in
from tests.factories.courses import make_course, make_lesson_page, make_subject

pytestmark = pytest.mark.django_db


def finds(course, asked, language="en"):
    return page_in(course, language).pk in find(asked, (language,)).scores


@pytest.mark.parametrize(
    "asked",
    ["titleword", "summaryword", "objectiveword", "introword", "audienceword", "assessword", "Subjectword"],
)
def test_all_of_a_course_page_is_found(asked):
    course = make_editions(
        words={
            "en": {
                "title": "Titleword",
                "summary": "Summaryword",
                "introduction": "<p>Before<b>introword</b></p>",
                "objectives": [("objective", "Objectiveword")],
                "audience": "Audienceword",
                "assessment": "Assessword",
            }
        },
        subject=make_subject("s", "Subjectword"),
    )
    assert finds(course, asked)


def test_titles_below_are_found_in_their_own_edition_only():
    made = make_course("c", languages=("en", "fr"))
    make_lesson_page(made.modules["fr"], 9, title="Quarantaine")
    refresh_search_words(made.course)
    assert finds(made.course, "quarantaine", "fr")
    assert not finds(made.course, "quarantaine", "en")


def test_publishing_a_lesson_fills_the_words_of_its_course():
    made = make_course("c")
    lesson = made.lessons["en"][0]
    lesson.title = "Quarantine of plants"
    lesson.save_revision().publish()
    assert finds(made.course, "plants")


def test_unpublishing_a_lesson_takes_its_words_away():
    made = make_course("c")
    lesson = make_lesson_page(made.modules["en"], 9, title="Quarantine")
    refresh_search_words(made.course)
    lesson.unpublish()
    assert not finds(made.course, "quarantine")


def test_publishing_an_edition_fills_its_words():
    course = make_editions(words={"en": {"title": "Before"}})
    page = page_in(course, "en")
    page.title = "Afterwards"
    page.save_revision().publish()
    assert finds(course, "afterwards")
    assert not finds(course, "before")


def test_a_new_subject_or_name_of_a_subject_is_found():
    course = make_editions(subject=make_subject("one", "Oneword"))
    course.subject = make_subject("two", "Twoword")
    course.save()
    assert finds(course, "twoword")
    course.subject.name_en = "Threeword"
    course.subject.save()
    assert finds(course, "threeword")
    assert not finds(course, "twoword")


def test_a_subject_is_found_in_the_language_of_the_edition():
    subject = make_subject("s", "Security")
    subject.name_ar = "الأمن"
    subject.save()
    course = make_editions(words={"en": {}, "ar": {}}, subject=subject)
    assert finds(course, "امن", "ar")
    assert not finds(course, "security", "ar")


def test_nothing_changed_is_nothing_written(django_assert_num_queries):
    course = make_editions(words={"en": {}, "fr": {}})
    with django_assert_num_queries(2):
        assert refresh_search_words(course) == 0


def test_a_course_without_pages_has_nothing_to_refresh():
    course = make_editions()
    CoursePage.objects.all().delete()
    assert refresh_search_words(course) == 0
