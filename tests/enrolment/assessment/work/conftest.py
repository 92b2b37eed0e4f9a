"""A participant of a tutored run, the files she sends, and a clock that stands still."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from PIL import Image

from enrolment.assessment.models import HandIn, Submission
from enrolment.programmes.models import Team, TeamMember
from tests.factories.tutoring import make_tutored_run


def picture(colour: str = "navy", side: int = 40) -> bytes:
    """A small PNG; another colour is another file."""
    stream = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(stream, "PNG")
    return stream.getvalue()


def fresh(work: Submission) -> Submission:
    return Submission.objects.get(pk=work.pk)


def hand_ins(run_assignment) -> list[HandIn]:
    return list(HandIn.objects.filter(submission__run_assignment=run_assignment).order_by("number"))


def team_up(made, *enrolments, name="Team A") -> Team:
    team = Team.objects.create(run=made.run, name=name)
    for enrolment in enrolments:
        TeamMember.objects.create(run=made.run, team=team, person=enrolment.learner, joined_at=timezone.now())
    return team


def make_group(made) -> None:
    assignment = made.work[0].assignment
    assignment.is_group = True
    assignment.save()


@pytest.fixture
def made():
    """Three participants, one assignment due in a week."""
    return make_tutored_run(participants=3)


@pytest.fixture
def ours(made) -> SimpleNamespace:
    """``work`` is the assignment; ``amina`` and ``omar`` are in its run; ``of(her)`` says both to a verb."""
    return SimpleNamespace(
        made=made,
        work=made.work[0],
        amina=made.enrolments[0].learner,
        omar=made.enrolments[1].learner,
        of=lambda person: {"run_assignment_id": made.work[0].pk, "person": person},
    )


@pytest.fixture
def clock(monkeypatch):
    """``clock.at(moment)``: from now on the verbs of work look at this clock."""
    stands = SimpleNamespace(now=timezone.now())

    def at(moment):
        stands.now = moment

    stands.at, stands.later = at, lambda **by: at(stands.now + timedelta(**by))
    monkeypatch.setattr("django.utils.timezone.now", lambda: stands.now)
    return stands
