"""Sessions 4 and 5: what is said of them follows from marks and rules."""

from dataclasses import replace
from decimal import Decimal

import pytest

from clikc.people.models import User
from enrolment.certificates import api as certificates, rules
from enrolment.certificates.models import AwardDecision
from enrolment.certificates.rules import Award
from enrolment.programmes.models import ProgrammeSession


@pytest.fixture
def sessions(academy) -> list[ProgrammeSession]:
    return list(ProgrammeSession.objects.filter(programme__code="vcoa", number__in=(4, 5)).order_by("number"))


def test_63_participants_of_50_administrations_51_certificates_seven_with_honours(sessions):
    total = certificates.figures_of(session.pk for session in sessions).total
    assert (total.participants, total.administrations) == (63, 50)
    assert (total.certified, total.with_honours, total.withdrawn) == (51, 7, 3)
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
