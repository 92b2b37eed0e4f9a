"""What publishing a page says about its activity."""

from uuid import UUID

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from clikc.foundation.later import once
from clikc.foundation.pages import locale_id
from courses.catalogue import api as catalogue
from courses.catalogue.api import Activity, ActivityKind, Course, CoursePage
from courses.quizzes.api import QuizPage

from .models import LessonPage


@receiver(page_published, sender=LessonPage, dispatch_uid="lessons.lesson_published")
@receiver(page_published, sender=QuizPage, dispatch_uid="lessons.quiz_published")
def on_published(sender, instance, **kwargs):
    """Record a lesson or quiz when its source edition goes live; translations change no facts."""
    course = catalogue.course_of(instance)
    if course and instance.locale_id == locale_id(course.source_language):
        _record_soon(course)


@receiver(page_unpublished, sender=LessonPage, dispatch_uid="lessons.lesson_unpublished")
@receiver(page_unpublished, sender=QuizPage, dispatch_uid="lessons.quiz_unpublished")
def on_unpublished(sender, instance, **kwargs):
    """Archive what left the source edition; the course is shorter then."""
    course = catalogue.course_of(instance)
    if course and instance.locale_id == locale_id(course.source_language):
        _record_soon(course)


@receiver(post_page_move, dispatch_uid="lessons.page_moved")
def on_moved(sender, instance, **kwargs):
    course = catalogue.course_of(instance)
    if course:
        _record_soon(course)


def _record_soon(course: Course) -> None:
    """Now, or once at the end where many pages are published together."""
    once(("record course", course.pk), lambda: record_course(course))


def record_course(course: Course) -> dict[UUID, Activity]:
    """Bring the records of a course in line with its source edition; translation key → activity.

    Lessons and quizzes that are live are recorded in reading order; those no longer there are archived.
    """
    source = CoursePage.objects.filter(course=course, locale_id=locale_id(course.source_language)).first()
    if source is None:
        return {}
    pages: list[Page] = [
        *LessonPage.objects.live().descendant_of(source),
        *QuizPage.objects.live().descendant_of(source),
    ]
    pages.sort(key=lambda page: page.path)
    recorded = {}
    for position, page in enumerate(pages):
        recorded[page.translation_key] = catalogue.record_activity(
            key=page.translation_key, course=course, position=position, **_facts(page, source)
        )
    gone = Activity.objects.current().filter(course=course).exclude(pk__in=recorded)
    catalogue.archive_activities(keys=gone.values_list("pk", flat=True))
    Course.objects.filter(pk=course.pk).update(minutes=sum(item.minutes for item in recorded.values()))
    return recorded


def _facts(page: Page, course_page: CoursePage) -> dict:
    code = page.url_path.removeprefix(course_page.url_path).strip("/")
    if isinstance(page, QuizPage):
        return {"kind": ActivityKind.QUIZ, "code": code}
    return {
        "kind": ActivityKind.LESSON,
        "code": code,
        "minutes": page.minutes,
        "blocks": [block.id for block in page.body],
    }
