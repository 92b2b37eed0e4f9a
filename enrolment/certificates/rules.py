"""With what a participant leaves a session: the award, and every reason for it. Pure.

The figures are those of the programme's regulation, never of this file. The regulation of the demo's VCOA is
our own proposal (docs/domain.md): a final mark of 60, 50 in every required module and every assignment
handed in to pass; 85, 75 in every required module, nothing late and one optional module for honours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from enrolment.grading.rules.rounding import round_half_up


class Award(StrEnum):
    """The classes of success, the highest last."""

    NONE = "none"
    PASS = "pass"  # noqa: S105 - a class of award
    HONOURS = "honours"


class Code(StrEnum):
    """What a regulation can ask for."""

    FINAL = "final"
    MODULE = "module"
    HANDED_IN = "handed_in"
    NOTHING_LATE = "nothing_late"
    NOT_RESUBMITTED = "not_resubmitted"
    OPTIONAL = "optional"
    ATTENDANCE = "attendance"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Bar:
    """What is asked for a class of award; None or 0 asks for nothing.

    Marks are per cent, 0 to 100, as they are recorded: a mark on the line is enough. ``attendance`` is per
    cent of what was to be attended.
    """

    final: Decimal | None = None
    module: Decimal | None = None
    all_handed_in: bool = False
    nothing_late: bool = False
    nothing_resubmitted: bool = False
    optional_modules: int = 0
    attendance: Decimal | None = None


@dataclass(frozen=True)
class Regulation:
    """``decimals``: to so many the final mark is rounded, half up, once. ``honours`` None: there are none."""

    to_pass: Bar
    honours: Bar | None = None
    decimals: int = 1

    @property
    def asks_for_marks(self) -> bool:
        bars = [self.to_pass, self.honours] if self.honours else [self.to_pass]
        return any(bar.final or bar.module for bar in bars)


@dataclass(frozen=True)
class Module:
    """What came of a module: ``percent`` None where nothing is known. ``is_done``: an optional module counts
    as taken. A required one of weight 0 has no part in the final mark and is held against its bar all the
    same."""

    code: str
    percent: Decimal | None
    weight: Decimal = Decimal(1)
    is_required: bool = True
    is_done: bool = False


@dataclass(frozen=True)
class Achievement:
    """What a participant did in a session. ``not_handed_in``, ``late`` and ``resubmitted`` name works."""

    modules: Sequence[Module]
    not_handed_in: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    resubmitted: tuple[str, ...] = ()
    attendance: Decimal | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Reason:
    """One thing that is asked for ``award``: what it is (``given``), what it must be (``needed``), and of
    which module or works."""

    award: Award
    code: Code
    is_met: bool
    given: Decimal | None = None
    needed: Decimal | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """``final`` is None where no required module has a mark. ``reasons`` holds all that is asked, met or
    not, for each class of award."""

    award: Award
    final: Decimal | None
    reasons: tuple[Reason, ...]


def classify_award(achievement: Achievement, regulation: Regulation) -> Decision:
    """The class of award that an achievement deserves. Honours are never given to who does not pass."""
    final = final_mark(achievement.modules, regulation.decimals)
    if achievement.is_withdrawn:
        return Decision(Award.NONE, final, (Reason(Award.PASS, Code.WITHDRAWN, False),))
    to_pass = _reasons(Award.PASS, achievement, final, regulation.to_pass)
    honours = _reasons(Award.HONOURS, achievement, final, regulation.honours) if regulation.honours else ()
    is_passed = all(reason.is_met for reason in to_pass)
    has_honours = is_passed and regulation.honours is not None and all(reason.is_met for reason in honours)
    award = Award.HONOURS if has_honours else Award.PASS if is_passed else Award.NONE
    return Decision(award, final, (*to_pass, *honours))


def final_mark(modules: Iterable[Module], decimals: int) -> Decimal | None:
    """The mean of the required modules by their weights, one without a mark as nothing; None where none has
    one, or none weighs anything."""
    counted = [item for item in modules if item.is_required and item.weight > 0]
    if all(item.percent is None for item in counted):
        return None
    weights = sum(Fraction(item.weight) for item in counted)
    total = sum(Fraction(item.weight) * Fraction(item.percent or 0) for item in counted)
    return round_half_up(total / weights, decimals)


def count_awards(achievements: Iterable[Achievement], regulation: Regulation) -> Counter[Award]:
    """How many there would be of each class under a regulation: for trying other lines."""
    found = Counter(dict.fromkeys(Award, 0))
    found.update(classify_award(item, regulation).award for item in achievements)
    return found


def with_lines(
    regulation: Regulation, *, to_pass: Decimal | None, honours: Decimal | None = None
) -> Regulation:
    """The same regulation with other lines for the final mark."""
    above = regulation.honours
    return replace(
        regulation,
        to_pass=replace(regulation.to_pass, final=to_pass),
        honours=replace(above, final=honours) if above else None,
    )


def _reasons(award: Award, did: Achievement, final: Decimal | None, bar: Bar) -> tuple[Reason, ...]:
    found = []
    if bar.final is not None:
        found.append(_mark(award, Code.FINAL, final, bar.final))
    if bar.module is not None:
        found += [
            _mark(award, Code.MODULE, item.percent, bar.module, (item.code,))
            for item in did.modules
            if item.is_required
        ]
    works = (
        (bar.all_handed_in, Code.HANDED_IN, did.not_handed_in),
        (bar.nothing_late, Code.NOTHING_LATE, did.late),
        (bar.nothing_resubmitted, Code.NOT_RESUBMITTED, did.resubmitted),
    )
    found += [Reason(award, code, not names, names=tuple(names)) for asked, code, names in works if asked]
    if bar.optional_modules:
        taken = [item.code for item in did.modules if not item.is_required and item.is_done]
        found.append(_number(award, Code.OPTIONAL, taken, bar.optional_modules))
    if bar.attendance is not None:
        found.append(_mark(award, Code.ATTENDANCE, did.attendance, bar.attendance))
    return tuple(found)


def _mark(award, code, given: Decimal | None, needed: Decimal, names: tuple[str, ...] = ()) -> Reason:
    return Reason(award, code, given is not None and given >= needed, given, needed, names)


def _number(award, code, names: list[str], needed: int) -> Reason:
    return Reason(award, code, len(names) >= needed, Decimal(len(names)), Decimal(needed), tuple(names))
