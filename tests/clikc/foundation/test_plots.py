"""Geometry of plots: round scales, bars to scale, mirrored from right to left."""

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from clikc.foundation.plots import Column, DayScale, Stretch, draw_columns, lanes_of, share_of, steps_to


@pytest.mark.parametrize(
    ("largest", "steps"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (5, [0, 2, 4, 6]),
        (9, [0, 5, 10]),
        (46, [0, 20, 40, 60]),
        (1000, [0, 500, 1000]),
    ],
)
def test_steps_are_round(largest, steps):
    assert steps_to(largest) == steps


@given(st.integers(0, 10**12))
def test_steps_reach_the_largest_and_are_few(largest):
    steps = steps_to(largest)
    assert steps[0] == 0
    assert steps[-2] < max(largest, 1) <= steps[-1]
    assert len(steps) <= 5


def test_a_share_is_written_for_svg():
    assert (share_of(3, 8), share_of(2, 2), share_of(0, 0)) == ("37.5", "100", "0")


def test_bars_are_to_scale():
    plot = draw_columns([Column(2, "a"), Column(4, "b"), Column(0, "c")])
    heights = [float(bar.height) for bar in plot.bars]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert heights[2] == 0
    assert [bar.number for bar in plot.bars] == ["2", "4", ""]
    assert all(
        float(bar.y) + float(bar.height) == pytest.approx(float(plot.floor), abs=0.2) for bar in plot.bars
    )


def test_mirrored_is_the_same_from_the_other_side():
    columns = [Column(2, "a", "2025"), Column(4, "b", "2026")]
    plain, mirrored = (draw_columns(columns, mirrored=flag, mark=0.5) for flag in (False, True))
    for one, other in zip(plain.bars, mirrored.bars, strict=True):
        assert float(one.middle) + float(other.middle) == pytest.approx(float(plain.width), abs=0.2)
        assert one.y == other.y
    assert float(plain.mark) + float(mirrored.mark) == pytest.approx(float(plain.width), abs=0.2)
    assert plain.mark == plain.bars[0].middle
    spans = draw_columns(columns, lines=[(1, "to pass")], are_spans=True)
    assert spans.labels[1].x == spans.lines[0].x


@pytest.mark.parametrize("number", [1, 7, 12, 36])
def test_labels_have_room(number):
    plot = draw_columns([Column(1, str(place), str(place // 12)) for place in range(number)])
    places = [float(label.x) for label in plot.labels]
    assert len(places) <= 7
    assert all(after - before > 35 for before, after in itertools.pairwise(places))
    assert [label.second for label in plot.labels if label.second] == [
        str(year) for year in range(-(-number // 12))
    ]


def test_days_stand_along_a_line_from_either_side():
    scale = DayScale(date(2018, 9, 3), date(2018, 9, 12))
    assert scale.stretch(date(2018, 9, 4), date(2018, 9, 5)) == Stretch("10%", "20%")
    assert scale.stretch(date(2018, 8, 1), date(2019, 1, 1)) == Stretch("0%", "100%")
    assert scale.stretch(date(2018, 9, 13), date(2018, 9, 20)) is None
    assert (scale.point(date(2018, 9, 3)), scale.point(date(2018, 9, 2))) == ("5%", "")
    mirrored = replace(scale, mirrored=True)
    assert mirrored.stretch(date(2018, 9, 4), date(2018, 9, 5)) == Stretch("70%", "20%")
    assert mirrored.point(date(2018, 9, 3), 0) == "100%"


def test_marks_that_would_touch_stand_in_lanes_of_their_own():
    assert lanes_of([10, 10, 12, 20, 16], apart=5) == [0, 1, 2, 0, 1]
    assert lanes_of([], apart=5) == []
