"""What a learner's scores come to: weighted within the modules, and the modules weighted in the whole. Pure.

Our own regulation. The weights are those of what counts: an excused item leaves, and the others of its
module bear its weight; a module of which nothing counts leaves likewise. What weighs nothing, is out of no
points, or stands in a module without a category, is shown and counts nothing. What is dropped, and why a
better score never lowers a total, is said in ``dropping``. Everything is reckoned in exact fractions and
rounded once, at the end.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .dropping import Best, Part, best_mean
from .rounding import round_half_up
from .scheme import Category, Item, Score, State


class Why(StrEnum):
    """What has to be known of a total; the items that each names are its own."""

    WAITING = "waiting"
    MISSING = "missing"
    EXCUSED = "excused"
    DROPPED = "dropped"
    WITHOUT_CATEGORY = "without_category"
    NOTHING_COUNTS = "nothing_counts"


@dataclass(frozen=True)
class Reason:
    code: Why
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModuleTotal:
    """As ``Total``, of one module."""

    percent: Decimal | None
    so_far_percent: Decimal | None
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Total:
    """What it all comes to, 0 to 100 per cent each, None where nothing counts yet.

    ``percent`` takes what is missing for nothing earned, ``so_far_percent`` only what is graded; both
    leave out what waits. ``dropped`` are codes of items, of the former. ``is_final``: nothing waits.
    """

    percent: Decimal | None
    so_far_percent: Decimal | None
    modules: Mapping[str, ModuleTotal] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    is_final: bool = False
    reasons: tuple[Reason, ...] = ()


def total_of(
    items: Iterable[Item], categories: Iterable[Category], scores: Iterable[Score], *, decimals: int
) -> Total:
    """What ``scores`` come to under a scheme, per cent rounded half up to ``decimals``.

    An item without a score waits, so does a graded one without points; scores of unknown items count
    nothing. Whatever the order. Two of a code, of a module or of an item's score are a ValueError.
    """
    columns = _by_key(items, "code")
    modules = _by_key(categories, "module")
    states = _states(columns, _by_key(scores, "item"))
    counted = {code for code, item in columns.items() if _counts(item, modules)}
    whole = _bests(columns, modules, states, (State.GRADED, State.MISSING))
    is_missed = any(state == State.MISSING for state, _share in states.values())
    so_far = _bests(columns, modules, states, (State.GRADED,)) if is_missed else whole
    percent = _combined(whole, modules, decimals)
    reasons = _reasons(columns, modules, states, counted, whole)
    is_waiting = any(states[code][0] == State.WAITING for code in counted)
    return Total(
        percent,
        _combined(so_far, modules, decimals),
        {key: _module_total(whole[key], so_far[key], decimals) for key in sorted(modules)},
        _dropped(whole),
        is_final=percent is not None and not is_waiting,
        reasons=reasons if percent is not None else (*reasons, Reason(Why.NOTHING_COUNTS)),
    )


def _by_key(rows: Iterable, key: str) -> dict:
    rows = list(rows)
    found = {getattr(row, key): row for row in rows}
    if len(found) < len(rows):
        raise ValueError(f"Two rows have the same {key}.")
    return found


def _states(columns: dict, scores: dict) -> dict[str, tuple[State, Fraction]]:
    """Each item's state and the share of its points, 0 to 1, that was earned."""
    return {code: _state(item, scores.get(code)) for code, item in columns.items()}


def _state(item: Item, score: Score | None) -> tuple[State, Fraction]:
    nothing = Fraction(0)
    if score is None:
        return State.WAITING, nothing
    if State(score.state) != State.GRADED:
        return State(score.state), nothing
    if score.points is None:
        return State.WAITING, nothing
    within = max(Decimal(0), min(score.points, item.most))
    return State.GRADED, Fraction(within) / Fraction(item.most) if item.most > 0 else nothing


def _weighs(item: Item) -> bool:
    return item.weight > 0 and item.most > 0


def _counts(item: Item, modules: dict) -> bool:
    return _weighs(item) and item.module in modules and modules[item.module].weight > 0


def _bests(columns: dict, modules: dict, states: dict, of: Collection[State]) -> dict[str, Best | None]:
    """Each module's best mean of its items in these states."""
    parts = {module: [] for module in modules}
    for code, item in columns.items():
        state, share = states[code]
        if state in of and _weighs(item) and item.module in modules:
            parts[item.module].append(Part(code, Fraction(item.weight), share))
    return {module: best_mean(parts[module], modules[module].drop_lowest) for module in modules}


def _combined(bests: dict[str, Best | None], modules: dict, decimals: int) -> Decimal | None:
    counting = [
        (Fraction(modules[module].weight), best.mean)
        for module, best in bests.items()
        if best is not None and modules[module].weight > 0
    ]
    if not counting:
        return None
    mean = sum(weight * share for weight, share in counting) / sum(weight for weight, _share in counting)
    return round_half_up(mean * 100, decimals)


def _module_total(whole: Best | None, so_far: Best | None, decimals: int) -> ModuleTotal:
    shown = [None if best is None else round_half_up(best.mean * 100, decimals) for best in (whole, so_far)]
    return ModuleTotal(*shown, dropped=whole.dropped if whole else ())


def _dropped(bests: dict[str, Best | None]) -> tuple[str, ...]:
    return tuple(sorted(code for best in bests.values() if best for code in best.dropped))


def _reasons(columns: dict, modules: dict, states: dict, counted: set, whole: dict) -> tuple[Reason, ...]:
    named = {
        Why.WAITING: [code for code in counted if states[code][0] == State.WAITING],
        Why.MISSING: [code for code in counted if states[code][0] == State.MISSING],
        Why.EXCUSED: [code for code in counted if states[code][0] == State.EXCUSED],
        Why.DROPPED: _dropped(whole),
        Why.WITHOUT_CATEGORY: [code for code, item in columns.items() if item.module not in modules],
    }
    return tuple(Reason(why, tuple(sorted(codes))) for why, codes in named.items() if codes)
