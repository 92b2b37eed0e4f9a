"""Gradebooks that hypothesis makes up: schemes as people write them, and odd ones."""

from decimal import Decimal

from hypothesis import strategies as st

from enrolment.grading.rules.scheme import Category, Item, Score, State

MODULES = ["m1", "m2", "m3"]
weights = st.sampled_from([Decimal(weight) for weight in ("0", "0.5", "1", "2", "3", "7.5", "40")])
mosts = st.sampled_from([Decimal(most) for most in ("0", "4", "10", "12.5", "100")])
# Modules may have no category, categories no items.
items = st.lists(
    st.builds(
        Item,
        code=st.sampled_from("abcdefgh"),
        module=st.sampled_from([*MODULES, "other"]),
        weight=weights,
        most=mosts,
        kind=st.sampled_from(["assignment", "quiz", "manual"]),
    ),
    unique_by=lambda item: item.code,
    max_size=8,
)
categories = st.lists(
    st.builds(Category, module=st.sampled_from(MODULES), weight=weights, drop_lowest=st.integers(0, 4)),
    unique_by=lambda category: category.module,
    max_size=3,
)
points = st.decimals(0, 100, places=1)


@st.composite
def gradebooks(draw, states=tuple(State)):
    """Items, categories and scores, some items without one; points may lie above the most."""
    columns = draw(items)
    scores = []
    for item in columns:
        state = draw(st.none() | st.sampled_from(states))
        if state is not None:
            earned = draw(points) if state == State.GRADED else None
            scores.append(Score(item.code, earned, state))
    return columns, draw(categories), scores
