"""Who may be nominated for a session, and why somebody may not. Pure.

What a call asks for is data, a list of rules with their figures; nobody is judged by anything else. A rule
whose fact is not known is not met and not broken: it is open, and says what is to be asked.

Sources of the shapes, not of our figures: officers with less than four years in their administration, and
in no earlier session (VCOA); at least four years and a middle management post (Fellowship); three years of
experience and preferably under 40 (scholarships); see docs/domain.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    MET = "met"
    OPEN = "open"
    BROKEN = "broken"


class Code(StrEnum):
    """The rules that a call can have."""

    SERVICE_UNDER = "service_under"
    SERVICE_AT_LEAST = "service_at_least"
    AGE_UNDER = "age_under"
    LANGUAGE = "language"
    NOT_BEFORE = "not_before"
    POST = "post"


POSTS = ("junior", "middle", "senior")
# Days of a candidate's life that can be meant.
FIRST_DAY, LAST_DAY = date(1930, 1, 1), date(2100, 12, 31)
MOST_YEARS, MOST_VALUES = 80, 40
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")


class NoSuchRule(ValueError):
    """What is said is no rule: an unknown code, or a figure it cannot have."""


@dataclass(frozen=True)
class Rule:
    """One rule. ``years`` for service and age, ``values`` for languages (codes) and posts (levels), of
    which one is enough. ``is_wish``: breaking it keeps nobody out, and is shown."""

    code: Code
    years: int = 0
    values: tuple[str, ...] = ()
    is_wish: bool = False


def rules_of(data: Iterable[Mapping]) -> tuple[Rule, ...]:
    """Rules from what a programme or a call keeps of them. Raises NoSuchRule; each code is there once."""
    if not isinstance(data, list | tuple):
        raise NoSuchRule
    rules = tuple(_rule(said) for said in data)
    if len({rule.code for rule in rules}) < len(rules):
        raise NoSuchRule
    return rules


def as_data(rules: Iterable[Rule]) -> list[dict]:
    """What is kept of rules: plain values."""
    return [
        {
            "code": str(rule.code),
            "years": rule.years,
            "values": list(rule.values),
            "is_wish": rule.is_wish,
        }
        for rule in rules
    ]


def _rule(said: Mapping) -> Rule:
    if not isinstance(said, Mapping) or said.get("code") not in list(Code):
        raise NoSuchRule
    code, years, values = Code(said["code"]), said.get("years", 0), said.get("values", ())
    if type(years) is not int or not isinstance(values, list | tuple) or len(values) > MOST_VALUES:
        raise NoSuchRule
    if code in _YEARS and not 1 <= years <= MOST_YEARS:
        raise NoSuchRule
    if code in _VALUES and not (values and all(_is_value(code, value) for value in values)):
        raise NoSuchRule
    is_wish = said.get("is_wish") is True
    return Rule(
        code,
        years=years if code in _YEARS else 0,
        values=tuple(values) if code in _VALUES else (),
        is_wish=is_wish,
    )


def _is_value(code: Code, value: object) -> bool:
    if not isinstance(value, str):
        return False
    return value in POSTS if code == Code.POST else bool(_LANGUAGE_CODE.fullmatch(value))


_YEARS = frozenset({Code.SERVICE_UNDER, Code.SERVICE_AT_LEAST, Code.AGE_UNDER})
_VALUES = frozenset({Code.LANGUAGE, Code.POST})


@dataclass(frozen=True)
class Facts:
    """What is known of a candidate; None, or an empty collection, where it is not.

    ``languages`` are those she works in. ``attended``: the earlier sessions of this programme she took part
    in, by their names; None where nobody has looked.
    """

    served_since: date | None = None
    born_on: date | None = None
    languages: Collection[str] = ()
    post: str = ""
    attended: tuple[str, ...] | None = ()


@dataclass(frozen=True)
class Judgement:
    """What came of a rule. ``years`` are those that are known, whole ones, of service or age; ``names`` the
    sessions she was in."""

    rule: Rule
    verdict: Verdict
    years: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Eligibility:
    """``verdict`` is the worst of what is no wish: a broken rule keeps out, an open one waits to be known."""

    verdict: Verdict
    judgements: tuple[Judgement, ...]

    @property
    def is_eligible(self) -> bool:
        return self.verdict == Verdict.MET

    @property
    def broken(self) -> tuple[Judgement, ...]:
        return tuple(item for item in self.judgements if item.verdict == Verdict.BROKEN)

    @property
    def open(self) -> tuple[Judgement, ...]:
        return tuple(item for item in self.judgements if item.verdict == Verdict.OPEN)


def judge_eligibility(rules: Iterable[Rule], facts: Facts, *, starts_on: date) -> Eligibility:
    """What each rule says of a candidate on the day the session starts. Without rules everybody may."""
    judgements = tuple(_JUDGES[rule.code](rule, facts, starts_on) for rule in rules)
    binding = {item.verdict for item in judgements if not item.rule.is_wish}
    worst = next((one for one in (Verdict.BROKEN, Verdict.OPEN) if one in binding), Verdict.MET)
    return Eligibility(worst, judgements)


def whole_years(since: date, on: date) -> int:
    """Whole years between two days, as birthdays are counted: who came on 29 February has her year on
    1 March where there is no such day. 0 for a day that is yet to come."""
    years = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    return max(years, 0)


def _service_under(rule: Rule, facts: Facts, on: date) -> Judgement:
    return _years(rule, facts.served_since, on, lambda years: years < rule.years)


def _service_at_least(rule: Rule, facts: Facts, on: date) -> Judgement:
    return _years(rule, facts.served_since, on, lambda years: years >= rule.years)


def _age_under(rule: Rule, facts: Facts, on: date) -> Judgement:
    return _years(rule, facts.born_on, on, lambda years: years < rule.years)


def _years(rule: Rule, since: date | None, on: date, holds) -> Judgement:
    if since is None:
        return Judgement(rule, Verdict.OPEN)
    years = whole_years(since, on)
    return Judgement(rule, Verdict.MET if holds(years) else Verdict.BROKEN, years)


def _language(rule: Rule, facts: Facts, _on: date) -> Judgement:
    return _one_of(rule, facts.languages)


def _post(rule: Rule, facts: Facts, _on: date) -> Judgement:
    return _one_of(rule, (facts.post,) if facts.post else ())


def _one_of(rule: Rule, known: Collection[str]) -> Judgement:
    if not known:
        return Judgement(rule, Verdict.OPEN)
    return Judgement(rule, Verdict.MET if set(known) & set(rule.values) else Verdict.BROKEN)


def _not_before(rule: Rule, facts: Facts, _on: date) -> Judgement:
    if facts.attended is None:
        return Judgement(rule, Verdict.OPEN)
    return Judgement(rule, Verdict.BROKEN if facts.attended else Verdict.MET, names=facts.attended)


_JUDGES = {
    Code.SERVICE_UNDER: _service_under,
    Code.SERVICE_AT_LEAST: _service_at_least,
    Code.AGE_UNDER: _age_under,
    Code.LANGUAGE: _language,
    Code.NOT_BEFORE: _not_before,
    Code.POST: _post,
}
