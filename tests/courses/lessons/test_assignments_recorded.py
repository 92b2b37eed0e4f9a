"""Publishing an assignment records it; nobody needs it to complete the course."""

import pytest

from courses.catalogue.models import Activity, Course, CoursePage
from courses.lessons.models import Assignment, AssignmentPage
from enrolment.admissions.api import join_course
from enrolment.assessment.api import start_attempt
from enrolment.completion.api import whats_missing
from enrolment.completion.models import CourseCompletion
from enrolment.progress.api import record_progress
from tests.factories import people
from tests.factories.assessment import sit
from tests.factories.courses import lesson_body, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make_course("first", lessons=2)


def fresh(page):
    """The page as an author's request finds it."""
    return type(page).objects.get(pk=page.pk)


def published(parent, code: str = "essay") -> AssignmentPage:
    """An assignment as an author writes and publishes it."""
    parent = fresh(parent)
    page = parent.add_child(
        instance=AssignmentPage(
            title="An essay", slug=code, minutes=90, body=lesson_body(code), locale=parent.locale
        )
    )
    page.save_revision().publish()
    return page


def current(course) -> list[tuple[str, str]]:
    return list(Activity.objects.current().filter(course=course).values_list("code", "kind"))


def test_it_is_recorded_with_its_facts_in_reading_order(made):
    page = published(made.modules["en"])
    activity = Activity.objects.get(pk=page.translation_key)
    assert (activity.kind, activity.minutes, activity.is_required) == ("assignment", 90, False)
    assert activity.blocks == [block.id for block in page.body]
    assert [code for code, _kind in current(made.course)] == [
        "module-1/lesson-1",
        "module-1/lesson-2",
        "module-1/essay",
        "final-test",
    ]
    facts = Assignment.objects.get(activity=activity)
    assert (facts.takes_text, facts.rubric) == (True, None)


def test_publishing_again_keeps_the_facts(made):
    page = published(made.modules["en"])
    Assignment.objects.update(most_files=7)
    fresh(page).save_revision().publish()
    assert Assignment.objects.get().most_files == 7


def test_the_course_is_no_longer_for_it_and_is_complete_without_it(made):
    before = Course.objects.get(pk=made.course.pk).minutes
    published(made.modules["en"])
    assert Course.objects.get(pk=made.course.pk).minutes == before == 20
    enrolment = join_course(learner=people.officer(), course=made.course)
    for activity in made.activities[:2]:
        record_progress(enrolment_id=enrolment.pk, activity=activity, is_all=True)
    assert len(whats_missing(enrolment=enrolment).requirements) == 3
    sit(start_attempt(enrolment_id=enrolment.pk, quiz=made.quiz))
    assert CourseCompletion.objects.filter(enrolment=enrolment).exists()


def test_a_deleted_one_is_archived_and_its_facts_stay(made):
    page = published(made.modules["en"])
    fresh(page).delete()
    activity = Activity.objects.get(pk=page.translation_key)
    assert activity.is_archived
    assert Assignment.objects.filter(activity=activity).exists()
    assert ("module-1/essay", "assignment") not in current(made.course)


def test_an_unpublished_one_comes_back_as_it_was(made):
    page = published(made.pages["en"])
    Assignment.objects.update(is_group=True)
    fresh(page).unpublish()
    assert ("essay", "assignment") not in current(made.course)
    fresh(page).save_revision().publish()
    assert ("essay", "assignment") in current(made.course)
    assert Assignment.objects.get().is_group


def test_one_that_moves_leaves_one_course_and_comes_to_the_other(made):
    other = make_course("second", lessons=1)
    page = published(made.modules["en"])
    fresh(page).move(fresh(other.modules["en"]), pos="last-child")
    assert ("module-1/essay", "assignment") in current(other.course)
    assert ("module-1/essay", "assignment") not in current(made.course)
    activity = Activity.objects.get(pk=page.translation_key)
    assert (activity.course, activity.is_archived, activity.is_required) == (other.course, False, False)


def test_the_course_is_found_by_its_title(made):
    published(made.modules["en"])
    assert "essay" in CoursePage.objects.get(pk=made.pages["en"].pk).search_words
