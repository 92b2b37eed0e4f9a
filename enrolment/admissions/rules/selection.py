"""Who is given the seats of a session: by score, within quotas, with a reason for everybody else. Pure.

Our own regulation. Seats go one by one to the best score among those who still fit their quotas; a tie goes
to the administration with fewer seats so far, then to the region with fewer, then to whom her own
administration ranks higher, then to the gender with fewer seats, then to who came first, and at the very
last to the lower key. People may overrule it: what they have decided stands, counts against seats and
quotas like any other seat, and the rest is proposed around it.

Since a region's quota holds those of its administrations, going by score gives the highest scores there are
to be had, and nobody without a seat has a better score than somebody who was given one by rule, unless a
quota stands in between; that is what is said then.

Places on the reserve list that are few go first to those who could follow on the seats that are given: by
score alone they might all be of a region whose quota is full, and the seat that somebody else declines would
stay free. So as many seats as can be are covered by somebody who could take them, with as few places as can
be; what is left goes by score, and by score they stand on the list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

Key = Hashable
# An administration and its region: seats of one are all alike to quotas, and so are candidates.
Group = tuple[str, str]


class Why(StrEnum):
    """Why somebody has a seat, or none."""

    BY_SCORE = "by_score"
    BY_HAND = "by_hand"
    NOT_ELIGIBLE = "not_eligible"
    NOT_LISTED = "not_listed"
    NOT_SCORED = "not_scored"
    SCORE_TOO_LOW = "score_too_low"
    ADMINISTRATION_FULL = "administration_full"
    REGION_FULL = "region_full"
    SEATS_GIVEN = "seats_given"
    LOST_TIE = "lost_tie"
    OTHERS_FOLLOW = "others_follow"


class Tie(StrEnum):
    """What told two equal scores apart, in this order."""

    ADMINISTRATION = "administration"
    REGION = "region"
    RANK = "rank"
    GENDER = "gender"
    TIME = "time"
    KEY = "key"


class Settled(StrEnum):
    """What people have decided already, over the rule or because of an answer."""

    SEATED = "seated"
    OUT = "out"


@dataclass(frozen=True)
class Candidate:
    """``score``: the mean of her trainers, None where they are not done. ``rank``: 1 is whom her own
    administration wants most, 0 where it has not said. ``gender`` is empty where it is not given.
    ``came``: when she was nominated, as anything that sorts. Keys and ``came`` are all of one type.
    ``is_listed``: whether she is on the shortlist, or there is none."""

    key: Key
    administration: str
    region: str
    score: Decimal | None
    gender: str = ""
    rank: int = 0
    came: int = 0
    is_eligible: bool = True
    is_listed: bool = True


@dataclass(frozen=True)
class Quotas:
    """``seats`` in all; at most ``per_administration`` and ``per_region``, or what ``of_region`` says of one;
    None: no limit. ``reserve``: how many are put on the reserve list, None: all who could be.
    ``least_score``: below it nobody is given a seat or put on the list."""

    seats: int
    per_administration: int | None = None
    per_region: int | None = None
    of_region: Mapping[str, int] = field(default_factory=dict)
    reserve: int | None = None
    least_score: Decimal | None = None

    def of(self, region: str) -> int | None:
        return self.of_region.get(region, self.per_region)


@dataclass(frozen=True)
class Reason:
    """``against``: the keys of those who have what she has not got; ``tie``: what told them apart.
    ``figure``: the quota, the least score, or the lowest score that was given a seat by rule."""

    code: Why
    against: tuple[Key, ...] = ()
    tie: Tie | None = None
    figure: Decimal | None = None


@dataclass(frozen=True)
class Proposal:
    """``seated`` in the order the seats were given, ``reserve`` in the order they would move up.
    ``reasons``: every candidate's key → why she has a seat, or has none; never empty. ``unfollowed``:
    (administration, region) of seats that nobody on the reserve list could take if they were declined."""

    seated: tuple[Key, ...]
    reserve: tuple[Key, ...]
    reasons: Mapping[Key, tuple[Reason, ...]]
    unfollowed: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Balance:
    """How many of those seated are of each administration, region and gender."""

    administrations: Counter
    regions: Counter
    genders: Counter

    @classmethod
    def of(cls, seated: Iterable[Candidate]) -> Balance:
        seated = list(seated)
        return cls(
            Counter(item.administration for item in seated),
            Counter(item.region for item in seated),
            Counter(item.gender for item in seated if item.gender),
        )

    def add(self, item: Candidate) -> None:
        self.administrations[item.administration] += 1
        self.regions[item.region] += 1
        if item.gender:
            self.genders[item.gender] += 1


def select_nominees(
    candidates: Iterable[Candidate], quotas: Quotas, settled: Mapping[Key, Settled] | None = None
) -> Proposal:
    """A proposal for the seats, whatever the order of the candidates. Two of one key are a ValueError.

    ``settled`` is what people decided: it is kept even where it breaks a quota or there are not so many
    seats (then nothing more is proposed); who is out is neither seated nor put on the reserve list.
    """
    settled = settled or {}
    field_ = sorted(candidates, key=lambda item: item.key)
    if len({item.key for item in field_}) < len(field_):
        raise ValueError("Two candidates have the same key.")
    seated = [item for item in field_ if settled.get(item.key) == Settled.SEATED]
    balance, lost = Balance.of(seated), {}
    waiting = [item for item in field_ if item.key not in settled and _could_be(item, quotas)]
    by_rule = _give_seats(waiting, quotas, balance, quotas.seats - len(seated), lost)
    given = {item.key for item in by_rule}
    waiting = [item for item in waiting if item.key not in given]
    everybody = [*seated, *by_rule]
    listed, unfollowed = _reserve(waiting, everybody, quotas, balance)
    last = max((_order(item, balance) for item in listed), default=())
    chosen = {item.key for item in listed}
    behind = {item.key for item in waiting if item.key not in chosen and _order(item, balance) < last}
    told = _Told(quotas, balance, everybody, by_rule, lost, behind)
    return Proposal(
        tuple(item.key for item in everybody),
        tuple(item.key for item in listed),
        {item.key: told.reasons(item, settled.get(item.key), item.key in given) for item in field_},
        unfollowed,
    )


def next_on_reserve(
    reserve: Sequence[Candidate], seated: Iterable[Candidate], quotas: Quotas
) -> Candidate | None:
    """Who moves up when a seat is free: the first on the list whose quotas are not full; None where no seat
    is free, or nobody fits."""
    seated = list(seated)
    if len(seated) >= quotas.seats:
        return None
    balance = Balance.of(seated)
    return next((item for item in reserve if not _full(item, quotas, balance)), None)


def _could_be(item: Candidate, quotas: Quotas) -> bool:
    return not _kept_out(item, quotas)


def _kept_out(item: Candidate, quotas: Quotas) -> Reason | None:
    """What keeps somebody out whatever the seats."""
    if not item.is_eligible:
        return Reason(Why.NOT_ELIGIBLE)
    if not item.is_listed:
        return Reason(Why.NOT_LISTED)
    if item.score is None:
        return Reason(Why.NOT_SCORED)
    if quotas.least_score is not None and item.score < quotas.least_score:
        return Reason(Why.SCORE_TOO_LOW, figure=quotas.least_score)
    return None


def _full(item: Candidate, quotas: Quotas, balance: Balance) -> list[Why]:
    full = []
    if _reached(balance.administrations[item.administration], quotas.per_administration):
        full.append(Why.ADMINISTRATION_FULL)
    if _reached(balance.regions[item.region], quotas.of(item.region)):
        full.append(Why.REGION_FULL)
    return full


def _reached(number: int, most: int | None) -> bool:
    return most is not None and number >= most


def _give_seats(waiting: list[Candidate], quotas: Quotas, balance: Balance, seats: int, lost: dict) -> list:
    """Those who are given the seats, in turn; ``balance`` grows with them. ``lost`` learns who lost a tie:
    (key, None) → to whom first, (key, the quota) → to whom last of those that share the quota with her."""
    given = []
    by_score = sorted(waiting, key=lambda item: item.score, reverse=True)
    for _score, equals in groupby(by_score, key=lambda item: item.score):
        left = list(equals)
        while len(given) < seats:
            # A quota that is full stays full.
            left = [item for item in left if not _full(item, quotas, balance)]
            if not left:
                break
            best = min(left, key=lambda item: _tie(item, balance))
            left.remove(best)
            for item in left:
                tie = Reason(Why.LOST_TIE, (best.key,), _told_apart(best, item, balance))
                lost.setdefault((item.key, None), tie)
                for quota in _shared(best, item):
                    lost[item.key, quota] = tie
            balance.add(best)
            given.append(best)
    return given


def _reserve(
    waiting: Sequence[Candidate], seated: Sequence[Candidate], quotas: Quotas, balance: Balance
) -> tuple[list[Candidate], tuple[Group, ...]]:
    """The reserve list, who moves up first first, and the seats that nobody on it could take."""
    order = sorted(waiting, key=lambda item: _order(item, balance))
    seats = Counter(map(_group, seated))
    first = {}
    for item in order:
        first.setdefault(_group(item), item)
    takes = {group: {one for one in seats if _could_follow(group, one, quotas, balance)} for group in first}
    left, chosen = set(seats), []
    while len(chosen) < (len(order) if quotas.reserve is None else quotas.reserve):
        # Of those who cover as many seats the first in the order is taken.
        best = max(
            first.values(),
            key=lambda item: sum(seats[one] for one in takes[_group(item)] & left),
            default=None,
        )
        if best is None or not takes[_group(best)] & left:
            break
        left -= takes[_group(best)]
        chosen.append(best)
    rest = [item for item in order if item not in chosen]
    room = len(rest) if quotas.reserve is None else quotas.reserve - len(chosen)
    chosen = sorted([*chosen, *rest[:room]], key=lambda item: _order(item, balance))
    return chosen, tuple(sorted(left))


def _group(item: Candidate) -> Group:
    return item.administration, item.region


def _could_follow(group: Group, seat: Group, quotas: Quotas, balance: Balance) -> bool:
    """Whether somebody of a group fits her quotas once a seat of another is given up."""
    (administration, region), (other, elsewhere) = group, seat
    here = balance.administrations[administration] - (administration == other)
    around = balance.regions[region] - (region == elsewhere)
    return not (_reached(here, quotas.per_administration) or _reached(around, quotas.of(region)))


def _order(item: Candidate, balance: Balance) -> tuple:
    return (-item.score, *_tie(item, balance))


def _tie(item: Candidate, balance: Balance) -> tuple:
    """What tells equal scores apart, lower first, one for each of ``Tie``."""
    return (
        balance.administrations[item.administration],
        balance.regions[item.region],
        # Who was not ranked comes behind those who were.
        (item.rank == 0, item.rank),
        # Whose gender is not given is neither before nor behind.
        balance.genders[item.gender] if item.gender else balance.genders.total() // 2,
        item.came,
        item.key,
    )


def _shared(one: Candidate, other: Candidate) -> list[Why]:
    """The quotas that two candidates have in common."""
    found = [Why.ADMINISTRATION_FULL] if one.administration == other.administration else []
    return [*found, Why.REGION_FULL] if one.region == other.region else found


def _told_apart(one: Candidate, other: Candidate, balance: Balance) -> Tie:
    pairs = zip(Tie, _tie(one, balance), _tie(other, balance), strict=True)
    return next(tie for tie, first, second in pairs if first != second)


@dataclass(frozen=True)
class _Told:
    """What is known when the seats are given, to say it to each."""

    quotas: Quotas
    balance: Balance
    seated: Sequence[Candidate]
    by_rule: Sequence[Candidate]
    lost: Mapping[tuple[Key, Why | None], Reason]
    behind: Collection[Key]

    def reasons(self, item: Candidate, settled: Settled | None, is_given: bool) -> tuple[Reason, ...]:
        if settled is not None:
            return (Reason(Why.BY_HAND),)
        if is_given:
            return (Reason(Why.BY_SCORE),)
        kept_out = _kept_out(item, self.quotas)
        if kept_out:
            return (kept_out,)
        passed_by = (Reason(Why.OTHERS_FOLLOW),) if item.key in self.behind else ()
        return self._without_a_seat(item) + passed_by

    def _without_a_seat(self, item: Candidate) -> tuple[Reason, ...]:
        full = _full(item, self.quotas, self.balance)
        if full:
            ties = {tie: None for why in full if (tie := self.lost.get((item.key, why)))}
            return (*ties, *(self._quota(item, why) for why in full))
        lowest = min((given.score for given in self.by_rule), default=None)
        given = Reason(Why.SEATS_GIVEN, figure=lowest)
        tie = self.lost.get((item.key, None))
        return (tie, given) if tie and item.score == lowest else (given,)

    def _quota(self, item: Candidate, why: Why) -> Reason:
        if why == Why.ADMINISTRATION_FULL:
            same = [one.key for one in self.seated if one.administration == item.administration]
            return Reason(why, tuple(same), figure=Decimal(self.quotas.per_administration))
        same = [one.key for one in self.seated if one.region == item.region]
        return Reason(why, tuple(same), figure=Decimal(self.quotas.of(item.region)))
