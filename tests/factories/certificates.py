"""Completions and certificates, as the journey would have left them."""

from datetime import UTC, datetime

from courses.catalogue.models import Course, CoursePage
from enrolment.admissions.api import join_course
from enrolment.certificates.api import award_certificate
from enrolment.certificates.models import Certificate
from enrolment.completion.models import CourseCompletion
from tests.factories import people
from tests.factories.courses import make_course_page, make_subject

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def make_titled_course(
    code: str = "risk", titles: dict[str, str] | None = None, minutes: int = 360
) -> Course:
    """A course with nothing but its pages: one in each language of ``titles``."""
    course = Course.objects.create(code=code, subject=make_subject(), minutes=minutes)
    titles = {"en": "Risk Management in Customs"} if titles is None else titles
    for language, title in titles.items():
        make_course_page(course, language, title=title)
    return course


def rename_course(course: Course, title: str) -> None:
    """Another title on every page of a course."""
    for page in CoursePage.objects.filter(course=course):
        page.title = title
        page.save_revision().publish()


def make_completion(learner=None, course=None, *, tested: bool = True, at=NOON) -> CourseCompletion:
    """A completed course; nobody has heard of it yet, so nothing was awarded."""
    enrolment = join_course(learner=learner or people.officer(), course=course or make_titled_course())
    criteria = ["lesson_read", "quiz_passed"] if tested else ["lesson_read"]
    return CourseCompletion.objects.create(
        enrolment=enrolment, completed_at=at, evidence=[{"criterion": name} for name in criteria]
    )


def make_certificate(learner=None, course=None, **facts) -> Certificate:
    """A certificate, awarded by the verb."""
    return award_certificate(completion=make_completion(learner, course, **facts))
