"""What became of sessions, in numbers."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from enrolment.admissions.api import move_participant, withdraw_participant
from enrolment.certificates.api import Figures, figures_of
from enrolment.certificates.models import AwardDecision, Certificate
from tests.factories import people
from tests.factories.academies import make_dated, make_participants, make_programme

pytestmark = pytest.mark.django_db


def decided(participation, award, *, is_confirmed=True, revoked_at=None):
    now = timezone.now()
    decision = AwardDecision.objects.create(
        participation=participation,
        award=award,
        by_rule=award,
        final=Decimal(70),
        proposed_at=now,
        confirmed_at=now if is_confirmed else None,
        confirmed_by=people.manager(),
    )
    if revoked_at:
        Certificate.objects.create(
            decision=decision,
            learner=participation.learner,
            code=str(decision.pk),
            wording={"en": {}},
            minutes=60,
            issued_on=now.date(),
            revoked_at=revoked_at,
        )


def test_sessions_are_counted_as_their_people_left_them(django_assert_num_queries):
    programme = make_programme(modules=1)
    first, second, empty = (make_dated(programme, starts_on=date(year, 3, 6)) for year in (2116, 2117, 2118))
    best, passed, open_yet, none, taken_back, gone, moved = [
        make_participants(first, 1, administration=code)[0]
        for code in ("KE", "KE", "SN", "JO", "PE", "FR", "ET")
    ]
    withdraw_participant(participation=gone, by=None)
    move_participant(participation=moved, to=second, by=None)
    other = make_participants(second, 1, administration="KE")[0]
    for participation, award in ((best, "honours"), (passed, "pass"), (none, "none"), (other, "pass")):
        decided(participation, award)
    decided(open_yet, "pass", is_confirmed=False)
    decided(taken_back, "honours", revoked_at=timezone.now())
    with django_assert_num_queries(2):
        found = figures_of([first.pk, second.pk, empty.pk])
    assert found.sessions == {
        first.pk: Figures(6, 5, certified=2, with_honours=1, withdrawn=1),
        second.pk: Figures(2, 2, certified=1),
        empty.pk: Figures(),
    }
    # Kenya was in both; who moved is in the second alone.
    assert found.total == Figures(8, 6, certified=3, with_honours=1, withdrawn=1)


def test_no_session_no_figures(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert figures_of([]).total == Figures()
