"""Three administrations of the same shape, each text of theirs marked; and who looks at one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from django.db import models
from django.utils import timezone

from clikc.jobs.models import Job
from clikc.people import api as people_api
from clikc.people.models import Administration, RoleGrant, Unit, User
from clikc.people.roles import Role
from enrolment.admissions.api import change_cohort
from enrolment.assessment.extending import grant_extension
from enrolment.assessment.hand_marking import mark_by_hand
from enrolment.certificates.api import revoke_certificate
from enrolment.following.api import draft_round, send_round
from enrolment.intake.api import OfficerImport
from enrolment.membership import api as membership
from enrolment.membership.models import JoinRequest, NotDuplicate, Transfer
from enrolment.programmes.api import facts_as_data, facts_of, start_draft
from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.certificates import make_certificate
from tests.factories.coordination import (
    make_invited,
    make_officers,
    make_people_cohort,
    make_request,
    make_transfer,
    make_units,
)
from tests.factories.courses import make_course
from tests.factories.desk import make_essay_course, make_waiting
from tests.factories.intake import done, officers as rows_of_officers, planned
from tests.factories.jobs import make_job
from tests.factories.programmes import make_seats
from tests.house.world import (
    Belongings,
    _call as call,
    _gather as gather,
    _look_after as look_after,
    _settle as settle,
)

from .marking import mark
from .sessions import make_shared, seed_sessions

HERE, NEXT_DOOR, FAR_AWAY = "KE", "SN", "JO"
# Officers beside those that have a part of their own; no sum of the foreign ones is near one's own.
CROWDS = {HERE: 3, NEXT_DOOR: 17, FAR_AWAY: 11}


@dataclass
class Place:
    """An administration and one or more of everything in it."""

    administration: Administration
    coordinator: User
    deputy: User
    tutor: User
    officers: list[User]
    units: list[Unit]
    cohort: models.Model
    draft: models.Model
    imports: list[OfficerImport]
    rounds: list
    jobs: list[Job]
    requests: list[JoinRequest]
    invitation: models.Model
    sitting: SimpleNamespace
    essay: SimpleNamespace
    certificate: models.Model
    transfers: list[Transfer] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.administration.code


@dataclass
class Canary:
    """The world of the test. ``things``: what a viewer of KE, or the coordinator of SN, has for routes."""

    here: Place
    abroad: Place
    far: Place
    officer: User
    former: User
    moved_away: User
    away: Transfer | None
    shared: SimpleNamespace
    things: dict[int, Belongings] = field(default_factory=dict)
    spared: list[models.Model] = field(default_factory=list)


def build() -> Canary:
    """KE, which is looked at; SN and JO, of which nothing may be seen there."""
    shared = SimpleNamespace(
        course=make_course("shared", languages=("en",)),
        essay=make_essay_course(code="essays"),
        run=make_seats(3, name="A run for everybody"),
        academy=make_shared(),
    )
    places = {code: seed(code, shared, crowd=number) for code, number in CROWDS.items()}
    here, abroad, far = places.values()
    world = Canary(
        here=here,
        abroad=abroad,
        far=far,
        officer=people.officer(administration=HERE),
        former=_former_coordinator(),
        moved_away=here.officers[-1],
        away=None,
        shared=shared,
    )
    _move(world)
    kept = look_after(abroad.coordinator, shared.course, far.tutor)
    for person in (here.coordinator, here.deputy, world.officer, world.former, abroad.coordinator):
        things = settle(person, shared.course, far.tutor)
        things.kept = kept
        world.things[person.pk] = things
    gather(world.things.values())
    call(world.things.values())
    for code in CROWDS:
        mark(code, spared=world.spared)
    _stand_in(world, here.officers[3])
    for place in places.values():
        _refresh(place)
    return world


def grow(world: Canary) -> None:
    """More of everything abroad, of which KE must not notice anything."""
    for code in (NEXT_DOOR, FAR_AWAY):
        seed(code, world.shared, crowd=5)
        mark(code, spared=world.spared)


def seed(code: str, shared: SimpleNamespace, *, crowd: int) -> Place:
    """One administration. Verbs make everything, so that the record tells of it as it would in life."""
    boss = people.coordinator(administration=code)
    here = boss.administration
    deputy = people.officer(administration=code)
    people_api.grant_role(
        user=deputy, role=Role.NATIONAL_COORDINATOR, by=boss, administration=here, is_deputy=True
    )
    tutor = people.tutor(administration=code)
    units = make_units(here, 2)
    crowd_of = make_officers(here, crowd + 4, units=units)
    cohort = _cohort(here, boss, tutor, crowd_of, shared)
    lines = list(cohort.members.values_list("person__enrolments", flat=True))
    first = crowd_of[0]
    sitting = make_sitting(learner=first, made=shared.course, attempts_allowed=0)
    sit(sitting.attempt, right=0)
    essay = make_waiting(made=shared.essay, learner=first, attempts_allowed=2)
    certificate = make_certificate(learner=first, course=shared.course.course)
    place = Place(
        administration=here,
        coordinator=boss,
        deputy=deputy,
        tutor=tutor,
        officers=crowd_of,
        units=units,
        cohort=cohort,
        draft=start_draft(
            administration=here,
            owner=boss,
            person_ids=[first.pk],
            facts=facts_as_data(facts_of(cohort)),
        ),
        imports=[
            planned(here, _file(code), owner=boss, cohort=cohort),
            done(here, rows_of_officers(2, start=here.pk * 100 + RoleGrant.objects.count() * 10), by=boss),
        ],
        rounds=[
            draft_round(administration=here, enrolments=filter(None, lines), by=who) for who in (boss, deputy)
        ],
        jobs=[make_job(owner=boss, state="done", file_of=b"anything", payload={"a": "b"}, result={"c": "d"})],
        requests=_requests(here, boss),
        invitation=make_invited(here, days_ago=20),
        sitting=sitting,
        essay=essay,
        certificate=certificate,
    )
    send_round(round=place.rounds[1], by=deputy, line="A line of her own")
    _look_after(place, shared)
    seed_sessions(place, shared.academy)
    return place


def _file(code: str) -> list[tuple[str, str]]:
    return [
        (f"planned-{code.lower()}-{RoleGrant.objects.count()}@customs.example", "Somebody New"),
        ("", "No address"),
    ]


def _cohort(here, boss, tutor, members, shared):
    facts = {"welcome": "Welcome", "tutor_id": tutor.pk, "due_on": timezone.localdate() + timedelta(days=9)}
    cohort = make_people_cohort(
        here,
        members,
        by=boss,
        courses=[shared.course.course, shared.run.course],
        runs={shared.run.course_id: shared.run.pk},
        **facts,
    )
    now = facts_of(cohort)
    changed = type(now)(**now.__dict__ | {"name": "Another name"})
    change_cohort(cohort=cohort, facts=changed, by=boss, seen=cohort.version)
    return cohort


def _requests(here, boss) -> list[JoinRequest]:
    """A registration in each state, with every text there is."""
    found = []
    for state in JoinRequest.State.values:
        item = make_request(here)
        item.note, item.question, item.answer, item.reason = "Note", "Question?", "Answer", "Reason"
        item.state, item.decided_by = state, boss
        item.save()
        if state == "approved":
            User.objects.filter(pk=item.person_id).update(administration=here)
        found.append(item)
    return found


def _look_after(place: Place, shared) -> None:
    """What is done to people in the course of time: texts of tutors, managers, coordinators."""
    boss, crowd = place.coordinator, place.officers
    manager = people.manager(administration=place.code)
    mark_by_hand(response_id=place.essay.waiting[0].pk, fraction=1, comment="Good", by=manager)
    grant_extension(
        enrolment_id=place.essay.enrolment.pk,
        quiz=place.essay.quiz,
        attempts=1,
        reason="Line",
        by=manager,
    )
    membership.deactivate(people=[crowd[1]], by=boss, reason="Retired")
    revoke_certificate(
        certificate=make_certificate(learner=crowd[2], course=shared.course.course),
        reason="Mistaken",
        by=manager,
    )
    NotDuplicate.objects.create(one=crowd[0], other=crowd[2], by=boss, at=timezone.now())
    double = people.officer(administration=place.code, printed_name=crowd[2].printed_name)
    User.objects.filter(pk=crowd[2].pk).update(last_login=timezone.now())
    crowd[2].refresh_from_db()
    membership.merge_accounts(kept=crowd[2], dropped=double, by=boss)


def _former_coordinator() -> User:
    """Somebody whose role ended this minute; she is an officer of KE as any other."""
    person = people.coordinator(administration=HERE)
    people_api.withdraw_role(grant=person.role_grants.get(), by=None, reason="Handed over")
    return person


def _move(world: Canary) -> None:
    """Transfers in every direction. Who was released to KE, and what she wrote, is KE's to see."""
    here, abroad, far = world.here, world.abroad, world.far
    make_transfer(abroad.officers[3], far.administration)
    coming = make_transfer(abroad.officers[4], here.administration)
    released = make_transfer(abroad.officers[5], here.administration, state=Transfer.State.RELEASED)
    released.note, released.released_by = "I marry", abroad.coordinator
    leaving = make_transfer(here.officers[0], far.administration)
    for item in (coming, leaving):
        item.note = "Family"
    for item in (coming, leaving, released):
        item.save()
    world.spared += [released, released.person]
    world.spared += list(released.person.certificates.all())
    declined = _asked_and_released(here.officers[2], abroad, here)
    membership.decline_transfer(transfer=declined, by=abroad.coordinator, reason="No post is free")
    world.spared.append(declined)
    away = _asked_and_released(world.moved_away, abroad, here)
    membership.accept_transfer(transfer=away, by=abroad.coordinator, unit=abroad.units[0])
    arrived = _asked_and_released(abroad.officers[6], here, abroad)
    membership.accept_transfer(transfer=arrived, by=here.coordinator, unit=here.units[0])
    # What she wrote when she asked is hers.
    world.spared.append(arrived)
    world.away = away
    here.transfers = [leaving, released, declined]
    abroad.transfers = [coming]


def _asked_and_released(person: User, to: Place, by: Place) -> Transfer:
    transfer = membership.ask_transfer(person=person, to=to.administration, note="Please")
    return membership.release(transfer=transfer, by=by.coordinator)


def _stand_in(world: Canary, person: User) -> None:
    """SN has invited an officer of KE, who knows nothing of it yet."""
    abroad = world.abroad
    person.refresh_from_db()
    named = membership.Newcomer(address=person.email, name="Named abroad")
    membership.invite_many(administration=abroad.administration, newcomers=[named], by=abroad.coordinator)
    mark(abroad.code, spared=world.spared)


def _refresh(place: Place) -> None:
    """What was marked in bulk, as it is in the database now."""
    for name in ("coordinator", "deputy", "tutor", "cohort", "draft", "certificate"):
        getattr(place, name).refresh_from_db()
    for name in ("officers", "units", "imports", "rounds", "jobs", "requests"):
        for item in getattr(place, name):
            item.refresh_from_db()
