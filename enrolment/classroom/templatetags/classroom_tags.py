"""What a learner sees of herself on a page of ``courses``."""

from django import template

from enrolment.classroom import standing

register = template.Library()


@register.simple_tag(takes_context=True)
def lesson_standing(context, page):
    """The reader in this lesson: enrolment, what is read. One query."""
    entry = context["outline"].by_key.get(page.translation_key)
    enrolment = getattr(context["request"], "enrolment", None)
    return standing.in_lesson(enrolment=enrolment, activity=entry.activity if entry else None)


@register.simple_tag(takes_context=True)
def course_standing(context, course, outline):
    """The reader in this course: enrolment, states, done of total. None, one or two queries."""
    user = context["request"].user
    if not user.is_authenticated:
        return standing.Standing()
    activities = [entry.activity for entry in outline.activities]
    return standing.in_course(user=user, course=course, activities=activities)


@register.simple_tag(takes_context=True)
def module_standing(context, page, course):
    """The reader in the course of a module page."""
    return course_standing(context, course, context["outline"])


@register.filter
def resume(where, outline):
    """Where a learner goes on in a course: address, title and language of the next thing."""
    return standing.next_place(where, outline)
