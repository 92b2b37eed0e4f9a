"""What was answered how often: for every kind, and never a text that few people wrote."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from courses.quizzes.kinds import KINDS, ChoiceFacts
from courses.quizzes.kinds.tally import LEAST_TYPED, MOST_BINS, Bar, Shows, spans_of

from .test_kinds import anything, questions


def facts(*names, right=()):
    return [ChoiceFacts(f"id-{name}", name, name in right) for name in names]


def tally(name, answers, choices=(), definition=None):
    kind, definition = KINDS[name], definition or {}
    return kind.tally(answers, kind.key(choices, definition), definition, choices)


def shown(group):
    return {bar.value: (bar.count, bar.is_right) for bar in group.bars}


@st.composite
def answered(draw, name):
    """Choices and definition of a question, and answers as they may come: right, mixed up, blank, rubbish."""
    choices, definition = draw(questions(name))
    kind = KINDS[name]
    layout, best = kind.layout(choices, definition), kind.best(kind.key(choices, definition))
    pool = [*layout.choices, *best, "12", "a word", *(f"{left}=x" for left in layout.choices)]
    pool += [f"{left}={right}" for left in layout.choices for right in layout.pairs]
    mixed = st.lists(st.sampled_from(pool), max_size=4)
    return (
        choices,
        definition,
        draw(st.lists(st.just(best) | st.just([]) | mixed | anything, max_size=12)),
    )


@pytest.mark.parametrize("name", sorted(KINDS))
@given(data=st.data())
def test_every_answer_is_counted_once_in_any_order(name, data):
    choices, definition, answers = data.draw(answered(name))
    found = tally(name, answers, choices, definition)
    assert found.answered + found.blank == len(answers)
    assert tally(name, data.draw(st.permutations(answers)), choices, definition) == found
    for group in found.groups:
        assert all(0 <= bar.count <= found.answered for bar in group.bars)
        assert 0 <= group.others <= found.answered
        assert group.right is None or 0 <= group.right <= found.answered
        if name not in {"multiple", "hotspot", "single", "truefalse"}:
            assert sum(bar.count for bar in group.bars) + group.others <= found.answered


@pytest.mark.parametrize("name", sorted(KINDS))
@given(data=st.data())
def test_the_authors_order_of_what_has_no_order_changes_no_count(name, data):
    choices, definition, answers = data.draw(answered(name))
    if name == "ordering":
        return
    there = tally(name, answers, data.draw(st.permutations(choices)), definition)
    here = tally(name, answers, choices, definition)
    assert sorted(group.part for group in there.groups) == sorted(group.part for group in here.groups)
    by_part = {(group.part, group.shows): shown(group) for group in here.groups}
    assert {(group.part, group.shows): shown(group) for group in there.groups} == by_part


@pytest.mark.parametrize("name", ["short", "blanks"])
@given(data=st.data())
def test_a_text_that_few_people_wrote_is_not_shown(name, data):
    _choices, definition = data.draw(questions(name))
    part = "" if name == "short" else "1="
    texts = data.draw(st.lists(st.sampled_from(["Anna Smith", "seizure", "release", "x"]), max_size=14))
    found = tally(name, [[f"{part}{text}"] for text in texts], (), definition)
    group = found.groups[0]
    assert all(bar.count >= LEAST_TYPED for bar in group.bars)
    assert sum(bar.count for bar in group.bars) + group.others == len(texts)


def test_choices_are_counted_and_marked():
    choices = facts("a", "b", "c", right=["a"])
    found = tally("single", [["id-a"], ["id-a"], ["id-b"], [], ["gone"]], choices)
    assert (found.answered, found.blank) == (4, 1)
    assert shown(found.groups[0]) == {"id-a": (2, True), "id-b": (1, False), "id-c": (0, False)}
    assert found.groups[0].right == 2


def test_several_choices_of_one_answer_count_each():
    choices = facts("a", "b", "c", right=["a", "b"])
    group = tally("multiple", [["id-a", "id-b"], ["id-a", "id-c"]], choices).groups[0]
    assert [bar.count for bar in group.bars] == [2, 1, 1]
    assert group.right == 1


def test_pairs_show_how_often_each_was_right_and_the_commonest_wrong():
    choices = facts("red", "green", "stop", "go", "wait")
    definition = {"pairs": {"red": "stop", "green": "go"}}
    answers = [["id-red=id-stop"], ["id-red=id-go", "id-green=id-go"], ["id-red=id-go"], ["id-red=id-wait"]]
    red, green = tally("matching", answers, choices, definition).groups
    assert (red.part, red.right, green.part, green.right) == ("id-red", 1, "id-green", 1)
    assert red.bars == (
        Bar("id-stop", 1, True),
        Bar("id-go", 2, False),
        Bar("id-wait", 1, False),
    )


def test_an_order_shows_where_each_item_was_put():
    answers = [["id-a", "id-b", "id-c"], ["id-b", "id-a", "id-c"], ["id-b", "id-a", ""]]
    first, _second, third = tally("ordering", answers, facts("a", "b", "c")).groups
    assert first.shows == Shows.PLACES
    assert shown(first) == {"1": (1, True), "2": (2, False)}
    assert third.right == 2


def test_numbers_are_read_before_they_are_counted():
    definition = {"value": "1234", "tolerance": "1", "unit": "kg"}
    typed = ["1,234", "1 234", "١٢٣٤ kg", "1234", "1233", "twelve", *["12"] * 3]
    numbers, spans = tally("numerical", [[text] for text in typed], (), definition).groups
    assert shown(numbers) == {"1234": (4, True), "12": (3, False)}
    assert (numbers.right, numbers.others, spans.others) == (5, 2, 1)
    assert sum(bar.count for bar in spans.bars) == 8


def test_typed_texts_are_told_apart_as_marking_does_it():
    definition = {"accepted": {"en": ["Post-clearance audit", "PCA"]}}
    typed = [
        "post clearance AUDIT",
        "Post‐Clearance Audit!",
        "post clearance audit",
        *["Pre-check"] * 3,
        "PCA",
    ]
    group = tally("short", [[text] for text in typed], (), definition).groups[0]
    assert shown(group) == {"Post-clearance audit": (3, True), "pre check": (3, False)}
    assert (group.right, group.others) == (4, 1)


def test_of_an_essay_only_the_length_is_told():
    texts = ["one two three"] * 3 + [" ".join(["word"] * 120), "ሰላም፡ለዓለም … !"]
    found = tally("essay", [[text] for text in texts])
    assert sum(bar.count for bar in found.groups[0].bars) == 5
    assert found.groups[0].shows == Shows.WORDS
    assert {bar.value for bar in found.groups[0].bars} == {""}
    assert found.groups[0].bars[0].low == 0


numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**58), max_value=10**58)


@given(counts=st.dictionaries(numbers, st.integers(1, 9)), middle=st.lists(numbers, max_size=1))
def test_a_histogram_holds_every_number_once_and_is_short(counts, middle):
    bars = spans_of(counts, middle if counts else ())
    assert sum(bar.count for bar in bars) == sum(counts.values())
    assert len(bars) <= 2 * MOST_BINS + 2
    edges = [bar.low for bar in bars if bar.low is not None]
    assert edges == sorted(set(edges))
    if counts and middle:
        assert any(bar.low <= middle[0] < bar.high for bar in bars if None not in (bar.low, bar.high))


def test_one_slip_of_the_keyboard_does_not_flatten_the_rest():
    counts = {Decimal(number): 5 for number in (12, 13, 14, 15, 16, 17)} | {Decimal(10**12): 1}
    bars = spans_of(counts, [Decimal(15)])
    assert (bars[-1].count, bars[-1].high) == (1, None)
    assert len([bar for bar in bars if bar.count]) >= 6


def test_edges_are_round():
    bars = spans_of({Decimal("0.113"): 1, Decimal("0.387"): 2, Decimal("0.71"): 4})
    assert {bar.low for bar in bars} <= {Decimal(number) / 10 for number in range(10)}
