"""What one would have, and what one needs: reached with the points named, not with a step less."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from enrolment.grading.rules.scheme import Category, Item, Score
from enrolment.grading.rules.totals import total_of
from enrolment.grading.rules.what_if import Needed, Reach, points_needed, what_if
from tests.enrolment.grading.rules.gradebooks import gradebooks, points

D = Decimal
ITEMS = [
    Item("essay", "m1", D(1), D(20)),
    Item("exam", "m1", D(1), D("9.7")),
    Item("oral", "m2", D(1), D(10)),
]
CATEGORIES = [Category("m1", D(50)), Category("m2", D(50))]
SCORES = [Score("essay", D(14), "graded"), Score("exam", None, "waiting"), Score("oral", D(6), "graded")]


def needed(code: str, target: str, **more) -> Needed:
    common = {"item_code": code, "target_percent": D(target), "decimals": 0}
    return points_needed(ITEMS, CATEGORIES, SCORES, **{**common, **more})


CASES = [
    ("even without a point", "exam", "48", Needed(D(0), Reach.ALREADY)),
    # (70 + x) / 4 + 30 has to be 59.5: x is 48 per cent of 9.7.
    ("once rounded", "exam", "60", Needed(D("5.0"), Reach.POSSIBLE)),
    ("only with everything, which is no whole step", "exam", "73", Needed(D("9.7"), Reach.POSSIBLE)),
    ("not even with everything", "exam", "74", Needed(None, Reach.IMPOSSIBLE)),
    ("what is graded may be asked as well", "oral", "80", Needed(D("9.0"), Reach.POSSIBLE)),
]


@pytest.mark.parametrize(("code", "target", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_is_needed(code, target, expected):
    assert needed(code, target) == expected


def test_a_finer_step_is_a_finer_answer():
    assert needed("exam", "60", step=D("0.1")) == Needed(D("4.7"), Reach.POSSIBLE)


def test_what_counts_nothing_cannot_help():
    items = [*ITEMS, Item("extra", "m1", D(0), D(10)), Item("void", "m1", D(1), D(0))]
    for code in ("extra", "void"):
        found = points_needed(items, CATEGORIES, SCORES, item_code=code, target_percent=D(90), decimals=0)
        assert found == Needed(None, Reach.IMPOSSIBLE)


def test_an_unknown_item_is_told():
    with pytest.raises(KeyError):
        needed("nothing", "60")


def test_what_would_be():
    found = what_if(ITEMS, CATEGORIES, SCORES, assumed={"exam": D("9.7"), "oral": D(10)}, decimals=1)
    assert (str(found.percent), found.is_final) == ("92.5", True)
    assert what_if(ITEMS, CATEGORIES, SCORES, assumed={}, decimals=1) == total_of(
        ITEMS, CATEGORIES, SCORES, decimals=1
    )


@given(book=gradebooks(), at=st.integers(0, 7), earned=points)
def test_what_was_assumed_and_then_graded_is_the_same_total(book, at, earned):
    items, categories, scores = book
    if not items:
        return
    code = items[at % len(items)].code
    later = [*(score for score in scores if score.item != code), Score(code, earned, "graded")]
    assumed = what_if(items, categories, scores, assumed={code: earned}, decimals=2)
    assert assumed == total_of(items, categories, later, decimals=2)


@given(
    book=gradebooks(),
    at=st.integers(0, 7),
    target=st.integers(0, 100),
    step=st.sampled_from([D("0.1"), D("0.5"), D(1), D(3)]),
    decimals=st.integers(0, 2),
)
def test_with_the_points_it_is_reached_and_with_a_step_less_it_is_not(book, at, target, step, decimals):
    items = book[0]
    if not items:
        return
    item = items[at % len(items)]
    found = points_needed(*book, item_code=item.code, target_percent=D(target), decimals=decimals, step=step)

    def reached(earned: Decimal) -> bool:
        percent = what_if(*book, assumed={item.code: earned}, decimals=decimals).percent
        return percent is not None and percent >= target

    if found.state == Reach.IMPOSSIBLE:
        assert found.points is None
        assert not reached(item.most)
    elif found.state == Reach.ALREADY:
        assert found.points == 0
        assert reached(D(0))
    else:
        assert 0 < found.points <= item.most
        assert found.points % step == 0 or found.points == item.most
        assert reached(found.points)
        assert not reached(found.points - step)
