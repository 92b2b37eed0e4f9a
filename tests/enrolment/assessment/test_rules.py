"""May one start, what did it score, what may be seen."""

from decimal import Decimal

import pytest

from enrolment.assessment import rules
from enrolment.assessment.rules import Refusal, Review

FINE = {"is_enrolled": True, "questions": 4, "has_passed": False, "attempts_made": 0, "attempts_allowed": 3}


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({}, ()),
        ({"attempts_made": 2}, ()),
        ({"attempts_made": 3}, (Refusal.NO_ATTEMPTS_LEFT,)),
        ({"attempts_made": 9}, (Refusal.NO_ATTEMPTS_LEFT,)),
        ({"attempts_made": 99, "attempts_allowed": 0}, ()),
        ({"has_passed": True}, (Refusal.PASSED,)),
        ({"has_passed": True, "attempts_made": 3}, (Refusal.PASSED,)),
        ({"is_enrolled": False}, (Refusal.NOT_ENROLLED,)),
        ({"questions": 0}, (Refusal.NO_QUESTIONS,)),
        ({"is_enrolled": False, "attempts_made": 3}, (Refusal.NOT_ENROLLED, Refusal.NO_ATTEMPTS_LEFT)),
    ],
)
def test_may_start(facts, reasons):
    decision = rules.may_start(**{**FINE, **facts})
    assert decision.reasons == reasons
    assert decision.is_allowed == (not reasons)


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
    ],
)
def test_score(fractions, points, possible, percent):
    result = rules.score(Decimal(item) for item in fractions)
    assert (result.points, result.possible, result.percent) == (Decimal(points), possible, percent)


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
