"""Late work: grace, what each begun day costs, and the moment after which nothing is taken."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from enrolment.programmes.rules.lateness import Lateness, LateRule, last_moment, lateness

DUE = datetime(2026, 3, 10, 12, tzinfo=UTC)
RULE = LateRule(grace_minutes=60, percent_per_day=Decimal(10), most_percent=Decimal(25), refuse_after_days=5)
MICROSECOND = timedelta(microseconds=1)
ZONES = ["UTC", "Asia/Amman", "Africa/Addis_Ababa", "America/Lima", "Pacific/Kiritimati", "Asia/Kathmandu"]

CASES = [
    ("long before", timedelta(days=-3), Lateness()),
    ("at the moment itself", timedelta(0), Lateness()),
    ("just after", MICROSECOND, Lateness(is_in_grace=True)),
    ("at the end of the grace", timedelta(hours=1), Lateness(is_in_grace=True)),
    ("just after the grace", timedelta(hours=1) + MICROSECOND, Lateness(True, False, 1, Decimal(10))),
    ("a whole day", timedelta(days=1), Lateness(True, False, 1, Decimal(10))),
    ("the second day has begun", timedelta(days=1) + MICROSECOND, Lateness(True, False, 2, Decimal(20))),
    ("never more than the most", timedelta(days=3), Lateness(True, False, 3, Decimal(25))),
    ("at the last moment", timedelta(days=5), Lateness(True, False, 5, Decimal(25))),
    ("after it", timedelta(days=5) + MICROSECOND, Lateness(True, False, 6, Decimal(25), True)),
]


@pytest.mark.parametrize(("over", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_lateness_costs(over, expected):
    assert lateness(due_at=DUE, handed_in_at=DUE + over, rule=RULE) == expected


def test_what_is_never_due_is_never_late():
    assert lateness(due_at=None, handed_in_at=DUE, rule=RULE) == Lateness()
    assert last_moment(None, RULE) is None


def test_late_work_may_be_taken_for_ever():
    rule = LateRule(percent_per_day=Decimal(1))
    late = lateness(due_at=DUE, handed_in_at=DUE + timedelta(days=1000), rule=rule)
    assert late == Lateness(True, False, 1000, Decimal(100))
    assert last_moment(DUE, rule) is None


def test_no_late_work_at_all_still_leaves_the_grace():
    rule = LateRule(grace_minutes=30, refuse_after_days=0)
    end = DUE + timedelta(minutes=30)
    assert last_moment(DUE, rule) == end
    assert lateness(due_at=DUE, handed_in_at=end, rule=rule) == Lateness(is_in_grace=True)
    assert lateness(due_at=DUE, handed_in_at=end + MICROSECOND, rule=rule).is_refused


def test_a_day_is_24_hours_when_the_clocks_change():
    """In Brussels the night to 25 October 2026 has an hour more: at the same time by the clock it is 25."""
    zone = ZoneInfo("Europe/Brussels")
    due = datetime(2026, 10, 24, 18, tzinfo=zone)
    rule = LateRule(percent_per_day=Decimal(5), refuse_after_days=1)
    by_the_clock = datetime(2026, 10, 25, 18, tzinfo=zone)
    assert last_moment(due, rule) == datetime(2026, 10, 25, 17, tzinfo=zone)
    assert last_moment(due, rule).tzinfo is zone
    assert lateness(due_at=due, handed_in_at=by_the_clock, rule=rule) == Lateness(
        True, False, 2, Decimal(10), True
    )


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        lateness(due_at=DUE, handed_in_at=datetime(2026, 3, 10, 12), rule=RULE)


rules = st.builds(
    LateRule,
    grace_minutes=st.integers(0, 10_000),
    percent_per_day=st.decimals(0, 100, places=2),
    most_percent=st.decimals(0, 100, places=2),
    refuse_after_days=st.none() | st.integers(0, 30),
)
spans = st.timedeltas(timedelta(days=-5), timedelta(days=60))


@given(rule=rules, over=spans, here=st.sampled_from(ZONES), there=st.sampled_from(ZONES))
def test_the_zone_changes_nothing(rule, over, here, there):
    in_utc = lateness(due_at=DUE, handed_in_at=DUE + over, rule=rule)
    due = DUE.astimezone(ZoneInfo(here))
    assert lateness(due_at=due, handed_in_at=(DUE + over).astimezone(ZoneInfo(there)), rule=rule) == in_utc


@given(rule=rules, over=spans, more=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_later_never_costs_less(rule, over, more):
    sooner = lateness(due_at=DUE, handed_in_at=DUE + over, rule=rule)
    later = lateness(due_at=DUE, handed_in_at=DUE + over + more, rule=rule)
    assert 0 <= sooner.penalty_percent <= later.penalty_percent <= rule.most_percent
    assert sooner.days <= later.days
    assert sooner.is_refused <= later.is_refused


@given(rule=rules, over=spans)
def test_it_is_refused_exactly_after_the_last_moment(rule, over):
    end = last_moment(DUE, rule)
    came = DUE + over
    assert lateness(due_at=DUE, handed_in_at=came, rule=rule).is_refused is (end is not None and came > end)
