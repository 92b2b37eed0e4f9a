"""Work that outlasts a request."""

from django_tasks import task

from enrolment.admissions import api as admissions

from .api import review_completion


@task()
def review_course(course_id: int) -> int:
    """Complete the course for everybody in it who misses nothing any more; how many were looked at.

    Each learner is a transaction of its own; safe to break off and to do again.
    """
    waiting = admissions.incomplete_enrolments(course_id=course_id)
    for enrolment_id in waiting:
        review_completion(enrolment_id=enrolment_id)
    return len(waiting)
