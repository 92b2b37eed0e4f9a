"""A session that runs: some weeks in, with tutors, somebody on time, behind, silent and gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from clikc.people.models import User
from enrolment.admissions.models import Participation, Place
from enrolment.grading.models import Tutorship
from enrolment.programmes import api as programmes
from enrolment.programmes.models import ProgrammeModule, ProgrammeSession, SessionEvent
from tests.factories import people
from tests.factories.academies import make_dated, make_participants, make_taught_programme
from tests.factories.tutoring import make_hand_in


@dataclass
class Running:
    """``late`` handed in late; ``behind`` nothing, but was here today; ``silent`` nothing, never seen."""

    session: ProgrammeSession
    runs: list
    late: Participation
    behind: Participation
    silent: Participation
    tutor: User
    live: SessionEvent
    oral: object

    @property
    def everybody(self) -> list[Participation]:
        return [self.late, self.behind, self.silent]


def monday(*, weeks_ago: int) -> date:
    today = timezone.now().date()
    return today - timedelta(days=today.weekday(), weeks=weeks_ago)


def make_running(*, weeks_ago: int = 4) -> Running:
    """Two modules with courses and an oral without one. The work of the first was due in the third week, so
    that its time is over; a live event was in the second."""
    programme = make_taught_programme(modules=2)
    ProgrammeModule.objects.create(programme=programme, code="oral", title="Oral", position=9)
    live = {"kind": "live", "code": "live-1", "title": "Live session", "week": 2, "weekday": 3}
    programme.events.create(**live)
    session = make_dated(programme, starts_on=monday(weeks_ago=weeks_ago))
    late, behind, silent = make_participants(session, 3)
    long_ago = timezone.now() - timedelta(days=60)
    Participation.objects.filter(session=session).update(joined_at=long_ago)
    runs = programmes.runs_of_session(session)
    Place.objects.filter(run__in=runs).update(seated_at=long_ago)
    work = runs[0].assignments.get()
    enrolment = late.learner.enrolments.get(course=runs[0].course)
    make_hand_in(work, enrolment, at=work.due_at + timedelta(days=2), late_days=2)
    for item in (late, behind):
        item.learner.last_login = timezone.now()
        item.learner.save()
    tutor = people.tutor(administration="UG", first_name="Grace", last_name="Tutor")
    for run in runs:
        programmes.set_run_tutor(run=run, tutor=tutor, capacity=6)
    for item in (late, behind, silent):
        item.refresh_from_db()
    live, oral = session.events.get(code="live-1"), session.modules.get(code="oral")
    return Running(session, runs, late, behind, silent, tutor, live, oral)


def tutor_in(run, participation: Participation) -> int | None:
    """Who tutors her there now."""
    held = Tutorship.objects.current().filter(run=run, enrolment__learner=participation.learner)
    return held.values_list("tutor", flat=True).first()
