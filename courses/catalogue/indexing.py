"""What a course is found by: the words of each edition and of everything live below it."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail.search import index
from wagtail.signals import page_published, page_unpublished, post_page_move

from clikc.foundation.later import once
from clikc.foundation.pages import language_codes, reachable

from .models import Course, CoursePage, Subject
from .words import searchable


def refresh_search_words(course: Course) -> int:
    """Write anew what every edition of ``course`` is found by; how many editions changed.

    Three lines: the title; what the course is about; everything else. Changed editions are in the
    search index when this returns. Safe to call at any time; two queries where nothing changed.
    """
    editions = list(CoursePage.objects.filter(course=course).select_related("course__subject"))
    titles = _titles_below(editions)
    changed = []
    for page in editions:
        words = _words_of(page, titles[page.pk])
        if words != page.search_words:
            page.search_words = words
            changed.append(page)
    CoursePage.objects.bulk_update(changed, ["search_words"])
    for page in changed:
        index.insert_or_update_object(page)
    return len(changed)


def _titles_below(editions: list[CoursePage]) -> dict[int, list[str]]:
    """Course page id → titles of the live modules and activities of that edition. One query."""
    titles: dict[int, list[str]] = {page.pk: [] for page in editions}
    if not editions:
        return titles
    below = Q()
    for page in editions:
        below |= Q(path__startswith=page.path, depth__gt=page.depth)
    for path, title in reachable(Page.objects.filter(below)).values_list("path", "title"):
        owner = next(page for page in editions if path.startswith(page.path))
        titles[owner.pk].append(title)
    return titles


def _words_of(page: CoursePage, titles_below: list[str]) -> str:
    language = language_codes()[page.locale_id]
    subject = getattr(page.course.subject, f"name_{language}", "") or page.course.subject.name_en
    objectives = [str(block.value) for block in page.objectives]
    about = [page.summary, subject or "", *objectives]
    rest = [strip_tags(page.introduction.replace("<", " <")), page.audience, page.assessment, *titles_below]
    return "\n".join(searchable(" ".join(part), language) for part in ([page.title], about, rest))


@receiver(post_page_move, dispatch_uid="catalogue.page_moved")
def on_page_moved(sender, instance, parent_page_before, **kwargs):
    """A page that moves may leave one course and come to another."""
    from .api import course_of

    instance.__dict__.pop("_editions", None)
    for course in {course_of(instance), course_of(parent_page_before)} - {None}:
        _refresh_later(course)


@receiver(page_published, dispatch_uid="catalogue.page_published")
@receiver(page_unpublished, dispatch_uid="catalogue.page_unpublished")
def on_page_changed(sender, instance, **kwargs):
    """A page in a course came, changed or went: the course may be found by other words now."""
    from .api import course_of

    course = course_of(instance)
    if course:
        _refresh_later(course)


@receiver(post_save, sender=Course, dispatch_uid="catalogue.course_saved")
def on_course_saved(sender, instance, raw=False, created=False, **kwargs):
    if not raw and not created:
        _refresh_later(instance)


@receiver(post_save, sender=Subject, dispatch_uid="catalogue.subject_saved")
def on_subject_saved(sender, instance, raw=False, created=False, **kwargs):
    if raw or created:
        return
    for course in instance.courses.all():
        _refresh_later(course)


def _refresh_later(course: Course) -> None:
    """Now, or once for the course when all pages that are being published together are."""
    once(("catalogue.search_words", course.pk), lambda: refresh_search_words(course))
