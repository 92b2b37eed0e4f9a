"""What other pages ask: the standings of a person, the figures of a cohort."""

import pytest
from django.utils import timezone

from enrolment.following import api
from enrolment.following.rules import Kind
from tests.factories import people
from tests.factories.following import make_cohort_of, make_plain_course, put_in

pytestmark = pytest.mark.django_db


def test_figures_of_cohorts(django_assert_num_queries):
    boss, now = people.coordinator(), timezone.now()
    risk, origin = make_plain_course("risk"), make_plain_course("origin")
    one, two = people.officer(), people.officer()
    cohort = make_cohort_of([one, two], [risk])
    other = make_cohort_of([one], [risk, origin], name="Other")
    empty = make_cohort_of([], [risk], name="Empty")
    put_in(one, risk, now=now, finished=-1)
    put_in(two, risk, now=now, due=-2, done=1)
    put_in(one, origin, now=now)
    put_in(two, origin, now=now)
    with django_assert_num_queries(5):  # one of them for her roles
        found = api.cohort_figures(boss, boss.administration, [cohort.pk, other.pk, empty.pk])
    assert (found[cohort.pk].members, found[cohort.pk].finished, found[cohort.pk].behind) == (2, 1, 1)
    assert found[cohort.pk].share_finished == 50
    assert found[other.pk].kinds == {Kind.FINISHED: 1, Kind.NOT_STARTED: 1}
    assert (found[empty.pk].members, found[empty.pk].share_finished) == (0, 0)


def test_a_cohort_of_another_administration_has_no_figures():
    boss, risk = people.coordinator(), make_plain_course("risk")
    far = people.officer(administration="FJ")
    put_in(far, risk, now=timezone.now())
    cohort = make_cohort_of([far], [risk], administration="FJ")
    found = api.cohort_figures(boss, boss.administration, [cohort.pk])
    assert (found[cohort.pk].members, found[cohort.pk].enrolments) == (0, 0)


def test_standings_of_people():
    boss, now = people.coordinator(), timezone.now()
    risk, origin = make_plain_course("risk"), make_plain_course("origin")
    person, far = people.officer(), people.officer(administration="FJ")
    put_in(person, risk, now=now, finished=-1)
    put_in(person, origin, now=now, is_active=False)
    put_in(far, risk, now=now)
    found = api.standings_of(boss, boss.administration, people=[person.pk, far.pk])
    assert set(found) == {person.pk}
    assert {line.title: line.standing.kind for line in found[person.pk]} == {
        "Risk": Kind.FINISHED,
        "Origin": Kind.LEFT,
    }
