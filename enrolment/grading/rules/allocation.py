"""Who advises and marks whom. Pure.

Our own regulation, in this order:

1. Nobody is advised or marked by a tutor of her own administration. Who belongs to none is of nobody's.
2. Nobody has more learners than her capacity.
3. A pair that stands and keeps these two rules stays, also while the tutor is away: an absence passes, and
   to hand over is a decision of its own. Where a capacity has become too small, those stay first who
   have a language in common with the tutor, then those with the lower id.
4. Of the others as many as possible get a tutor who is not away.
5. As few as possible get a tutor who does not read their language: a miss can be borne, no tutor cannot.
6. The load is even: the sum of every load squared, over its capacity, is the least there is, which is so
   where all are filled to the same share.

The same people come to the same pairs, in whatever order they are named.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import lcm
from types import MappingProxyType

from .placing import Places

NO_PAIRS: Mapping = MappingProxyType({})


@dataclass(frozen=True)
class Tutor:
    """A tutor. ``load`` of her ``capacity`` is taken by learners who are not asked about here; ids are of
    one kind that can be ordered; ``administration`` None: of none."""

    id: Hashable
    administration: Hashable | None
    languages: frozenset[str]
    capacity: int
    load: int = 0
    is_away: bool = False


@dataclass(frozen=True)
class Learner:
    """``language`` is what she writes in; None or empty: any will do."""

    id: Hashable
    administration: Hashable | None
    language: str | None = None


class Why(StrEnum):
    """Why somebody has no tutor: none is there; all who are there are of her administration; all others
    are full, as far as places can be changed."""

    NO_TUTOR = "no_tutor"
    OWN_ADMINISTRATION = "own_administration"
    FULL = "full"


@dataclass(frozen=True)
class Allocation:
    """``pairs``: each learner's id with the tutor's; ``unplaced``: the ids of the others, with the reason."""

    pairs: Mapping[Hashable, Hashable] = field(default_factory=dict)
    unplaced: Mapping[Hashable, Why] = field(default_factory=dict)


def allocate(
    learners: Iterable[Learner], tutors: Iterable[Tutor], *, existing: Mapping[Hashable, Hashable] = NO_PAIRS
) -> Allocation:
    """A tutor for each of the learners, as the rules above say.

    ``existing``: pairs of ids that stand, of these learners; they are no part of any tutor's ``load``.
    """
    people = sorted(learners, key=lambda learner: learner.id)
    staff = sorted(tutors, key=lambda tutor: tutor.id)
    kept = _kept(people, {tutor.id: tutor for tutor in staff}, existing)
    others = [learner for learner in people if learner.id not in kept]
    loads = {tutor.id: tutor.load + list(kept.values()).count(tutor.id) for tutor in staff}
    present = [tutor for tutor in staff if not tutor.is_away]
    placed = _placed(others, present, loads)
    pairs = {learner.id: {**kept, **placed}.get(learner.id) for learner in people}
    return Allocation(
        {learner: tutor for learner, tutor in pairs.items() if tutor is not None},
        {learner.id: _why_not(learner, present) for learner in others if learner.id not in placed},
    )


def second_marker_for(*, learner: Learner, first: Hashable, tutors: Iterable[Tutor]) -> Hashable | None:
    """The id of who marks a learner's work a second time; None where nobody may.

    Never tutor ``first``, nobody of the learner's administration, nobody away or full. One who reads the
    language before one who does not, then the least load relative to capacity, then the lower id.
    """
    ranked = (
        (_misses(learner, tutor), Fraction(tutor.load, tutor.capacity), tutor.id)
        for tutor in tutors
        if tutor.id != first and _has_time(tutor) and is_allowed(learner, tutor)
    )
    return min(ranked, default=(None,))[-1]


def is_allowed(learner: Learner, tutor: Tutor) -> bool:
    """Whether a tutor may advise and mark a learner at all."""
    return learner.administration is None or learner.administration != tutor.administration


def _has_time(tutor: Tutor) -> bool:
    return not tutor.is_away and tutor.load < tutor.capacity


def _misses(learner: Learner, tutor: Tutor) -> bool:
    return bool(learner.language) and learner.language not in tutor.languages


def _kept(people: list[Learner], staff: Mapping, existing: Mapping) -> dict[Hashable, Hashable]:
    """The pairs that stay."""
    standing = defaultdict(list)
    for learner in people:
        tutor = staff.get(existing.get(learner.id))
        if tutor and is_allowed(learner, tutor):
            standing[tutor.id].append(learner)
    kept = {}
    for number, hers in standing.items():
        tutor = staff[number]
        hers.sort(key=lambda learner: _misses(learner, tutor))
        kept |= {learner.id: number for learner in hers[: max(0, tutor.capacity - tutor.load)]}
    return kept


def _placed(others: list[Learner], staff: list[Tutor], loads: Mapping) -> dict[Hashable, Hashable]:
    """Tutors for those without one, where there is one; of learners who are alike the first."""
    alike = defaultdict(list)
    for learner in others:
        alike[learner.administration, learner.language].append(learner)
    groups = list(alike.values())
    fillings = _fillings(staff, loads, len(others))
    places = Places(_costs([group[0] for group in groups], staff, fillings), [*fillings, [0] * len(others)])
    for kind, group in enumerate(groups):
        for _learner in group:
            places.let_in(kind)
    placed = {}
    for kind, group in enumerate(groups):
        with_tutors = zip(staff, places.inside[:-1], strict=True)
        seats = [tutor.id for tutor, inside in with_tutors for _learner in range(inside[kind])]
        placed |= {learner.id: tutor for learner, tutor in zip(group, seats, strict=False)}
    return placed


def _fillings(staff: list[Tutor], loads: Mapping, most: int) -> list[list[int]]:
    """What the next, and the next … learner of each tutor adds to the load squared over capacity.

    In whole numbers: times a multiple of all capacities.
    """
    common = lcm(*(tutor.capacity for tutor in staff if tutor.capacity > 0))
    return [
        [
            (2 * load + 1) * common // tutor.capacity
            for load in range(loads[tutor.id], min(tutor.capacity, loads[tutor.id] + most))
        ]
        for tutor in staff
    ]


def _costs(kinds: list[Learner], staff: list[Tutor], fillings: list[list[int]]) -> list[list[int | None]]:
    """What each kind costs with each tutor, and in the last place, which is no tutor.

    One language missed costs more than any load, nobody missed more than all languages.
    """
    missed = 1 + sum(map(sum, fillings))
    nobody = missed * (1 + sum(map(len, fillings)))
    return [
        [
            *(missed * _misses(learner, tutor) if is_allowed(learner, tutor) else None for tutor in staff),
            nobody,
        ]
        for learner in kinds
    ]


def _why_not(learner: Learner, present: list[Tutor]) -> Why:
    if not present:
        return Why.NO_TUTOR
    return Why.FULL if any(is_allowed(learner, tutor) for tutor in present) else Why.OWN_ADMINISTRATION
