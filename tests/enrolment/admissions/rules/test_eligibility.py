"""Who may be nominated, rule by rule."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from enrolment.admissions.rules.eligibility import (
    Code,
    Facts,
    Judgement,
    NoSuchRule,
    Rule,
    Verdict,
    as_data,
    judge_eligibility,
    rules_of,
    whole_years,
)

START = date(2027, 3, 1)
VCOA = (Rule(Code.SERVICE_UNDER, years=4), Rule(Code.LANGUAGE, values=("en",)), Rule(Code.NOT_BEFORE))
FELLOWSHIP = (Rule(Code.SERVICE_AT_LEAST, years=4), Rule(Code.POST, values=("middle",)))
RECRUIT = Facts(served_since=date(2025, 1, 7), languages=("en", "sw"), post="officer")


def judged(rules, facts=RECRUIT, starts_on=START):
    return judge_eligibility(rules, facts, starts_on=starts_on)


def test_a_recruit_may_be_nominated_for_the_academy_and_not_for_the_fellowship():
    assert judged(VCOA).is_eligible
    found = judged(FELLOWSHIP)
    assert found.verdict == Verdict.BROKEN
    assert [(item.rule.code, item.years) for item in found.broken] == [
        (Code.SERVICE_AT_LEAST, 2),
        (Code.POST, None),
    ]


@pytest.mark.parametrize(
    ("since", "verdict", "years"),
    [
        (date(2023, 3, 2), Verdict.MET, 3),
        (date(2023, 3, 1), Verdict.BROKEN, 4),
        (date(2023, 2, 28), Verdict.BROKEN, 4),
        (date(2028, 1, 1), Verdict.MET, 0),
        (None, Verdict.OPEN, None),
    ],
)
def test_years_of_service_are_those_on_the_day_of_the_start(since, verdict, years):
    rule = Rule(Code.SERVICE_UNDER, years=4)
    found = judged([rule], Facts(served_since=since))
    assert found.judgements == (Judgement(rule, verdict, years),)


@given(st.dates(date(1950, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_the_two_rules_of_service_never_both_hold_and_never_both_fail(since, years):
    """The boundary of the academy with the fellowship (domain facts, 2.3): they do not overlap."""
    rules = [Rule(Code.SERVICE_UNDER, years=years), Rule(Code.SERVICE_AT_LEAST, years=years)]
    found = {item.verdict for item in judged(rules, Facts(served_since=since)).judgements}
    assert found == {Verdict.MET, Verdict.BROKEN}


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        (date(2020, 2, 29), date(2021, 2, 28), 0),
        (date(2020, 2, 29), date(2021, 3, 1), 1),
        (date(2020, 2, 29), date(2024, 2, 29), 4),
        (date(2020, 3, 1), date(2020, 3, 1), 0),
        (date(2027, 3, 1), date(2020, 3, 1), 0),
    ],
)
def test_whole_years(since, on, years):
    assert whole_years(since, on) == years


def test_who_was_in_an_earlier_session_is_told_which():
    found = judged(VCOA, Facts(date(2025, 1, 7), languages=("en",), attended=("VCOA 17",)))
    assert found.broken[0].names == ("VCOA 17",)


def test_one_of_the_languages_is_enough_and_none_known_is_to_be_asked():
    rule = Rule(Code.LANGUAGE, values=("en", "fr"))
    assert judged([rule], Facts(languages=("ar", "fr"))).is_eligible
    assert judged([rule], Facts(languages=("ar",))).verdict == Verdict.BROKEN
    assert judged([rule], Facts()).verdict == Verdict.OPEN


def test_a_broken_wish_keeps_nobody_out_and_is_shown():
    """Scholarships: preferably under 40."""
    rule = Rule(Code.AGE_UNDER, years=40, is_wish=True)
    found = judged([rule], Facts(born_on=date(1980, 1, 1)))
    assert (found.is_eligible, found.broken) == (True, (Judgement(rule, Verdict.BROKEN, 47),))


def test_a_broken_rule_weighs_more_than_an_open_one():
    found = judged(VCOA, Facts(languages=("ar",), attended=None))
    assert found.verdict == Verdict.BROKEN
    assert [item.rule.code for item in found.open] == [Code.SERVICE_UNDER, Code.NOT_BEFORE]


def test_without_rules_everybody_may():
    assert judged((), Facts(attended=None)).is_eligible


def test_every_rule_there_is_can_be_judged():
    everything = [Rule(code, years=4, values=("en",)) for code in Code]
    assert [item.rule.code for item in judged(everything).judgements] == list(Code)


def test_rules_are_kept_as_data_and_read_again():
    rules = (*VCOA, Rule(Code.AGE_UNDER, years=40, is_wish=True))
    assert rules_of(as_data(rules)) == rules


@pytest.mark.parametrize(
    "said",
    [
        "service_under",
        ["service_under"],
        [{"code": "zodiac"}],
        [{"code": ["language"]}],
        [{"code": "service_under"}],
        [{"code": "service_under", "years": True}],
        [{"code": "service_under", "years": 10**30}],
        [{"code": "language", "values": []}],
        [{"code": "language", "values": ["e\x00"]}],
        [{"code": "post", "values": ["king"]}],
        [{"code": "not_before"}, {"code": "not_before"}],
    ],
)
def test_what_is_no_rule_is_refused(said):
    with pytest.raises(NoSuchRule):
        rules_of(said)
