"""The records of a course follow what authors delete, hide, move and shorten."""

import pytest

from courses.catalogue.models import Activity
from courses.lessons.models import LessonPage, ModulePage
from enrolment.admissions.api import join_course
from enrolment.assessment.api import start_attempt
from enrolment.completion.api import whats_missing_in
from enrolment.completion.models import CourseCompletion
from enrolment.progress.api import record_progress
from tests.factories import people
from tests.factories.assessment import sit
from tests.factories.courses import lesson_body, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make_course("first", lessons=2)


def current(course) -> list[str]:
    return list(Activity.objects.current().filter(course=course).values_list("code", flat=True))


def missing(enrolment) -> int:
    decision = whats_missing_in(enrolments=[enrolment])[enrolment.pk]
    return len(decision.requirements)


def fresh(page):
    """The page as an author's request finds it."""
    return type(page).objects.get(pk=page.pk)


def learner_who_has_read_only(made, number: int):
    """Somebody who passed the test and has read one lesson of two."""
    enrolment = join_course(learner=people.officer(), course=made.course)
    record_progress(enrolment_id=enrolment.pk, activity=made.activities[number - 1], is_all=True)
    sit(start_attempt(enrolment_id=enrolment.pk, quiz=made.quiz))
    assert not CourseCompletion.objects.filter(enrolment=enrolment).exists()
    return enrolment


def completed() -> set:
    return set(CourseCompletion.objects.values_list("enrolment", flat=True))


def test_a_deleted_lesson_gives_its_address_to_a_new_one(made):
    old = fresh(made.lessons["en"][0])
    key = old.translation_key
    old.delete()
    assert Activity.objects.get(pk=key).is_archived
    assert current(made.course) == ["module-1/lesson-2", "final-test"]

    module = fresh(made.modules["en"])
    new = module.add_child(
        instance=LessonPage(
            title="Told anew", slug="lesson-1", minutes=10, body=lesson_body("anew"), locale=module.locale
        )
    )
    new.save_revision().publish()
    assert sorted(current(made.course)) == ["final-test", "module-1/lesson-1", "module-1/lesson-2"]
    activity = Activity.objects.current().get(course=made.course, code="module-1/lesson-1")
    assert activity.pk == new.translation_key != key
    assert activity.blocks == [block.id for block in new.body]


def test_a_deleted_test_is_asked_for_no_more(made):
    fresh(made.quiz_pages["en"]).delete()
    assert current(made.course) == ["module-1/lesson-1", "module-1/lesson-2"]


def test_a_hidden_module_takes_its_lessons_along_and_brings_them_back(made):
    enrolment = join_course(learner=people.officer(), course=made.course)
    assert missing(enrolment) == 3
    fresh(made.modules["en"]).unpublish()
    assert current(made.course) == ["final-test"]
    assert missing(enrolment) == 1
    fresh(made.modules["en"]).save_revision().publish()
    assert current(made.course) == ["module-1/lesson-1", "module-1/lesson-2", "final-test"]
    assert missing(enrolment) == 3


def test_a_hidden_translation_changes_no_requirements():
    made = make_course("both", languages=("en", "fr"))
    ModulePage.objects.get(locale__language_code="fr").unpublish()
    assert len(current(made.course)) == 3


@pytest.mark.parametrize("is_back", [False, True])
def test_a_lesson_that_moves_leaves_one_course_and_comes_to_the_other(made, is_back):
    """Whichever of the two courses is the older."""
    other = make_course("second", lessons=1)
    source, target = (made, other) if not is_back else (other, made)
    # One more in the source, so that the addresses do not clash.
    page = fresh(source.lessons["en"][-1])
    page.slug = "wanderer"
    page.save_revision().publish()
    source_enrolment = join_course(learner=people.officer(), course=source.course)
    for activity in source.activities:
        if activity.kind == "lesson" and activity.pk != page.translation_key:
            record_progress(enrolment_id=source_enrolment.pk, activity=activity, is_all=True)
    sit(start_attempt(enrolment_id=source_enrolment.pk, quiz=source.quiz))
    assert not completed()

    fresh(page).move(fresh(target.modules["en"]), pos="last-child")
    assert "module-1/wanderer" in current(target.course)
    assert "module-1/wanderer" not in current(source.course)
    activity = Activity.objects.get(pk=page.translation_key)
    assert activity.course == target.course
    assert not activity.is_archived
    assert completed() == {source_enrolment.pk}


def test_a_shorter_course_is_complete_for_who_misses_nothing_any_more(made):
    has_read_the_first = learner_who_has_read_only(made, 1)
    learner_who_has_read_only(made, 2)
    beginner = join_course(learner=people.officer(), course=made.course)
    fresh(made.lessons["en"][1]).unpublish()
    assert completed() == {has_read_the_first.pk}
    assert beginner.pk not in completed()


def test_a_deleted_lesson_completes_too(made):
    enrolment = learner_who_has_read_only(made, 1)
    fresh(made.lessons["en"][1]).delete()
    assert completed() == {enrolment.pk}


def test_a_longer_course_takes_nothing_back(made):
    fresh(made.lessons["en"][1]).unpublish()
    enrolment = join_course(learner=people.officer(), course=made.course)
    record_progress(enrolment_id=enrolment.pk, activity=made.activities[0], is_all=True)
    sit(start_attempt(enrolment_id=enrolment.pk, quiz=made.quiz))
    fresh(made.lessons["en"][1]).save_revision().publish()
    assert completed() == {enrolment.pk}


def test_a_course_written_in_french_has_its_lines_on_a_spanish_desk(client):
    made = make_course("douane", languages=("fr",))
    reader = people.officer(preferred_language="es")
    people.sign_in(client, reader)
    join_course(learner=reader, course=made.course)
    desk = client.get("/es/my/").content.decode()
    for title in ("douane (fr)", "Lesson 1 (fr)", "Lesson 2 (fr)", "Final test (fr)"):
        assert title in desk
    assert client.get("/es/courses/douane/module-1/lesson-1/").status_code == 200
