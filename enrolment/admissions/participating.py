"""Being in a session of a programme: a seat in the run of each of its modules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from clikc.people import api as people_api
from enrolment.programmes import api as programmes

from .enrolling import batches, enrol_many
from .models import Enrolment, Participation, ParticipationChange, Place
from .places import take_places

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import ProgrammeSession

State, Kind = Participation.State, ParticipationChange.Kind
_confirmed: list[Callable[[Iterable[UUID]], set[UUID]]] = []


class AwardStands(Exception):
    """With which award she left the session is confirmed: she neither leaves it any more nor comes back."""


def register_awards(confirmed_among: Callable[[Iterable[UUID]], set[UUID]]) -> None:
    """From now on nobody leaves a session, or comes back, whose participation is among those that
    ``confirmed_among(ids)`` answers. Call it when apps are ready."""
    if confirmed_among not in _confirmed:
        _confirmed.append(confirmed_among)


def must_be_undecided(items: Iterable[Participation]) -> None:
    """Under the lock of the session. Raises AwardStands."""
    ids = [item.pk for item in items]
    if ids and any(confirmed_among(ids) for confirmed_among in _confirmed):
        raise AwardStands


@transaction.atomic
def take_part(
    *,
    session: ProgrammeSession,
    people: Sequence[User],
    by: User | None,
    reason: str = "",
    nominations: dict | None = None,
) -> list[Participation]:
    """Put people into a session: into the run of each module, enrolled in its course from the day the module
    opens. Who had withdrawn comes back. ``nominations``: person id → the nomination it follows from.

    Safe to call twice: who is in stays in, and who has moved on to a later session stays there. Those that
    are new or came back. Raises programmes' SessionIsClosed, AwardStands for who comes back. A constant
    number of queries for every 500.
    """
    session = programmes.lock_session(session.pk)
    if session.closed_at is not None:
        raise programmes.SessionIsClosed
    there = {item.learner_id: item for item in session.participations.all()}
    back = [item for person in people if (item := there.get(person.pk)) and item.state == State.WITHDRAWN]
    must_be_undecided(back)
    new = _made(session, [person for person in people if person.pk not in there], nominations or {})
    for item in back:
        item.state, item.left_at = State.ENROLLED, None
    Participation.objects.bulk_update(back, ["state", "left_at"], batch_size=200)
    came = {item.learner_id for item in [*new, *back]}
    seat(session, [person for person in people if person.pk in came], by)
    note(new, Kind.JOINED, by=by, reason=reason)
    note(back, Kind.RETURNED, by=by, reason=reason)
    return [*new, *back]


def participants_of(session: ProgrammeSession):
    """Everybody who is or was in a session, with learner and administration: a QuerySet."""
    found = Participation.objects.filter(session=session)
    return found.select_related("learner__administration", "administration__region", "session")


def participations_in(session_ids: Iterable[int]):
    """Everybody who is or was in these sessions: a QuerySet. Who moved on is in the later one."""
    return Participation.objects.filter(session__in=list(session_ids)).exclude(state=State.MOVED)


def participations_of(learner: User):
    """The sessions somebody is or was in, the latest first, with session and programme: a QuerySet."""
    found = Participation.objects.filter(learner=learner).select_related("session__programme", "moved_to")
    return found.order_by("-session__starts_on")


def sessions_attended(
    *, programme_id: int, person_ids: Iterable[int], before: date
) -> dict[int, tuple[str, ...]]:
    """Person id → names of the sessions of a programme that she was in and did not leave, and that began
    before a day, the earliest first. One query."""
    found = Participation.objects.current().filter(
        session__programme=programme_id, session__starts_on__lt=before, learner__in=list(person_ids)
    )
    named: dict[int, tuple[str, ...]] = {}
    for item in found.select_related("session__programme").order_by("session__starts_on"):
        named[item.learner_id] = (*named.get(item.learner_id, ()), item.session.name)
    return named


def _made(session, people: Sequence[User], nominations: dict) -> list[Participation]:
    now = timezone.now()
    return Participation.objects.bulk_create(
        Participation(
            session=session,
            learner=person,
            administration_id=person.administration_id,
            nomination=nominations.get(person.pk),
            joined_at=now,
        )
        for person in people
    )


def seat(session: ProgrammeSession, people: Sequence[User], by: User | None) -> None:
    """A seat for each in the run of every module, and an enrolment in its course. Who has them keeps them."""
    for run in sorted(programmes.runs_of_session(session), key=lambda run: run.pk):
        take_places(run=run, people=people)
        new = enrol_many(course_id=run.course_id, people=people, by=by)
        for some in batches(new):
            Enrolment.objects.filter(pk__in=[item.pk for item in some]).update(opens_on=run.opens_on)


@transaction.atomic
def follow_session(*, session: ProgrammeSession) -> None:
    """Open the courses of who is in a session on the days of its modules, after those have moved. Who is in
    a course by more than one session begins with the earliest; what opened at once, or on the day of a
    cohort, goes on so. Safe to call at any time. Two queries for each module."""
    theirs = Place.objects.seated().filter(run__course=OuterRef("course"), learner=OuterRef("learner"))
    by_session = theirs.filter(run__session_module__isnull=False, run__opens_on__isnull=False)
    first = Subquery(by_session.order_by("run__opens_on").values("run__opens_on")[:1])
    for run in sorted(programmes.runs_of_session(session), key=lambda run: run.course_id):
        seated = Place.objects.seated().filter(run=run).values("learner")
        found = Enrolment.objects.filter(course=run.course_id, learner__in=seated, is_own=True)
        late = found.filter(opens_on__isnull=False).annotate(first=first).exclude(opens_on=F("first"))
        locked = late.select_for_update(of=("self",), no_key=True).order_by("pk")
        moved = defaultdict(list)
        for pk, day in locked.values_list("pk", "first"):
            moved[day].append(pk)
        for day, ids in moved.items():
            for some in batches(ids):
                Enrolment.objects.filter(pk__in=some).update(opens_on=day)


def note(items: Iterable[Participation], kind: str, *, by, reason: str) -> None:
    """A line of the record for each of them."""
    now = timezone.now()
    ParticipationChange.objects.bulk_create(
        ParticipationChange(
            participation=item,
            kind=kind,
            by=by,
            role=people_api.role_in(by, item.administration_id),
            reason=reason[:300],
            at=now,
        )
        for item in items
    )
