"""The first page: what waits for the coordinator of an administration."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clikc.people import appointments
from enrolment.admissions import api as admissions
from enrolment.following import api as following
from enrolment.intake import api as intake
from enrolment.membership import api as membership
from enrolment.programmes import api as programmes

from .members.finding import Filter, matching, members_of
from .workspace import coordinator_page

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

DUE_SOON = timedelta(days=14)
COHORTS_SHOWN = 10


@dataclass(frozen=True)
class DueCohort:
    """A cohort whose day comes; ``finished`` of its ``people`` have completed all of its courses."""

    cohort: object
    people: int
    finished: int


@dataclass(frozen=True)
class Today:
    """What waits, what the last 30 days brought, and how many enrolments are ``behind`` and ``idle`` now;
    ``at_risk`` are those in tutored runs; ``applications`` wait to be endorsed before a deadline.

    The lists behind the numbers use the same filters.
    """

    members: int
    registrations: int
    oldest: datetime | None
    to_release: int
    to_accept: int
    unanswered: int
    imports: int
    joined: int
    finished: int
    behind: int
    idle: int
    at_risk: int
    applications: int
    due: list[DueCohort] = field(default_factory=list)

    @property
    def has_waiting(self) -> bool:
        return any(
            (
                self.registrations,
                self.to_release,
                self.to_accept,
                self.applications,
                self.unanswered,
                self.imports,
                self.due,
            )
        )

    @property
    def is_new(self) -> bool:
        """Whether nobody but the coordinator herself is here yet."""
        return self.members <= 1 and not self.has_waiting


@coordinator_page
@require_safe
def home(request, administration):
    """As many queries for 20 officers as for 2,000."""
    context = {
        "administration": administration,
        "section": "overview",
        "today": today_in(administration, request.user),
        "deputies": [grant for grant in appointments.people_of(administration) if grant.is_deputy],
    }
    return render(request, "coordination/home.html", context)


def today_in(administration: Administration, user: User) -> Today:
    """What waits now, as far as ``user`` may see it."""
    registrations = membership.registrations(user, administration).to_decide()
    turn = membership.in_turn(membership.places_of(administration))
    transfers = membership.transfers(user, administration).filter(turn).order_by()
    leaving = Q(from_administration=administration)
    moves = transfers.aggregate(
        to_release=Count("pk", filter=leaving), to_accept=Count("pk", filter=~leaving)
    )
    imports = intake.OfficerImport.objects.visible_to(user).filter(administration=administration)
    asked = registrations.order_by().aggregate(number=Count("pk"), oldest=Min("made_at"))
    standings = following.counts(user, administration)
    return Today(
        registrations=asked["number"],
        oldest=asked["oldest"],
        **moves,
        **_people_in(administration),
        imports=imports.unfinished().count(),
        behind=standings[following.Kind.BEHIND],
        idle=standings[following.Kind.IDLE],
        at_risk=following.officers_at_risk(user, administration),
        applications=admissions.applications_waiting(administration.pk),
        due=_due_soon(administration, user),
    )


def _people_in(administration: Administration) -> dict[str, int]:
    """How many people there are, and how many the lists behind the other numbers hold. One query."""

    def listed(**wanted: str) -> Count:
        found = matching(administration, Filter(**wanted)).order_by().values("pk")
        return Count("pk", filter=Q(pk__in=found))

    return (
        members_of(administration)
        .order_by()
        .aggregate(
            members=Count("pk"),
            unanswered=listed(state="overdue"),
            joined=listed(news="joined"),
            finished=listed(news="finished"),
        )
    )


def _due_soon(administration: Administration, user: User) -> list[DueCohort]:
    """The cohorts due today or in the next 14 days, the nearest first. Two queries."""
    today = timezone.now().astimezone(UTC).date()
    here = programmes.cohorts_seen_by(user, administration_id=administration.pk).open()
    due = here.filter(due_on__range=(today, today + DUE_SOON)).order_by("due_on", "name", "pk")
    cohorts = list(due[:COHORTS_SHOWN])
    counted = {row["cohort"]: row for row in _counted(administration, [item.pk for item in cohorts])}
    nobody = {"people": 0, "finished": 0}
    return [
        DueCohort(item, row["people"], row["finished"])
        for item in cohorts
        for row in [counted.get(item.pk, nobody)]
    ]


def _counted(administration: Administration, cohort_ids: list[int]) -> QuerySet:
    """Of each cohort, its people and how many of them have completed every course of it. One query."""
    done = apps.get_model("admissions", "Enrolment").objects.filter(
        learner=OuterRef(OuterRef("person")), course=OuterRef("course"), completion__isnull=False
    )
    courses = apps.get_model("programmes", "CohortCourse").objects.filter(cohort=OuterRef("cohort"))
    members = apps.get_model("programmes", "CohortMember").objects.current()
    here = members.filter(cohort__in=cohort_ids, person__administration=administration).order_by()
    return here.values("cohort").annotate(
        people=Count("pk"), finished=Count("pk", filter=~Exists(courses.filter(~Exists(done))))
    )
