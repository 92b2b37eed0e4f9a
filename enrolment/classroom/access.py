"""Who may open a lesson or a test. Asked by the hook before a page is served."""

from __future__ import annotations

from clikc.people.roles import Role
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions

READS_ALL_CONTENT = frozenset(
    {Role.NATIONAL_COORDINATOR, Role.TUTOR, Role.AUTHOR, Role.PROGRAMME_MANAGER, Role.ADMIN}
)


def may_read(*, user, course, enrolment) -> bool:
    """Whether a signed-in person may read a course's lessons: enrolled, open, or by role."""
    if enrolment is not None and enrolment.is_active:
        return True
    return course.is_open or bool(user.roles & READS_ALL_CONTENT)


def standing_in(page, user):
    """The course a lesson or test belongs to and the person's enrolment in it, active or not."""
    course = catalogue.course_of(page)
    if course is None:
        return None, None
    return course, admissions.enrolment_of(learner=user, course_id=course.pk)
