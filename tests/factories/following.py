"""Officers in courses, at any standing: records as the journey would have left them."""

from datetime import UTC, date, datetime, timedelta

from courses.catalogue.models import Activity, Course
from enrolment.admissions.models import Enrolment
from enrolment.completion.models import CourseCompletion
from enrolment.membership.models import Invitation
from enrolment.programmes.api import CohortFacts, add_members, make_cohort
from enrolment.progress.models import ActivityProgress
from tests.factories import people
from tests.factories.courses import make_course_page, make_subject

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()


def make_plain_course(
    code: str = "risk", *, activities: int = 10, titles: dict[str, str] | None = None
) -> Course:
    """A course whose lessons have records but no pages of their own."""
    course = Course.objects.create(code=code, subject=make_subject(), source_language="en")
    for language, title in (titles or {"en": code.title()}).items():
        make_course_page(course, language, title=title)
    Activity.objects.bulk_create(
        Activity(course=course, kind="lesson", code=f"lesson-{number}", position=number)
        for number in range(activities)
    )
    return course


def put_in(
    person,
    course: Course,
    *,
    done: int = 0,
    due: int | date | None = None,
    opens: int | None = None,
    entered: int = -30,
    active: int | datetime | None = None,
    finished: int | None = None,
    score: int = 80,
    is_active: bool = True,
    now: datetime = NOW,
) -> Enrolment:
    """An enrolment. ``due``, ``opens``, ``entered``, ``active`` and ``finished`` are days from ``now``."""

    def day(offset):
        return now.date() + timedelta(days=offset) if isinstance(offset, int) else offset

    def moment(offset):
        return now + timedelta(days=offset) if isinstance(offset, int) else offset

    enrolment = Enrolment.objects.create(
        learner=person,
        course=course,
        is_active=is_active,
        enrolled_at=moment(entered),
        due_on=day(due),
        opens_on=day(opens),
    )
    if done or active is not None:
        _read(enrolment, done, moment(-1 if active is None else active))
    if finished is not None:
        evidence = [
            {"criterion": "lesson_read", "percent": 100},
            {"criterion": "quiz_passed", "percent": score},
        ]
        CourseCompletion.objects.create(enrolment=enrolment, completed_at=moment(finished), evidence=evidence)
    return enrolment


def _read(enrolment: Enrolment, done: int, at: datetime) -> None:
    """The first lessons done, or the first one only opened."""
    activities = list(enrolment.course.activities.all()[: max(done, 1)])
    ActivityProgress.objects.bulk_create(
        ActivityProgress(
            enrolment=enrolment,
            activity=activity,
            first_opened_at=at,
            last_seen_at=at,
            completed_at=at if place < done else None,
        )
        for place, activity in enumerate(activities)
    )


def invite(person) -> Invitation:
    """She has not accepted her invitation yet."""
    return Invitation.objects.create(person=person, administration=person.administration, invited_at=NOW)


def make_cohort_of(members, courses, *, name: str = "Recruits", administration: str = "KE", **facts):
    """A cohort as a record: its people and courses, nobody enrolled by it."""
    cohort = make_cohort(
        administration=people.administration_of(administration),
        facts=CohortFacts(name=name, course_ids=tuple(course.pk for course in courses), **facts),
        by=None,
    )
    add_members(cohort=cohort, people=members, by=None)
    return cohort
