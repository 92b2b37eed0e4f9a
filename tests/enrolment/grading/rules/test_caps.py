"""What late and resubmitted work keeps: in range, never more than was earned, and every reason true."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from enrolment.grading.rules.caps import Decision, Reason, Why, final_points
from enrolment.grading.rules.rounding import round_half_up

CASES = [
    ("in time, first attempt", "8", "0", 1, "60", "8", {}),
    ("late", "8", "10", 1, "60", "7.20", {"late": "10"}),
    ("late beyond everything", "8", "250", 1, None, "0", {"late": "250"}),
    ("again, below the ceiling", "5", "0", 2, "60", "5", {}),
    ("again, at the ceiling", "6", "0", 2, "60", "6", {}),
    ("again, above the ceiling", "9.5", "0", 2, "60", "6.00", {"resubmitted": "60"}),
    ("again, no ceiling", "9.5", "0", 3, None, "9.5", {}),
    ("the first attempt knows no ceiling", "9.5", "0", 1, "0", "9.5", {}),
    ("late and again: first the one, then the other", "9", "20", 2, "60", "6.00", "both"),
    ("late and again, below the ceiling by then", "7", "20", 2, "60", "5.60", {"late": "20"}),
    ("nothing earned, nothing taken", "0", "30", 2, "50", "0", {}),
    ("more than there is", "12", "0", 1, None, "10", {}),
    ("less than nothing", "-1", "0", 1, None, "0", {}),
    ("half a hundredth goes up", "0.35", "10", 1, None, "0.32", {"late": "10"}),
]


@pytest.mark.parametrize(
    ("points", "late", "attempt", "cap", "expected", "reasons"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_what_is_kept(points, late, attempt, cap, expected, reasons):
    named = {"late": late, "resubmitted": cap} if reasons == "both" else reasons
    decision = final_points(
        points=Decimal(points),
        most=Decimal(10),
        lateness_percent=Decimal(late),
        attempt_number=attempt,
        resubmission_cap_percent=cap and Decimal(cap),
    )
    found = tuple(Reason(Why(code), Decimal(percent)) for code, percent in named.items())
    assert decision == Decision(Decimal(expected), found)


amounts = st.decimals(-5, 120, places=2)
percents = st.decimals(0, 100, places=2)
attempts = st.integers(1, 4)
works = st.fixed_dictionaries(
    {
        "points": amounts,
        "most": st.decimals(0, 100, places=2),
        "lateness_percent": percents,
        "attempt_number": attempts,
        "resubmission_cap_percent": st.none() | percents,
        "decimals": st.integers(0, 3),
    }
)


@given(work=works)
def test_no_grade_is_out_of_range(work):
    points = final_points(**work).points
    assert 0 <= points <= work["most"]
    assert points <= max(work["points"], Decimal(0))


@given(work=works)
def test_the_ceiling_holds_and_its_reason_is_true(work):
    decision = final_points(**work)
    codes = {reason.code for reason in decision.reasons}
    cap = work["resubmission_cap_percent"]
    if work["attempt_number"] == 1 or cap is None:
        assert Why.RESUBMITTED not in codes
        return
    ceiling = Fraction(work["most"]) * Fraction(cap) / 100
    assert decision.points <= max(ceiling, round_half_up(ceiling, work["decimals"]))


@given(work=works, better=st.decimals(0, 50, places=2))
def test_more_points_earned_never_come_to_less(work, better):
    more = {**work, "points": work["points"] + better}
    assert final_points(**work).points <= final_points(**more).points


@given(work=works)
def test_without_a_reason_only_rounding_takes_away(work):
    decision = final_points(**work)
    if not decision.reasons:
        raw = max(Decimal(0), min(work["points"], work["most"]))
        assert decision.points == min(raw, round_half_up(raw, work["decimals"]))


def test_rounding_at_the_ceiling_does_not_turn_more_into_less():
    work = {
        "most": Decimal("10.9"),
        "lateness_percent": Decimal(0),
        "attempt_number": 2,
        "resubmission_cap_percent": Decimal(50),
        "decimals": 0,
    }
    at = final_points(points=Decimal("5.45"), **work)
    above = final_points(points=Decimal("5.50"), **work)
    assert at == Decision(Decimal(5))
    assert above == Decision(Decimal(5), (Reason(Why.RESUBMITTED, Decimal(50)),))
