"""The rule of standings, case by case; and that the database says the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from clikc.people.models import Administration
from enrolment.following.rows import facts_of, followed
from enrolment.following.rules import (
    Facts,
    Kind,
    NoReminder,
    Reason,
    Why,
    standing_of,
    why_no_reminder,
)
from enrolment.following.sql import Look
from tests.factories import people
from tests.factories.following import NOW, TODAY, invite, make_plain_course, put_in

BASE = Facts(
    now=NOW,
    today=TODAY,
    starts_on=TODAY - timedelta(days=40),
    due_on=TODAY + timedelta(days=60),
    last_active_at=NOW - timedelta(days=1),
    done=5,
    required=10,
)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


CASES = [
    ("on track", {}, Kind.ON_TRACK),
    (
        "finished before everything",
        {"is_finished": True, "is_active": False, "due_on": day(-9)},
        Kind.FINISHED,
    ),
    ("left", {"is_active": False, "is_invited": True}, Kind.LEFT),
    ("account closed", {"has_account": False}, Kind.LEFT),
    ("invited, though due", {"is_invited": True, "due_on": day(-1)}, Kind.INVITED),
    ("opens tomorrow", {"opens_on": day(1), "last_active_at": None}, Kind.NOT_OPENED),
    ("opens today", {"opens_on": day(0), "last_active_at": None}, Kind.NOT_STARTED),
    ("not started, though due", {"last_active_at": None, "due_on": day(-3)}, Kind.NOT_STARTED),
    ("due today is met until the end of the day", {"due_on": day(0), "done": 10}, Kind.ON_TRACK),
    ("due yesterday", {"due_on": day(-1), "done": 9}, Kind.BEHIND),
    # 40 of 100 days are gone: 20 points under that is 20 per cent.
    ("twenty points under", {"done": 2}, Kind.ON_TRACK),
    ("more than twenty points under", {"done": 1}, Kind.BEHIND),
    # 24 of 100 days: not a quarter yet.
    ("before a quarter", {"starts_on": day(-24), "due_on": day(76), "done": 0}, Kind.ON_TRACK),
    ("at a quarter", {"starts_on": day(-25), "due_on": day(75), "done": 0}, Kind.BEHIND),
    ("behind before idle", {"done": 1, "last_active_at": NOW - timedelta(days=20)}, Kind.BEHIND),
    ("idle", {"last_active_at": NOW - timedelta(days=14)}, Kind.IDLE),
    ("not quite idle", {"last_active_at": NOW - timedelta(days=14) + timedelta(seconds=1)}, Kind.ON_TRACK),
    ("idle without a due day", {"due_on": None, "last_active_at": NOW - timedelta(days=99)}, Kind.IDLE),
    ("never behind without a due day", {"due_on": None, "done": 0}, Kind.ON_TRACK),
    ("a course that asks for nothing", {"done": 0, "required": 0}, Kind.ON_TRACK),
]


@pytest.mark.parametrize(("facts", "kind"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_kinds(facts, kind):
    assert standing_of(replace(BASE, **facts)).kind == kind


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({}, [Reason(Why.DUE, 60)]),
        ({"due_on": day(-4), "done": 2}, [Reason(Why.OVERDUE, 4)]),
        ({"done": 1}, [Reason(Why.DUE, 60), Reason(Why.SLOW)]),
        (
            {"due_on": day(-4), "last_active_at": NOW - timedelta(days=30)},
            [Reason(Why.OVERDUE, 4), Reason(Why.IDLE, 30)],
        ),
        ({"opens_on": day(3)}, [Reason(Why.OPENS, 3), Reason(Why.DUE, 60)]),
        ({"is_finished": True, "due_on": day(-4)}, []),
        ({"has_account": False}, [Reason(Why.CLOSED)]),
        ({"last_active_at": None, "due_on": day(-1)}, [Reason(Why.OVERDUE, 1)]),
    ],
)
def test_reasons(facts, reasons):
    assert list(standing_of(replace(BASE, **facts)).reasons) == reasons


@pytest.mark.parametrize(
    ("kinds", "ago", "why"),
    [
        ({Kind.BEHIND}, None, None),
        ({Kind.FINISHED, Kind.IDLE}, None, None),
        ({Kind.FINISHED}, None, NoReminder.FINISHED),
        ({Kind.INVITED, Kind.NOT_OPENED}, None, NoReminder.INVITED),
        ({Kind.NOT_OPENED}, None, NoReminder.NOT_OPENED),
        ({Kind.LEFT}, None, NoReminder.LEFT),
        ({Kind.BEHIND}, timedelta(days=3) - timedelta(seconds=1), NoReminder.REMINDED),
        ({Kind.BEHIND}, timedelta(days=3), None),
        ({Kind.FINISHED}, timedelta(days=1), NoReminder.FINISHED),
    ],
)
def test_who_gets_no_reminder(kinds, ago, why):
    last = None if ago is None else NOW - ago
    given = why_no_reminder(kinds=frozenset(kinds), has_account=True, last_reminded_at=last, now=NOW)
    assert given == why


def test_a_closed_account_gets_no_reminder():
    kinds = frozenset({Kind.BEHIND})
    assert why_no_reminder(kinds=kinds, has_account=False, last_reminded_at=None, now=NOW) == "closed"


# Both sides of midnight in Suva and Honolulu, at noon in London.
ZONES = ["UTC", "Pacific/Fiji", "Pacific/Honolulu", "Nowhere/Land"]
DAYS = st.integers(-40, 40)
SEEN = st.one_of(st.none(), st.timedeltas(timedelta(days=-40), timedelta(0)))
ENROLMENTS = st.fixed_dictionaries(
    {
        "zone": st.sampled_from(ZONES),
        "due": st.one_of(st.none(), DAYS),
        "opens": st.one_of(st.none(), DAYS),
        "entered": st.timedeltas(timedelta(days=-60), timedelta(days=1)),
        "seen": SEEN,
        "done": st.integers(0, 5),
        "finished": st.booleans(),
        "is_active": st.sampled_from([True, True, True, False]),
        "has_account": st.sampled_from([True, True, True, False]),
        "is_invited": st.sampled_from([False, False, False, True]),
    }
)


@pytest.mark.django_db(transaction=False)
class TestTheDatabaseSaysTheSame:
    @pytest.fixture
    def course(self):
        return make_plain_course(activities=5)

    @settings(
        max_examples=25,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(cases=st.lists(ENROLMENTS, min_size=4, max_size=12), hour=st.integers(0, 23))
    def test_kinds_agree(self, course, cases, hour):
        now = datetime(2026, 11, 20, hour, 30, tzinfo=UTC)
        boss = people.coordinator()
        expected = {self.put(case, course, now).pk: case for case in cases}
        here = Administration.objects.get(code="KE")
        rows = followed(boss, here, Look.at(here, now)).filter(pk__in=expected).select_related("learner")
        found = {row.pk: row for row in rows}
        assert set(found) == set(expected)
        for pk, case in expected.items():
            facts = facts_of(found[pk], now=now)
            assert facts == self.facts(case, now), case
            assert standing_of(facts).kind == found[pk].kind, case

    def put(self, case, course, now):
        person = people.officer(time_zone=case["zone"], is_active=case["has_account"])
        if case["is_invited"]:
            invite(person)
        seen = case["seen"]
        enrolment = put_in(
            person,
            course,
            now=now,
            due=case["due"],
            opens=case["opens"],
            entered=now + case["entered"],
            active=None if seen is None else now + seen,
            done=0 if seen is None else case["done"],
            finished=-1 if case["finished"] else None,
            is_active=case["is_active"],
        )
        return enrolment

    def facts(self, case, now) -> Facts:
        ahead = {"Pacific/Fiji": timedelta(hours=12), "Pacific/Honolulu": timedelta(hours=-10)}
        today = (now + ahead.get(case["zone"], timedelta(0))).date()
        opens = None if case["opens"] is None else now.date() + timedelta(days=case["opens"])
        entered = (now + case["entered"]).date()
        seen = case["seen"]
        return Facts(
            now=now,
            today=today,
            starts_on=max(entered, opens or entered),
            is_active=case["is_active"],
            has_account=case["has_account"],
            is_invited=case["is_invited"],
            is_finished=case["finished"],
            opens_on=opens,
            due_on=None if case["due"] is None else now.date() + timedelta(days=case["due"]),
            last_active_at=None if seen is None else now + seen,
            done=0 if seen is None else case["done"],
            required=5,
        )
