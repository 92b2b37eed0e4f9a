"""Totals: the weights, what leaves, what counts as nothing; in range, in any order, better is never worse."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from enrolment.grading.rules.scheme import Category, Item, Score, State
from enrolment.grading.rules.totals import ModuleTotal, Reason, Total, Why, total_of
from tests.enrolment.grading.rules.gradebooks import gradebooks, points

D = Decimal
ITEMS = [
    Item("e1", "m1", D(1), D(10)),
    Item("e2", "m1", D(3), D(20)),
    Item("q", "m2", D(1), D(50), "quiz"),
]
CATEGORIES = [Category("m1", D(60)), Category("m2", D(40))]


def graded(**earned: str) -> list[Score]:
    return [Score(code, D(points), "graded") for code, points in earned.items()]


def total(*scores: Score, items=ITEMS, categories=CATEGORIES, decimals: int = 1) -> Total:
    return total_of(items, categories, scores, decimals=decimals)


def percents(found: Total) -> tuple:
    return tuple(None if value is None else str(value) for value in (found.percent, found.so_far_percent))


def test_items_weigh_in_their_module_and_modules_in_the_whole():
    found = total(*graded(e1="5", e2="20", q="25"))
    # (1 x 50 + 3 x 100) / 4 = 87.5; 0.6 x 87.5 + 0.4 x 50 = 72.5
    assert found == Total(
        D("72.5"),
        D("72.5"),
        {"m1": ModuleTotal(D("87.5"), D("87.5")), "m2": ModuleTotal(D("50.0"), D("50.0"))},
        is_final=True,
    )


def test_what_is_missing_counts_as_nothing_but_not_so_far():
    found = total(*graded(e2="20", q="25"), Score("e1", None, "missing"))
    # m1: 75 and 100
    assert percents(found) == ("65.0", "80.0")
    assert found.is_final
    assert found.reasons == (Reason(Why.MISSING, ("e1",)),)


def test_what_is_excused_leaves_its_weight_to_the_others():
    found = total(*graded(e2="10", q="50"), Score("e1", None, "excused"))
    assert percents(found) == ("70.0", "70.0")
    assert found.is_final
    assert found.reasons == (Reason(Why.EXCUSED, ("e1",)),)


def test_a_module_that_is_excused_leaves_as_well():
    found = total(*graded(e1="10", e2="10"), Score("q", None, "excused"))
    assert percents(found) == ("62.5", "62.5")
    assert found.modules["m2"] == ModuleTotal(None, None)


@pytest.mark.parametrize("waiting", [[], [Score("q", None, "waiting")], [Score("q", None, "graded")]])
def test_what_waits_makes_it_provisional(waiting):
    found = total(*graded(e1="10", e2="10"), *waiting)
    assert percents(found) == ("62.5", "62.5")
    assert not found.is_final
    assert found.reasons == (Reason(Why.WAITING, ("q",)),)


def test_the_lowest_is_dropped_in_each_module_for_itself():
    items = [Item(code, "m1", D(1), D(10)) for code in "abc"]
    categories = [Category("m1", D(1), drop_lowest=1)]
    found = total(*graded(a="9", b="4", c="7"), items=items, categories=categories)
    assert percents(found) == ("80.0", "80.0")
    assert found.dropped == found.modules["m1"].dropped == ("b",)
    assert found.reasons == (Reason(Why.DROPPED, ("b",)),)
    missing = total(*graded(a="9", b="4"), Score("c", None, "missing"), items=items, categories=categories)
    assert (percents(missing), missing.dropped) == (("65.0", "90.0"), ("c",))


@pytest.mark.parametrize(
    ("items", "categories"),
    [
        ([], []),
        (ITEMS, []),
        ([], CATEGORIES),
        (ITEMS, [Category("m1", D(0)), Category("m2", D(0))]),
        ([replace(item, weight=D(0)) for item in ITEMS], CATEGORIES),
        ([replace(item, most=D(0)) for item in ITEMS], CATEGORIES),
        ([replace(item, weight=D(-1)) for item in ITEMS], CATEGORIES),
    ],
)
def test_where_nothing_counts_there_is_no_total(items, categories):
    found = total(*graded(e1="1", e2="1", q="1"), items=items, categories=categories)
    assert percents(found) == (None, None)
    assert not found.is_final
    assert found.reasons[-1] == Reason(Why.NOTHING_COUNTS)


def test_what_counts_nothing_does_not_make_it_provisional():
    items = [*ITEMS, Item("oral", "m1", D(0), D(10)), Item("x", "m9", D(5), D(10))]
    found = total(*graded(e1="5", e2="20", q="25"), items=items)
    assert percents(found) == ("72.5", "72.5")
    assert found.is_final
    assert found.reasons == (Reason(Why.WITHOUT_CATEGORY, ("x",)),)


def test_points_out_of_range_are_held_within_it():
    assert percents(total(*graded(e1="99", e2="20", q="50"))) == ("100.0", "100.0")
    assert percents(total(*graded(e1="-5", e2="-1", q="0"))) == ("0.0", "0.0")


def test_it_is_rounded_once_at_the_end():
    items = [Item("a", "m1", D(1), D(200)), Item("b", "m2", D(1), D(500))]
    categories = [Category("m1", D(1)), Category("m2", D(1))]
    found = total(*graded(a="119", b="297"), items=items, categories=categories, decimals=0)
    # 59.5 and 59.4 make 59.45; 60 and 59 would have made 60.
    assert [str(module.percent) for module in found.modules.values()] == ["60", "59"]
    assert str(found.percent) == "59"


def test_a_code_stands_for_one_thing():
    with pytest.raises(ValueError, match="same item"):
        total(*graded(e1="1"), *graded(e1="2"))
    with pytest.raises(ValueError, match="same code"):
        total(items=[ITEMS[0], ITEMS[0]])
    with pytest.raises(ValueError, match="same module"):
        total(categories=[CATEGORIES[0], CATEGORIES[0]])


@given(book=gradebooks(), decimals=st.integers(0, 3))
def test_no_total_is_out_of_range(book, decimals):
    found = total_of(*book, decimals=decimals)
    shown = [found, *found.modules.values()]
    for value in [value for one in shown for value in (one.percent, one.so_far_percent)]:
        assert value is None or 0 <= value <= 100
    assert (found.percent is None) is (Reason(Why.NOTHING_COUNTS) in found.reasons)
    if found.so_far_percent is not None:
        assert found.percent is not None


@given(book=gradebooks(), chance=st.randoms())
def test_the_order_of_entries_is_of_no_matter(book, chance):
    found = total_of(*book, decimals=2)
    for rows in book:
        chance.shuffle(rows)
    assert total_of(*book, decimals=2) == found


@given(book=gradebooks(), at=st.integers(0, 7), better=points)
def test_a_better_score_never_lowers_the_total(book, at, better):
    """Whatever is dropped; and handing in what was missing, however bad, lowers nothing either."""
    items, categories, scores = book
    counting = [score for score in scores if score.state in (State.GRADED, State.MISSING)]
    if not counting:
        return
    old = counting[at % len(counting)]
    new = Score(old.item, max(better, old.points or D(0)), State.GRADED)
    before = total_of(items, categories, scores, decimals=3)
    after = total_of(items, categories, [*(one for one in scores if one != old), new], decimals=3)
    if before.percent is not None:
        assert before.percent <= after.percent
    if before.so_far_percent is not None and old.state == State.GRADED:
        assert before.so_far_percent <= after.so_far_percent


@given(book=gradebooks())
def test_an_excused_item_might_as_well_not_be_there(book):
    items, categories, scores = book
    gone = {score.item for score in scores if score.state == State.EXCUSED}
    found = total_of(items, categories, scores, decimals=2)
    without = total_of([item for item in items if item.code not in gone], categories, scores, decimals=2)
    assert (without.percent, without.so_far_percent) == (found.percent, found.so_far_percent)
    assert (without.modules, without.is_final) == (found.modules, found.is_final)


@given(book=gradebooks(), factor=st.sampled_from([D("0.25"), D(3), D(100)]))
def test_the_scale_of_the_weights_is_of_no_matter(book, factor):
    items, categories, scores = book
    scaled = [replace(item, weight=item.weight * factor) for item in items]
    rescaled = [replace(category, weight=category.weight * factor) for category in categories]
    assert total_of(scaled, rescaled, scores, decimals=2) == total_of(items, categories, scores, decimals=2)


@given(book=gradebooks(states=(State.GRADED, State.MISSING, State.EXCUSED)))
def test_what_was_dropped_is_known_by_its_reason(book):
    found = total_of(*book, decimals=2)
    named = [reason.items for reason in found.reasons if reason.code == Why.DROPPED]
    assert named == ([found.dropped] if found.dropped else [])
    kinds = {score.item: score.state for score in book[2]}
    assert all(kinds[code] in (State.GRADED, State.MISSING) for code in found.dropped)
