"""The Academy of the demo: sessions 4 and 5, whose figures follow from marks and rules; calls and sessions of
other programmes; the session that is under way. All of it is loaded once, and is quiet, in its time and there
once."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from clikc.people.models import User
from clikc.post.models import Letter, Outcome
from courses.catalogue.models import Course
from enrolment.admissions import api as admissions
from enrolment.admissions.models import Call, NominationChange, Participation
from enrolment.assessment.models import Attempt, HandIn
from enrolment.certificates import api as certificates, rules
from enrolment.certificates.models import AwardDecision
from enrolment.certificates.rules import Award
from enrolment.demo import load
from enrolment.demo.academy.load import STEPS
from enrolment.demo.academy.sessions import CLOSED
from enrolment.following import api as following
from enrolment.grading import api as grading
from enrolment.grading.models import GradeEntry, Marking
from enrolment.programmes.models import ProgrammeSession
from enrolment.progress.models import ActivityProgress, Attendance


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The Academy's courses and the cast; then all of the Academy, once for these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        for folder in load.course_folders():
            if folder.name in (*CLOSED, "gender-equality"):
                load.load_course(folder)
        load.load_people()
        new = {name: step() for name, step in STEPS.items()}
        assert all(new.values())
        yield new
        transaction.set_rollback(True)


@pytest.fixture
def academy(loaded, db):
    """What a test of it stands on."""
    return loaded


@pytest.fixture
def sessions(academy) -> list[ProgrammeSession]:
    return list(ProgrammeSession.objects.filter(programme__code="vcoa", number__in=(4, 5)).order_by("number"))


def test_63_participants_of_50_administrations_51_certificates_seven_with_honours(sessions):
    total = certificates.figures_of(session.pk for session in sessions).total
    assert (total.participants, total.administrations) == (63, 50)
    assert (total.certified, total.with_honours, total.withdrawn) == (51, 7, 3)
    asked = certificates.session_report(list(sessions)).total
    assert asked.satisfaction.answers > 40
    assert all(session.frozen_at and session.closed_at for session in sessions)


def test_the_awards_follow_from_the_lines_and_both_lines_are_met_and_missed_by_a_tenth(sessions):
    regulation = certificates.regulation_of(sessions[0])
    did = [item for session in sessions for item in certificates.achievements_of(session).values()]

    def counted(honours: str) -> tuple[int, int]:
        lines = rules.with_lines(regulation, to_pass=regulation.to_pass.final, honours=Decimal(honours))
        found = rules.count_awards(did, lines)
        return found[Award.PASS] + found[Award.HONOURS], found[Award.HONOURS]

    assert [counted(line) for line in ("84.9", "85", "85.1")] == [(51, 8), (51, 7), (51, 6)]
    finals = {rules.classify_award(item, regulation).final for item in did}
    assert {Decimal(text) for text in ("59.9", "60.0", "84.9", "85.0")} <= finals
    easier = replace(regulation, to_pass=replace(regulation.to_pass, final=Decimal("59.9")))
    assert rules.count_awards(did, easier)[Award.NONE] == 11


def test_awards_are_decided_by_two_people_after_the_session(sessions):
    decisions = AwardDecision.objects.filter(participation__session__in=sessions)
    assert {item.proposed_by.email for item in decisions} == {"manager@clikc.example"}
    assert {item.confirmed_by.email for item in decisions} == {"manager2@clikc.example"}
    assert {item.confirmed_at.year for item in decisions} == {2016, 2017}
    assert not [item for item in decisions if item.award != item.by_rule]


def test_nobody_of_them_can_sign_in(sessions):
    people = User.objects.filter(participations__session__in=sessions)
    assert not [person for person in people if person.has_usable_password()]


CODES = ("fellowship", "cdp", "lmd")


def call_of(code: str) -> Call:
    return admissions.calls().get(session__programme__code=code)


def states_of(call: Call) -> Counter:
    return Counter(call.nominations.values_list("state", flat=True))


def test_an_open_call_with_120_nominations_in_every_state_before_a_selection(academy):
    call = call_of("vcoa")
    assert call.is_open
    assert call.session.starts_on > timezone.now().date()
    assert states_of(call).keys() == {"draft", "submitted", "endorsed", "shortlisted", "withdrawn"}
    assert call.nominations.count() == 120
    assert call.nominations.values("administration__region").distinct().count() == 6
    assert max(Counter(call.nominations.values_list("administration", flat=True)).values()) == 3
    field = admissions.field_of(call).values()
    assert {entrant.eligibility.verdict for entrant in field} == {"met", "open", "broken"}
    assert any(
        "VCOA" in reason.found for one in field for reason in admissions.reasons_in_words(one.eligibility)
    )
    assert {entrant.scored.given for entrant in field} == {0, 1, 2}
    lacking = admissions.missing_documents(call, [entrant.nomination for entrant in field]).values()
    assert 0 < sum(bool(asked) for asked in lacking) < len(field) / 2
    # Nobody could have sent an application without what is required.
    applied = call.nominations.filter(origin="applied", state__in=("submitted", "endorsed", "shortlisted"))
    assert not any(admissions.missing_documents(call, applied).values())


def test_the_coordinator_who_signs_in_has_hers_and_one_application_waits(academy):
    coordinator = User.objects.get(email="coordinator@clikc.example")
    seen = admissions.nominations_seen_by(coordinator, coordinator.administration)
    assert Counter(seen.values_list("state", "origin")) == {
        ("endorsed", "nominated"): 1,
        ("draft", "nominated"): 1,
        ("submitted", "applied"): 1,
    }


def test_the_fellowship_has_offers_that_wait_and_a_reserve_list_that_has_moved(academy):
    call = call_of("fellowship")
    states = states_of(call)
    assert (states["accepted"] + states["enrolled"], states["declined"]) == (14, 1)
    assert states["reserve"]
    assert states["not_selected"]
    mine = call.nominations.get(person__email="agent@clikc.example")
    assert mine.state == "accepted"
    assert mine.answer_until > timezone.now()
    assert (
        NominationChange.objects.filter(nomination__call=call, before="reserve", after="accepted").count()
        == 1
    )


def test_sessions_of_other_programmes(academy):
    numbers = {
        (item.programme.code, item.language): item.participations.count()
        for item in ProgrammeSession.objects.filter(starts_on__lt=timezone.now(), programme__code__in=CODES)
    }
    assert numbers == {("fellowship", "fr"): 13, ("cdp", "en"): 10, ("lmd", "en"): 20}
    year = ProgrammeSession.objects.get(programme__code="cdp")
    months = {event.code: event.on.month for event in year.events.all()}
    assert (months["invitations"], months["nominations"], months["start"]) == (12, 3, 9)
    workshop = Attendance.objects.filter(participation__session__programme__code="lmd")
    assert workshop.count() == 200
    assert workshop.filter(state="absent").exists()


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
