"""With what a participant leaves: on the line, above it, and always with every reason."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from enrolment.certificates.rules import (
    Achievement,
    Award,
    Bar,
    Code,
    Module,
    Reason,
    Regulation,
    classify_award,
    count_awards,
    final_mark,
    with_lines,
)

VCOA = Regulation(
    to_pass=Bar(final=Decimal(60), module=Decimal(50), all_handed_in=True),
    honours=Bar(final=Decimal(85), module=Decimal(75), nothing_late=True, optional_modules=1),
)
OPTIONAL = Module("o1", Decimal(90), is_required=False, is_done=True)


def did(*percents, **more) -> Achievement:
    """Marks of the required modules; one optional module is done."""
    modules = [
        Module(f"m{number}", None if percent is None else Decimal(str(percent)))
        for number, percent in enumerate(percents, start=1)
    ]
    return Achievement((*modules, OPTIONAL), **more)


def missed(found, award: Award) -> tuple[Reason, ...]:
    return tuple(reason for reason in found.reasons if reason.award == award and not reason.is_met)


def test_who_meets_everything_has_honours_and_every_reason_is_told():
    found = classify_award(did(85, 85, 85, 85), VCOA)
    assert (found.award, found.final) == (Award.HONOURS, Decimal("85.0"))
    assert all(reason.is_met for reason in found.reasons)
    assert [reason.code for reason in found.reasons if reason.award == Award.PASS] == [
        Code.FINAL,
        *[Code.MODULE] * 4,
        Code.HANDED_IN,
    ]


@pytest.mark.parametrize(
    ("marks", "award"),
    [
        ((60, 60, 60, 60), Award.PASS),
        (("59.9", 60, 60, 60), Award.PASS),
        (("59.7", 60, 60, 60), Award.NONE),
        ((50, 50, 70, 70), Award.PASS),
        (("49.99", 70, 70, 70), Award.NONE),
        ((75, 90, 90, 85), Award.HONOURS),
        ((75, 90, 90, "84.8"), Award.HONOURS),
        ((75, 90, 90, "84.7"), Award.PASS),
        ((74, 95, 95, 95), Award.PASS),
        ((None, 100, 100, 100), Award.NONE),
        ((None, None, None, None), Award.NONE),
    ],
)
def test_a_mark_on_the_line_is_enough_and_the_final_mark_is_rounded_once(marks, award):
    assert classify_award(did(*marks), VCOA).award == award


@pytest.mark.parametrize(
    ("what", "award", "missing"),
    [
        ({"late": ("a2",)}, Award.PASS, Code.NOTHING_LATE),
        ({"not_handed_in": ("a1", "a3")}, Award.NONE, Code.HANDED_IN),
    ],
)
def test_what_is_missing_is_named(what, award, missing):
    found = classify_award(did(90, 90, 90, 90, **what), VCOA)
    of = Award.HONOURS if award == Award.PASS else Award.PASS
    assert found.award == award
    assert missed(found, of) == (Reason(of, missing, False, names=next(iter(what.values()))),)


def test_without_an_optional_module_no_honours_and_the_number_is_told():
    achievement = Achievement([replace(item, is_done=False) for item in did(90, 90, 90, 90).modules])
    found = classify_award(achievement, VCOA)
    assert found.award == Award.PASS
    assert missed(found, Award.HONOURS) == (
        Reason(Award.HONOURS, Code.OPTIONAL, False, Decimal(0), Decimal(1)),
    )


def test_who_has_withdrawn_gets_nothing_whatever_the_marks():
    found = classify_award(did(90, 90, 90, 90, is_withdrawn=True), VCOA)
    assert (found.award, [reason.code for reason in found.reasons]) == (Award.NONE, [Code.WITHDRAWN])


def test_a_regulation_may_ask_for_attendance_alone():
    """A leadership workshop: no marks, and hardly a day missed."""
    workshop = Regulation(to_pass=Bar(attendance=Decimal(80)))
    assert classify_award(Achievement((), attendance=Decimal(80)), workshop).award == Award.PASS
    assert classify_award(Achievement((), attendance=Decimal("79.9")), workshop).award == Award.NONE
    assert missed(classify_award(Achievement(()), workshop), Award.PASS)[0].given is None


def test_a_regulation_may_forbid_honours_after_a_second_try():
    strict = replace(VCOA, honours=replace(VCOA.honours, nothing_resubmitted=True))
    achievement = did(90, 90, 90, 90, resubmitted=("a4",))
    assert classify_award(achievement, VCOA).award == Award.HONOURS
    assert classify_award(achievement, strict).award == Award.PASS


@pytest.mark.parametrize(
    ("weights", "final"), [((1, 1, 1), "70.0"), ((2, 1, 1), "65.0"), ((1, 0, 1), "65.0"), ((0, 0, 0), None)]
)
def test_the_final_mark_is_a_mean_by_weights(weights, final):
    modules = [
        Module(str(place), Decimal(percent), Decimal(weight))
        for place, (percent, weight) in enumerate(zip((50, 80, 80), weights, strict=True))
    ]
    assert final_mark([*modules, OPTIONAL], 1) == (final and Decimal(final))


def test_another_line_moves_the_numbers():
    everybody = [did(*[mark] * 4) for mark in (40, 60, 62, 80, 85, 90)]
    assert count_awards(everybody, VCOA) == {Award.NONE: 1, Award.PASS: 3, Award.HONOURS: 2}
    tried = with_lines(VCOA, to_pass=Decimal(61), honours=Decimal(80))
    assert count_awards(everybody, tried) == {Award.NONE: 2, Award.PASS: 1, Award.HONOURS: 3}


MARKS = st.one_of(st.none(), st.decimals(0, 100, places=2))
ACHIEVEMENTS = st.builds(
    Achievement,
    st.lists(
        st.builds(Module, st.text("abc", min_size=1, max_size=3), MARKS, st.integers(0, 3).map(Decimal)),
        max_size=6,
    ),
    not_handed_in=st.sampled_from([(), ("a1",)]),
    late=st.sampled_from([(), ("a1",)]),
    is_withdrawn=st.booleans(),
)
LINES = st.decimals(0, 100, places=1)
REGULATIONS = st.builds(
    Regulation,
    st.builds(Bar, st.one_of(st.none(), LINES), st.one_of(st.none(), LINES), st.booleans()),
    st.one_of(st.none(), st.builds(Bar, LINES, LINES, st.booleans(), st.booleans())),
)
RANK = list(Award)


@given(ACHIEVEMENTS, REGULATIONS)
def test_the_award_is_what_its_reasons_say(achievement, regulation):
    found = classify_award(achievement, regulation)
    passes, honours = (not missed(found, award) for award in (Award.PASS, Award.HONOURS))
    assert (found.award != Award.NONE) == passes
    assert (found.award == Award.HONOURS) == (passes and honours and regulation.honours is not None)
    assert found.final is None or 0 <= found.final <= 100


@given(ACHIEVEMENTS, REGULATIONS, st.integers(0, 5), st.decimals(0, 100, places=2))
def test_a_better_mark_never_lowers_an_award(achievement, regulation, place, better):
    modules = list(achievement.modules)
    if place < len(modules) and (modules[place].percent or 0) <= better:
        modules[place] = replace(modules[place], percent=better)
    improved = replace(achievement, modules=modules)
    before, after = (classify_award(item, regulation).award for item in (achievement, improved))
    assert RANK.index(after) >= RANK.index(before)
