"""What is needed of everything that is still open: a table of cases."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from enrolment.grading.rules.scheme import Category, Item, Score
from enrolment.grading.rules.share_needed import share_needed
from enrolment.grading.rules.what_if import what_if

MODULE = [Category("m", Decimal(1))]
ITEMS = [Item("a", "m", Decimal(1), Decimal(20)), Item("b", "m", Decimal(1), Decimal(10))]


def needed(scores=(), target=60, items=ITEMS, open_codes=("a", "b"), **more):
    return share_needed(
        items, MODULE, list(scores), open_codes=open_codes, target_percent=Decimal(target), decimals=1, **more
    )


@pytest.mark.parametrize(
    ("scores", "target", "more", "expected"),
    [
        ([], 60, {}, ("possible", 60, {"a": 12, "b": 6})),
        ([], 0, {}, ("already", 0, {"a": 0, "b": 0})),
        ([Score("a", Decimal(20), "graded")], 50, {"open_codes": ("b",)}, ("already", 0, {"b": 0})),
        ([Score("a", Decimal(10), "graded")], 60, {"open_codes": ("b",)}, ("possible", 70, {"b": 7})),
        ([Score("a", Decimal(2), "graded")], 60, {"open_codes": ("b",)}, ("impossible", None, {})),
        ([], 60, {"assumed": {"a": Decimal(8)}}, ("possible", 80, {"b": 8})),
        ([], 60, {"assumed": {"a": Decimal(8), "b": Decimal(9)}}, ("already", 0, {})),
        ([], 60, {"assumed": {"a": Decimal(8), "b": Decimal(7)}}, ("impossible", None, {})),
        ([], 60, {"open_codes": ("a", "b", "unknown")}, ("possible", 60, {"a": 12, "b": 6})),
        ([], 60, {"items": [], "open_codes": ()}, ("impossible", None, {})),
        ([Score("a", None, "missing")], 60, {"open_codes": ("b",)}, ("impossible", None, {})),
        ([Score("a", None, "excused")], 61, {"open_codes": ("b",)}, ("possible", 61, {"b": Decimal("6.5")})),
    ],
)
def test_cases(scores, target, more, expected):
    found = needed(scores, target, **more)
    assert (found.state, found.percent, dict(found.points)) == expected


@given(
    st.lists(st.integers(1, 200), min_size=1, max_size=5),
    st.lists(st.integers(0, 5), min_size=5, max_size=5),
    st.integers(1, 100),
)
def test_it_is_enough_and_a_per_cent_less_is_not(mosts, weights, target):
    items = [
        Item(f"i{place}", "m", Decimal(weights[place]), Decimal(most) / 4) for place, most in enumerate(mosts)
    ]
    codes = [item.code for item in items]
    found = needed((), target, items=items, open_codes=codes)

    def total(points):
        return what_if(items, MODULE, [], assumed=points, decimals=1).percent

    if found.state == "possible":
        assert total(found.points) >= target
        less = {item.code: item.most * (found.percent - 1) / 100 for item in items}
        assert total(less) < target
    else:
        assert found.state == "impossible"
        best = total({item.code: item.most for item in items})
        assert best is None or best < target
