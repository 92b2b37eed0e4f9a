"""What publishing a page says about its activity."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from clikc.foundation.later import once
from clikc.foundation.pages import locale_id, reachable
from courses.catalogue import api as catalogue
from courses.catalogue.api import Activity, ActivityKind, Course, CoursePage
from courses.quizzes.api import QuizPage

from .models import Assignment, AssignmentPage, LessonPage, ModulePage

KINDS = (CoursePage, ModulePage, LessonPage, AssignmentPage, QuizPage)
RECORDED = (LessonPage, AssignmentPage, QuizPage)


@receiver(page_published, dispatch_uid="lessons.page_published")
@receiver(page_unpublished, dispatch_uid="lessons.page_unpublished")
def on_page_changed(sender, instance, **kwargs):
    """Record what a course holds when its source edition changes; translations change no facts."""
    if not isinstance(instance, KINDS):
        return
    course = catalogue.course_of(instance)
    if course and instance.locale_id == locale_id(course.source_language):
        _record_soon(course)


@receiver(post_delete, sender=LessonPage, dispatch_uid="lessons.lesson_deleted")
@receiver(post_delete, sender=AssignmentPage, dispatch_uid="lessons.assignment_deleted")
@receiver(post_delete, sender=QuizPage, dispatch_uid="lessons.quiz_deleted")
def on_deleted(sender, instance, **kwargs):
    """Wagtail announces a deletion before it is done; the records follow when it is."""
    course = catalogue.course_of(instance)
    if course:
        _record_soon(course)


@receiver(post_page_move, dispatch_uid="lessons.page_moved")
def on_moved(sender, instance, parent_page_before, **kwargs):
    """A page that moves leaves one place and comes to another, perhaps in another course."""
    instance.__dict__.pop("_editions", None)
    # The course it leaves comes first: afterwards nothing there would tell that it is shorter.
    for course in dict.fromkeys([catalogue.course_of(parent_page_before), catalogue.course_of(instance)]):
        if course:
            _record_soon(course)


def _record_soon(course: Course) -> None:
    """Now, or once at the end where many pages are published together."""
    once(("record course", course.pk), lambda: record_course(course))


def record_course(course: Course) -> dict[UUID, Activity]:
    """Bring the records of a course in line with its source edition; translation key → activity.

    Lessons, assignments and quizzes that are live with everything above them are recorded in reading
    order; those no longer there are archived, and announced as ``course_shortened``. A course lasts as long
    as what it asks for.

    No assignment is required: it is handed in and marked in course runs with tutors, and who studies alone
    completes the course without it.
    """
    source = CoursePage.objects.filter(course=course, locale_id=locale_id(course.source_language)).first()
    if source is None:
        return {}
    pages: list[Page] = [
        page for model in RECORDED for page in reachable(model.objects.descendant_of(source))
    ]
    pages.sort(key=lambda page: page.path)
    keys = [page.translation_key for page in pages]
    gone = Activity.objects.current().filter(course=course).exclude(pk__in=keys)
    is_shorter = bool(catalogue.archive_activities(keys=gone.values_list("pk", flat=True)))
    recorded = {
        page.translation_key: catalogue.record_activity(
            key=page.translation_key, course=course, position=position, **_facts(page, source)
        )
        for position, page in enumerate(pages)
    }
    _add_assignments(recorded.values())
    minutes = sum(item.minutes for item in recorded.values() if item.is_required)
    Course.objects.filter(pk=course.pk).update(minutes=minutes)
    if is_shorter:
        catalogue.announce_shortened(course_id=course.pk)
    return recorded


def _add_assignments(activities: Iterable[Activity]) -> None:
    """Every assignment has its facts from the first time it is published."""
    keys = [item.pk for item in activities if item.kind == ActivityKind.ASSIGNMENT]
    known = set(Assignment.objects.filter(activity__in=keys).values_list("activity", flat=True))
    for key in keys:
        if key not in known:
            Assignment.objects.get_or_create(activity_id=key)


def _facts(page: Page, course_page: CoursePage) -> dict:
    code = page.url_path.removeprefix(course_page.url_path).strip("/")
    if isinstance(page, QuizPage):
        return {"kind": ActivityKind.QUIZ, "code": code}
    facts = {"code": code, "minutes": page.minutes, "blocks": [block.id for block in page.body]}
    if isinstance(page, AssignmentPage):
        return facts | {"kind": ActivityKind.ASSIGNMENT, "is_required": False}
    return facts | {"kind": ActivityKind.LESSON}
