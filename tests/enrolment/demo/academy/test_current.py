"""The session that is under way, and the Academy as a whole: quiet, in its time, and there once."""

from collections import Counter

import pytest
from django.utils import timezone

from clikc.people.models import User
from clikc.post.models import Letter, Outcome
from courses.catalogue.models import Course
from enrolment.admissions.models import NominationChange, Participation
from enrolment.assessment.models import Attempt, HandIn
from enrolment.demo.academy.load import STEPS
from enrolment.demo.academy.sessions import CLOSED
from enrolment.following import api as following
from enrolment.grading import api as grading
from enrolment.grading.models import GradeEntry, Marking
from enrolment.programmes.models import ProgrammeSession
from enrolment.progress.models import ActivityProgress


@pytest.fixture
def board(academy) -> following.Board:
    session = ProgrammeSession.objects.get(programme__code="vcoa", number=20)
    return following.board_of(session, User.objects.get(email="manager@clikc.example"))


def test_42_participants_of_all_regions_in_the_sixth_week(board):
    regions = {line.participation.administration.region_id for line in board.lines}
    assert (board.week, len(board.lines), len(regions)) == (6, 42, 6)
    states = Counter(line.stand.state for line in board.lines)
    assert (states["left"], states["silent"]) == (1, 2)
    assert states["on_time"] > 25


def test_ten_tutors_over_all_modules_none_of_her_own_administration(board):
    tutors = grading.session_tutors_of(board.runs)
    assert len(tutors) == 10
    assert all(len(item.run_ids) == len(board.runs) and 0 < item.load <= 5 for item in tutors)
    of_tutor = {item.tutor.pk: item.tutor.administration_id for item in tutors}
    own = [
        line
        for line in board.lines
        for tutor in line.tutors.values()
        if of_tutor[tutor] == line.person.administration_id
    ]
    assert not own


def test_the_first_module_is_given_back_and_the_second_under_way(board):
    works = {asked.module.code: asked.code for asked in board.asked if not asked.is_test}
    states = {
        code: Counter(
            answer.state for line in board.lines for answer in line.answers if answer.asked.code == work
        )
        for code, work in works.items()
    }
    assert states["m1"]["late"] == 3
    assert states["m1"]["missing"] == 2
    assert states["m2"]["on_time"] > 10
    assert states["m2"]["to_come"] + states["m2"]["overdue"] > 2
    given_back = GradeEntry.objects.filter(submission__run_assignment__run=board.runs[0], kind="marked")
    assert given_back.count() > 35
    assert HandIn.objects.filter(submission__run_assignment__run=board.runs[0], attempt=2).count() == 2
    assert sum(any(answer.has_more_time for answer in line.answers) for line in board.lines) == 1


def test_who_signs_in_as_participant_or_tutor_finds_it(board):
    assert [line for line in board.lines if line.person.email == "muwazzaf@clikc.example"]
    assert grading.queue_of(User.objects.get(email="tutor@clikc.example")).count() >= 2


def test_courses_of_the_academy_are_not_joined_alone(academy):
    assert not Course.objects.filter(code__in=CLOSED, is_open=True).exists()
    assert Course.objects.get(code="gender-equality").is_open


def test_nobody_is_written_to(academy):
    assert not Letter.objects.filter(outcome=Outcome.WAITING).exists()


def test_nothing_is_dated_later_than_now(academy):
    now = timezone.now()
    moments = (
        (HandIn, "at"),
        (Marking, "saved_at"),
        (GradeEntry, "at"),
        (NominationChange, "at"),
        (Attempt, "submitted_at"),
        (ActivityProgress, "last_seen_at"),
    )
    assert not [model for model, name in moments if model.objects.filter(**{f"{name}__gt": now}).exists()]


def test_the_second_time_nothing_is_added(academy):
    counted = (User, Participation, NominationChange, HandIn, Marking)
    before = [model.objects.count() for model in counted]
    assert {step() for step in STEPS.values()} == {0}
    assert [model.objects.count() for model in counted] == before
