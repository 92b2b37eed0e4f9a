"""An administration with its coordinator, officers by the thousand, units, cohorts: for pages and counts.

Everything is made in bulk, so 2,000 officers take a second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from clikc.people.models import Administration, Unit, User
from courses.catalogue.models import Course
from enrolment.admissions.api import add_to_cohort
from enrolment.membership.models import Invitation, JoinRequest, Transfer
from enrolment.programmes.api import CohortFacts, make_cohort
from enrolment.programmes.models import Cohort
from tests.factories import people
from tests.factories.courses import make_subject

_numbers = count(1)
NOBODYS_PASSWORD = make_password(None)


@dataclass
class Workspace:
    """An administration as its coordinator has it before her."""

    administration: Administration
    coordinator: User
    officers: list[User] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    cohorts: list[Cohort] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.administration.code


def make_workspace(
    code: str = "KE", *, officers: int = 0, units: int = 0, cohorts: int = 0, **facts
) -> Workspace:
    """The administration ``code`` with a coordinator; officers are spread over the units, and all of them
    are in every cohort. ``facts`` go to the coordinator."""
    boss = people.coordinator(administration=code, **facts)
    made = Workspace(boss.administration, boss)
    made.units = make_units(made.administration, units)
    made.officers = make_officers(made.administration, officers, units=made.units)
    made.cohorts = [
        make_people_cohort(made.administration, made.officers, by=made.coordinator) for _ in range(cohorts)
    ]
    return made


def make_units(administration: Administration, number: int) -> list[Unit]:
    return Unit.objects.bulk_create(
        Unit(administration=administration, name=f"Border post {next(_numbers)}") for _ in range(number)
    )


def make_officers(administration: Administration, number: int, *, units=(), **facts) -> list[User]:
    """Active members who have signed in before, with verified addresses; ``facts`` go to each User."""
    now = timezone.now()
    found = []
    for place in range(number):
        own = next(_numbers)
        defaults = {
            "email": f"officer{own}@customs.example",
            "printed_name": f"Officer {own:05}",
            "unit": units[place % len(units)] if units else None,
            "last_login": now - timedelta(days=own % 60),
        }
        found.append(
            User(
                password=NOBODYS_PASSWORD,
                administration=administration,
                **defaults | facts,
            )
        )
    found = User.objects.bulk_create(found, batch_size=500)
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in found),
        batch_size=500,
    )
    return found


def make_open_course(code: str = "") -> Course:
    """A course without pages: enough to be enrolled in."""
    return Course.objects.create(code=code or f"cohort-course-{next(_numbers)}", subject=make_subject())


def make_people_cohort(
    administration: Administration, members=(), *, by: User | None = None, courses=(), **facts
) -> Cohort:
    """A cohort with these people in it, in one new course where none are given. ``facts``: CohortFacts'."""
    courses = courses or [make_open_course()]
    defaults = {"name": f"Intake {next(_numbers)}", "course_ids": tuple(course.pk for course in courses)}
    cohort = make_cohort(administration=administration, facts=CohortFacts(**defaults | facts), by=by)
    add_to_cohort(cohort=cohort, people=list(members), by=by)
    return cohort


def make_invited(administration: Administration, *, days_ago: int = 0, **facts) -> Invitation:
    """An officer who was invited and has not come yet."""
    [person] = make_officers(administration, 1, **{"last_login": None} | facts)
    return Invitation.objects.create(
        person=person, administration=administration, invited_at=timezone.now() - timedelta(days=days_ago)
    )


def make_request(administration: Administration, *, days_ago: int = 0, **facts) -> JoinRequest:
    """Somebody who registered and says that she works here; she is of no administration yet."""
    person = people.make_person(administration=None, **facts)
    return JoinRequest.objects.create(
        person=person, administration=administration, made_at=timezone.now() - timedelta(days=days_ago)
    )


def make_transfer(person: User, to: Administration, *, state: str = Transfer.State.ASKED) -> Transfer:
    """Somebody who wants to leave, or has been released to, an administration."""
    return Transfer.objects.create(
        person=person,
        from_administration=person.administration,
        to_administration=to,
        state=state,
        asked_at=timezone.now(),
        released_at=None if state == Transfer.State.ASKED else timezone.now(),
    )
