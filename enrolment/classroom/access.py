"""Who may open a lesson or a test. Asked by the hook before a page is served."""

from __future__ import annotations

from clikc.people.roles import Role, allowed
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions

READS_ALL = frozenset(role for role in Role.values if allowed(role, "course_content", "R", "*"))
READS_OWN_LANGUAGE = frozenset(role for role in Role.values if allowed(role, "course_content", "R", "l"))


def may_read(*, user, course, enrolment, language: str) -> bool:
    """Whether a signed-in person may read a course's lessons: enrolled and its day has come, open, or by
    role.

    ``language`` is the one the page is written in: a translator reads what is in hers.
    """
    if course.is_open or (enrolment is not None and enrolment.is_under_way):
        return True
    if user.roles & READS_ALL:
        return True
    return bool(user.roles & READS_OWN_LANGUAGE) and language in user.languages_translated


def standing_in(page, user):
    """The course a lesson or test belongs to and the person's enrolment in it, active or not."""
    course = catalogue.course_of(page)
    if course is None:
        return None, None
    return course, admissions.enrolment_of(learner=user, course_id=course.pk)
