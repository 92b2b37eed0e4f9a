"""A half goes up, and nothing is moved by more than half a unit."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from enrolment.grading.rules.rounding import round_half_up

CASES = [
    ("79.5", 0, "80"),
    ("80.5", 0, "81"),
    ("80.4999999999", 0, "80"),
    ("59.995", 2, "60.00"),
    ("2.675", 2, "2.68"),
    ("0.05", 1, "0.1"),
    ("7", 2, "7.00"),
    ("-0.004", 2, "0.00"),
    ("-2.5", 0, "-3"),
    ("100", 0, "100"),
]


@pytest.mark.parametrize(("number", "decimals", "expected"), CASES)
def test_a_half_goes_up(number, decimals, expected):
    assert str(round_half_up(Decimal(number), decimals)) == expected


def test_shares_that_no_decimal_can_say_are_rounded_exactly():
    assert round_half_up(Fraction(2, 3), 2) == Decimal("0.67")
    assert round_half_up(Fraction(1, 2) - Fraction(1, 10**40), 0) == 0


def test_what_is_no_number_is_refused():
    for number in ("NaN", "Infinity"):
        with pytest.raises((ValueError, OverflowError)):
            round_half_up(Decimal(number), 2)
    with pytest.raises(ValueError, match="decimals"):
        round_half_up(Decimal(1), -1)


fractions = st.fractions(-1000, 1000, max_denominator=10_000)


@given(number=fractions, decimals=st.integers(0, 6))
def test_it_is_the_nearest_and_stays_when_rounded_again(number, decimals):
    rounded = round_half_up(number, decimals)
    assert abs(Fraction(rounded) - number) <= Fraction(1, 2 * 10**decimals)
    assert round_half_up(rounded, decimals) == rounded
    assert -rounded.as_tuple().exponent == decimals


@given(one=fractions, other=fractions, decimals=st.integers(0, 4))
def test_the_order_of_two_numbers_is_kept(one, other, decimals):
    smaller, greater = sorted((one, other))
    assert round_half_up(smaller, decimals) <= round_half_up(greater, decimals)


@given(number=st.decimals(-(10**12), 10**12, places=6))
def test_the_context_of_the_thread_changes_nothing(number):
    expected = round_half_up(number, 2)
    with localcontext() as context:
        context.prec = 3
        assert round_half_up(number, 2) == expected
