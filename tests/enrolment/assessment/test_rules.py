"""May one start, what did it score, what may be seen."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from courses.quizzes.kinds.base import share
from enrolment.assessment import rules
from enrolment.assessment.rules import Gain, Refusal, Review, Sat, Score, Terms

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FINE = {"is_enrolled": True, "questions": 4, "has_passed": False, "attempts_made": 0, "now": NOW}


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({}, ()),
        ({"attempts_made": 2}, ()),
        ({"attempts_made": 3}, (Refusal.NO_ATTEMPTS_LEFT,)),
        ({"attempts_made": 9}, (Refusal.NO_ATTEMPTS_LEFT,)),
        ({"has_passed": True}, (Refusal.PASSED,)),
        ({"has_passed": True, "attempts_made": 3}, (Refusal.PASSED,)),
        ({"is_enrolled": False}, (Refusal.NOT_ENROLLED,)),
        ({"questions": 0}, (Refusal.NO_QUESTIONS,)),
        ({"is_enrolled": False, "attempts_made": 3}, (Refusal.NO_ATTEMPTS_LEFT,)),
        ({"is_enrolled": False, "has_passed": True}, (Refusal.PASSED,)),
        ({"is_enrolled": False, "questions": 0}, (Refusal.NO_QUESTIONS,)),
    ],
)
def test_may_start(facts, reasons):
    decision = rules.may_start(Terms(attempts=3), **{**FINE, **facts})
    assert decision.reasons == reasons
    assert decision.is_allowed == (not reasons)


def test_where_attempts_have_no_limit_there_is_always_one_more():
    assert rules.may_start(Terms(attempts=0), **FINE | {"attempts_made": 99}).is_allowed


def test_practice_can_be_repeated_after_passing():
    assert rules.may_start(Terms(can_repeat=True), **FINE | {"has_passed": True}).is_allowed


def test_who_has_passed_is_told_that_alone():
    passed = FINE | {"has_passed": True, "attempts_made": 3}
    for terms in (Terms(closes_at=NOW), Terms(attempts=3, can_repeat=True)):
        assert rules.may_start(terms, **passed).reasons == (Refusal.PASSED,)


@pytest.mark.parametrize(
    ("terms", "minutes"),
    [
        (Terms(), 0),
        (Terms(minutes=60), 60),
        (Terms(minutes=60, closes_at=NOW + HOUR / 2), 30),
        (Terms(minutes=60, closes_at=NOW + HOUR - timedelta(seconds=1)), 59),
        (Terms(minutes=60, closes_at=NOW + timedelta(seconds=5)), 1),
    ],
)
def test_the_minutes_an_attempt_would_have(terms, minutes):
    assert terms.minutes_from(NOW) == minutes


@pytest.mark.parametrize(
    ("terms", "reasons", "from_at"),
    [
        ({"opens_at": NOW}, (), None),
        ({"opens_at": NOW + HOUR}, (Refusal.NOT_OPEN_YET,), NOW + HOUR),
        ({"closes_at": NOW + HOUR}, (), None),
        ({"closes_at": NOW}, (Refusal.CLOSED,), None),
        ({"cool_down": 30}, (), None),
        ({"cool_down": 60}, (), None),
        ({"cool_down": 90}, (Refusal.COOLING_DOWN,), NOW + HOUR / 2),
        (
            {"cool_down": 90, "opens_at": NOW + HOUR},
            (Refusal.NOT_OPEN_YET, Refusal.COOLING_DOWN),
            NOW + HOUR,
        ),
        ({"cool_down": 120, "closes_at": NOW + HOUR}, (Refusal.CLOSED,), None),
    ],
)
def test_time_stands_between(terms, reasons, from_at):
    """The last attempt was handed in an hour ago."""
    facts = FINE | {"attempts_made": 1, "last_submitted_at": NOW - HOUR}
    decision = rules.may_start(Terms(**terms), **facts)
    assert (decision.reasons, decision.from_at) == (reasons, from_at)
    assert decision.is_allowed == (not reasons)


@pytest.mark.parametrize(
    ("terms", "deadline"),
    [
        (Terms(), None),
        (Terms(minutes=30), NOW + HOUR / 2),
        (Terms(closes_at=NOW + HOUR), NOW + HOUR),
        (Terms(minutes=30, closes_at=NOW + HOUR), NOW + HOUR / 2),
        (Terms(minutes=90, closes_at=NOW + HOUR), NOW + HOUR),
    ],
)
def test_the_deadline_is_the_limit_or_the_closing_whichever_comes_first(terms, deadline):
    assert terms.deadline(NOW) == deadline


def test_an_extension_gives_more_and_never_less():
    terms = Terms(minutes=30, attempts=2, closes_at=NOW + HOUR)
    more = terms.extended(minutes=15, attempts=1, closes_at=NOW + 2 * HOUR)
    assert (more.minutes, more.attempts, more.closes_at) == (45, 3, NOW + 2 * HOUR)
    assert terms.extended(minutes=0, attempts=0, closes_at=NOW) == terms
    assert Terms().extended(minutes=15, attempts=1, closes_at=NOW) == Terms()


@pytest.mark.parametrize(
    ("terms", "spends"),
    [
        (Terms(), False),
        (Terms(cool_down=5, opens_at=NOW, closes_at=NOW + HOUR), False),
        (Terms(minutes=1), True),
        (Terms(attempts=1), True),
        (Terms(is_sequential=True), True),
    ],
)
def test_what_starting_spends(terms, spends):
    assert terms.spends is spends


@pytest.mark.parametrize(("made", "allowed", "left"), [(0, 3, 3), (2, 3, 1), (5, 3, 0), (5, 0, None)])
def test_attempts_left(made, allowed, left):
    assert rules.attempts_left(made=made, allowed=allowed) == left


@pytest.mark.parametrize(
    ("fractions", "points", "possible", "percent"),
    [
        ([1, 1, 0, 0], "2.00", 4, 50),
        ([1, 1, 0], "2.00", 3, 66),
        ([Decimal("0.5"), Decimal("0.25")], "0.75", 2, 37),
        ([1] * 7 + [0] * 3, "7.00", 10, 70),
        ([1] * 10, "10.00", 10, 100),
        ([], "0.00", 0, 0),
        (["0.695"], "0.695", 1, 69),
        (["0.6999"] * 3, "2.0997", 3, 69),
        (["0.3333", "0.3333", "0.3333", 0], "1", 4, 25),
        (["0.1428"] * 7, "1", 7, 14),
    ],
)
def test_score(fractions, points, possible, percent):
    result = rules.score(Decimal(item) for item in fractions)
    assert (result.points, result.possible, result.percent) == (Decimal(points), possible, percent)


ratios = st.integers(1, rules.MOST_PARTS).flatmap(
    lambda parts: st.integers(0, parts).map(lambda right: Fraction(right, parts))
)


@given(st.lists(ratios, min_size=1, max_size=30))
def test_ratios_that_were_cut_off_lose_nothing(earned):
    """By the exact sum, whatever a share of the point loses when it is kept."""
    total = sum(earned)
    result = rules.score(share(item.numerator, item.denominator) for item in earned)
    assert result.percent == total * 100 // len(earned)
    assert 0 <= total - Fraction(result.points) < Fraction(1, 10_000)


@given(st.lists(st.decimals(0, 1, places=4), min_size=1, max_size=30))
def test_a_score_is_never_lifted_by_more_than_was_cut_off(earned):
    points = rules.score(earned).points
    assert sum(earned) <= points <= sum(earned) + len(earned) * Decimal("0.0001")


@given(st.lists(st.decimals(0, 1, places=2), min_size=1, max_size=30))
def test_hundredths_are_added_as_they_are(earned):
    assert rules.score(earned).points == sum(earned)


@pytest.mark.parametrize(("percent", "mark", "passed"), [(69, 70, False), (70, 70, True), (0, 0, True)])
def test_is_passed(percent, mark, passed):
    assert rules.is_passed(percent, mark) is passed


@pytest.mark.parametrize(
    ("policy", "review"),
    [
        ("nothing", Review()),
        ("score", Review(score=True)),
        ("answers", Review(score=True, answers=True)),
        ("explanations", Review(score=True, answers=True, explanations=True)),
    ],
)
def test_review_of(policy, review):
    assert rules.review_of(policy, is_submitted=True) == review
    assert rules.review_of(policy, is_submitted=False) == Review()


@pytest.mark.parametrize(
    ("policy", "review"),
    [
        ("nothing", Review()),
        ("score", Review(score=True)),
        ("answers", Review(score=True, is_withheld=True)),
        ("explanations", Review(score=True, is_withheld=True)),
    ],
)
def test_an_open_attempt_withholds_the_answers_of_earlier_ones(policy, review):
    assert rules.review_of(policy, is_submitted=True, has_open_attempt=True) == review


@pytest.mark.parametrize("policy", ["nothing", "score", "answers", "explanations"])
def test_nothing_of_an_exam_is_known_before_its_release(policy):
    hidden = rules.review_of(policy, is_submitted=True, is_released=False, has_open_attempt=True)
    assert hidden == Review(is_unreleased=True)


@pytest.mark.parametrize(
    ("policy", "now", "review"),
    [
        ("score", NOW, Review(score=True)),
        ("answers", NOW, Review(score=True, shown_from=NOW + HOUR)),
        ("explanations", NOW, Review(score=True, shown_from=NOW + HOUR)),
        ("explanations", NOW + HOUR, Review(score=True, answers=True, explanations=True)),
    ],
)
def test_answers_are_shown_from_a_moment_on(policy, now, review):
    assert rules.review_of(policy, is_submitted=True, shown_from=NOW + HOUR, now=now) == review


# --- what counts, and what was gained


def scored(points, possible=1) -> Score:
    return Score(Decimal(points), Decimal(possible))


SAT = [
    Sat(number, scored(percent, 100), is_passed)
    for number, percent, is_passed in [(1, 50, False), (2, 80, True), (3, 80, True), (4, 61, None)]
]


@pytest.mark.parametrize(
    ("counts", "number", "percent", "is_passed"),
    [
        ("best", 2, 80, True),
        ("last", 4, 61, None),
        ("first", 1, 50, False),
        ("average", None, 67, None),
    ],
)
def test_which_attempt_counts(counts, number, percent, is_passed):
    result = rules.result_of(counts, SAT, pass_mark=70)
    assert (result.number, result.percent, result.is_passed) == (number, percent, is_passed)
    assert rules.result_of(counts, [], pass_mark=70) is None


@pytest.mark.parametrize(
    ("points", "possible", "percent"),
    [
        (["2", "1"], 3, 50),  # 66.6 % and 33.3 %
        (["0.6666", "0.3333"], 1, 50),  # as two thirds and one are kept
        (["2.79", "2.79", "2.82"], 4, 70),
        (["2.79", "2.79", "2.79"], 4, 69),
    ],
)
def test_an_average_is_rounded_once(points, possible, percent):
    sat = [Sat(number, scored(item, possible), False) for number, item in enumerate(points, start=1)]
    assert rules.result_of("average", sat, pass_mark=70).percent == percent


@pytest.mark.parametrize(
    ("before", "after", "points", "normalised"),
    [(40, 70, 30, 50), (0, 100, 100, 100), (100, 100, 0, None), (50, 50, 0, 0), (60, 50, -10, -25)],
)
def test_gain(before, after, points, normalised):
    gain = Gain(before, after)
    assert (gain.points, gain.normalised) == (points, normalised)


def test_gain_by_group_only_where_both_tests_asked():
    one, half, nothing = Decimal(1), Decimal("0.5"), Decimal(0)
    before = {"a": nothing, "b": one, "c": half, "d": one}
    after = {"e": one, "b": half, "f": one, "g": nothing}
    groups = {"a": "risk", "b": "risk", "c": "valuation", "d": "origin", "e": "risk", "f": "transit"}
    assert rules.gain_by(before, after, groups) == {"risk": Gain(50, 75)}
    assert rules.gain_by({}, after, groups) == {}
