"""A small world to walk the routes in: a person of each role, a neighbour of the same administration,
a stranger of another, and one of everything for each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from clikc.jobs.models import Job
from clikc.people.api import may
from clikc.people.models import Administration, Unit, User
from clikc.people.roles import ANONYMOUS, OFFICER, WALKERS, Role
from courses.quizzes.api import freeze
from enrolment.admissions.api import take_part, take_places
from enrolment.admissions.models import Call, Enrolment
from enrolment.advising.models import Message, Thread
from enrolment.assessment.markers import name_marker
from enrolment.assessment.models import Attempt, Regrade, Resemblance, SubmittedFile
from enrolment.certificates.models import Certificate
from enrolment.following.models import SessionMessage
from enrolment.grading.entries import enter_grade
from enrolment.grading.items import item_of
from enrolment.grading.models import Marking
from enrolment.membership.api import say_two_people
from enrolment.programmes.api import runs_of_session, set_run_tutor, start_draft
from tests.clikc.foundation.documents.files import picture
from tests.factories.academies import make_call, make_dated, make_nomination, make_taught_programme
from tests.factories.assessment import make_sitting, sit
from tests.factories.certificates import make_certificate
from tests.factories.coordination import make_invited, make_people_cohort, make_request, make_transfer
from tests.factories.courses import make_course
from tests.factories.desk import make_waiting
from tests.factories.jobs import make_job
from tests.factories.people import make_person, sign_in, tutor as make_tutor
from tests.factories.programmes import make_seats
from tests.factories.tutoring import add_participant, make_hand_in, make_tutored_run, tutored_by

HOME, ABROAD = "KE", "FJ"
# Whose thing it is, seen from the walker.
OWN, NEAR, FAR = "own", "of the same administration", "of another administration"


@dataclass
class Belongings:
    """A person and what is hers: her course, her enrolment, an open attempt, one handed in, a certificate,
    a job that is done.

    ``kept`` is what others look after for her: an essay that waits, an exam she sat, a marker of her
    course, a re-grading of its question; ``tutor`` is somebody who could mark there. ``unit`` and
    ``other_unit`` are of her administration. ``asks`` is who wants something of it: a registration, a
    transfer away from it by somebody who was told apart from her, and an invitation nobody has accepted.
    ``travels``: a cohort she is in, a draft of hers, a course run without a free seat, and her place on
    its waiting list. ``tutored``: a course run with two assignments she takes part in, the first of them
    handed in with a file, marked and graded, the other one due; somebody's work that is ``alike``; a thread
    with her tutor; and ``marking``: of her work, or, where she is a tutor, of somebody else's by her.
    ``session``: a session of a programme, the same for everybody, with her ``participation`` in it, a
    ``tutor``, a ``live`` event, an ``oral`` that is marked by hand, a ``message`` to its participants, its
    manager (``boss``) and a ``later`` session.
    ``called``: a call whose deadline is over, the same for everybody, with her ``nomination`` in it and its
    ``document``; every tutor is asked about ``elsewhere``, a candidate of Senegal.
    """

    person: User
    made: SimpleNamespace
    enrolment: Enrolment
    open: Attempt
    handed_in: Attempt
    certificate: Certificate
    tutor: User
    job: Job
    unit: Unit
    other_unit: Unit
    asks: SimpleNamespace
    travels: SimpleNamespace
    tutored: SimpleNamespace
    session: SimpleNamespace | None = None
    called: SimpleNamespace | None = None
    kept: SimpleNamespace | None = None


@dataclass
class World:
    walkers: dict[str, User] = field(default_factory=dict)
    things: dict[int, Belongings] = field(default_factory=dict)
    neighbour: User | None = None
    stranger: User | None = None

    def owner(self, role: str, standing: str) -> Belongings:
        """Whose things are meant when ``role`` reaches for what is own, near or far.

        A visitor owns nothing: for her, "own" is what officers have.
        """
        own = self.walkers[OFFICER if role == ANONYMOUS else role]
        return self.things[{OWN: own, NEAR: self.neighbour, FAR: self.stranger}[standing].pk]

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role != ANONYMOUS:
            sign_in(client, self.walkers[role])
        return client


def build_world() -> World:
    """Walkers share an open course; neighbour and stranger are in courses closed to everybody else."""
    world = World()
    shared = make_course("shared", languages=("en",))
    marks = make_tutor(administration=ABROAD)
    for role in WALKERS:
        if role != ANONYMOUS:
            role_held = None if role == OFFICER else role
            locale = "ar" if role == Role.TRANSLATOR else ""
            person = make_person(role=role_held, administration=HOME, locale_code=locale)
            world.walkers[role] = person
            world.things[person.pk] = _settle(person, shared, marks)
    world.neighbour = make_person(administration=HOME)
    world.stranger = make_person(administration=ABROAD)
    for person, code in ((world.neighbour, "near"), (world.stranger, "far")):
        made = make_course(code, languages=("en",))
        world.things[person.pk] = _settle(person, made, marks)
        world.things[person.pk].kept = _look_after(person, made, marks)
        type(made.course).objects.filter(pk=made.course.pk).update(is_open=False)
    _gather(world.things.values())
    _call(world.things.values())
    return world


def _call(everybody: Iterable[Belongings]) -> None:
    """A call whose deadline is over, and who was nominated for it."""
    call = make_call(scores_needed=2)
    asked = call.documents.create(code="passport", title="Passport")
    elsewhere = _nominated(call, asked, make_person(administration="SN"))
    shared = {"call": call, "elsewhere": elsewhere.nomination, "their_document": elsewhere.document}
    for mine in everybody:
        if mine.person.has_role(Role.TUTOR):
            call.trainers.create(trainer=mine.person)
        mine.called = SimpleNamespace(**vars(_nominated(call, asked, mine.person)), **shared)
    now = timezone.now()
    Call.objects.filter(pk=call.pk).update(closes_at=now - timedelta(hours=1))


def _nominated(call: Call, asked, person: User) -> SimpleNamespace:
    nomination = make_nomination(call, person=person)
    document = nomination.documents.create(
        document=asked,
        file=ContentFile(picture("PNG"), name="passport.png"),
        file_name="passport.png",
        size=8,
        at=timezone.now(),
    )
    return SimpleNamespace(nomination=nomination, document=document)


def _gather(everybody: Iterable[Belongings]) -> None:
    """All are in one session, and there is a later one."""
    programme = make_taught_programme(modules=1)
    programme.modules.create(code="oral", title="Oral", position=9)
    programme.events.create(kind="live", code="live", title="Live", week=1, weekday=3)
    session = make_dated(programme)
    tutor = make_tutor(administration=ABROAD)
    for run in runs_of_session(session):
        set_run_tutor(run=run, tutor=tutor)
    message = SessionMessage.objects.create(
        session=session, subject="News", words="We meet on Monday.", language="en", at=timezone.now()
    )
    shared = {
        "session": session,
        "tutor": tutor,
        "live": session.events.get(code="live"),
        "oral": session.modules.get(code="oral"),
        "message": message,
        "later": make_dated(programme, starts_on=timezone.localdate() + timedelta(weeks=20)),
        "boss": make_person(role=Role.PROGRAMME_MANAGER, administration=HOME),
    }
    people = [mine.person for mine in everybody]
    for person in people:
        if may(person, "grade", "C", "c") and not may(person, "grade", "C", "*"):
            set_run_tutor(run=runs_of_session(session)[0], tutor=person)
    there = {item.learner_id: item for item in take_part(session=session, people=people, by=None)}
    for mine in everybody:
        mine.session = SimpleNamespace(participation=there[mine.person.pk], **shared)


def _look_after(person: User, made: SimpleNamespace, tutor: User) -> SimpleNamespace:
    """What the desk of assessment has of a person, in courses of their own so that nothing else changes."""
    exam = make_sitting(learner=person, mode="exam", time_limit=30)
    sit(exam.attempt)
    question = made.questions[0]
    regrade = Regrade.objects.create(
        question=question,
        version_id=freeze([question.pk])[str(question.pk)],
        digest="",
        reason="The key was wrong",
        made_at=timezone.now(),
    )
    return SimpleNamespace(
        essay=make_waiting(learner=person).waiting[0],
        exam=exam,
        marker=name_marker(course=made.course, tutor=tutor, by=tutor),
        regrade=regrade,
    )


def _settle(person: User, made: SimpleNamespace, tutor: User) -> Belongings:
    """An enrolment with a test failed, another one begun, and (by grace of the factory) a certificate."""
    first = make_sitting(learner=person, made=made, attempts_allowed=0)
    handed_in = sit(first.attempt, right=0)
    second = make_sitting(learner=person, made=made, attempts_allowed=0)
    certificate = make_certificate(learner=person, course=made.course)
    job = make_job(owner=person, state="done", file_of=b"anything")
    units = [
        Unit.objects.get_or_create(administration=person.administration, name=name)[0]
        for name in ("Border post", "Harbour")
    ]
    return Belongings(
        person,
        made,
        first.enrolment,
        second.attempt,
        handed_in,
        certificate,
        tutor,
        job,
        *units,
        _ask(person),
        _travel(person),
        _take_part(person, tutor),
    )


def _take_part(person: User, tutor: User) -> SimpleNamespace:
    made = make_tutored_run(participants=0, tutors=0, assignments=2)
    made.run.run_tutors.create(tutor=tutor)
    enrolment = add_participant(made, learner=person)
    tutored_by(made, enrolment, tutor)
    hand_in = make_hand_in(made.work[0], enrolment)
    file = SubmittedFile.objects.create(
        submission=hand_in.submission,
        name="plan.png",
        kind="png",
        media_type="image/png",
        size=8,
        digest="a" * 64,
        file=ContentFile(picture("PNG"), name="plan"),
        blind=ContentFile(picture("PNG"), name="plan"),
        at=hand_in.at,
    )
    hand_in.files.add(file)
    alike = make_hand_in(made.work[0], add_participant(made, administration="JO"))
    Resemblance.objects.create(one=hand_in, other=alike, share=50, passages=[[0, 40, 0, 40]], at=hand_in.at)
    marking, item = _mark(hand_in, tutor), item_of(made.work[0])
    entry = enter_grade(
        item=item,
        enrolment_id=enrolment.pk,
        kind="marked",
        by=tutor,
        points=Decimal(12),
        submission=hand_in.submission,
        attempt=1,
        marking=marking,
    )
    thread = Thread.objects.create(run=made.run, enrolment=enrolment, last_at=hand_in.at)
    Message.objects.create(thread=thread, by=person, text="When is it due?", token="1", at=hand_in.at)
    return SimpleNamespace(
        run=made.run,
        enrolment=enrolment,
        work=made.work[1],
        handed_in=made.work[0],
        hand_in=hand_in,
        file=file,
        alike=alike,
        marking=_marks_for_somebody(made, person) if person.has_role(Role.TUTOR) else marking,
        item=item,
        entry=entry,
        thread=thread,
    )


def _marks_for_somebody(made, tutor: User) -> Marking:
    """A work of somebody abroad, which a tutor has to mark."""
    made.run.run_tutors.create(tutor=tutor)
    enrolment = add_participant(made, administration="JO")
    tutored_by(made, enrolment, tutor)
    return _mark(make_hand_in(made.work[0], enrolment), tutor)


def _mark(hand_in, tutor: User) -> Marking:
    rubric = hand_in.submission.run_assignment.assignment.rubric
    return Marking.objects.create(
        submission=hand_in.submission, hand_in=hand_in, rubric=rubric, tutor=tutor, made_at=hand_in.at
    )


def _travel(person: User) -> SimpleNamespace:
    here, run = person.administration, make_seats(1)
    take_places(run=run, people=[make_person(administration=here.code)])
    return SimpleNamespace(
        cohort=make_people_cohort(here, [person]),
        draft=start_draft(administration=here, owner=person),
        run=run,
        place=take_places(run=run, people=[person])[0],
    )


def _ask(person: User) -> SimpleNamespace:
    here = person.administration
    leaves = make_person(administration=here.code)
    return SimpleNamespace(
        registration=make_request(here),
        transfer=make_transfer(leaves, Administration.objects.get(code="JO")),
        told_apart=say_two_people(people=[person, leaves], by=person),
        invitation=make_invited(here),
    )
