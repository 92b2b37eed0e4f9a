"""Many into few places at the least cost: a flow of minimum cost, one unit at a time. Pure.

Each newcomer takes the cheapest way in, along which others may move on to the next place (R. G. Busacker and
P. J. Gowen 1961; "successive shortest paths"): after every one of them the whole costs the least it can. It
asks for what a place costs to rise with everyone in it. Places are few and newcomers of a few kinds, so it
is places and kinds that are looked at, not everybody.
"""

from collections import Counter
from collections.abc import Sequence

# What a kind costs in each place; None: it cannot be there.
Costs = Sequence[int | None]


class Places:
    """Who is where. ``costs``: of each kind in each place; ``fillings``: what the first, the second … one in
    a place costs beside that, never less than the one before, as many as it has room for."""

    def __init__(self, costs: Sequence[Costs], fillings: Sequence[Sequence[int]]):
        self.costs = costs
        self.fillings = fillings
        # Of each place: how many of each kind are in it.
        self.inside = [Counter() for _filling in fillings]

    def let_in(self, kind: int) -> None:
        """One more of a kind finds room, whoever has to move for it; a ValueError where there is none."""
        ways, came_by = self._cheapest_ways(kind)
        open_ones = [
            (way + filling[here.total()], place)
            for place, (way, filling, here) in enumerate(zip(ways, self.fillings, self.inside, strict=True))
            if way is not None and here.total() < len(filling)
        ]
        place = min(open_ones)[1]
        while came_by[place] is not None:
            before, moved = came_by[place]
            self.inside[place][moved] += 1
            self.inside[before][moved] -= 1
            place = before
        self.inside[place][kind] += 1

    def _cheapest_ways(self, kind: int) -> tuple[list[int | None], list[tuple[int, int] | None]]:
        """What it costs to let in one of ``kind`` so that one stands before each place; and who that is: of
        which place and kind she was, None: the newcomer herself."""
        ways = list(self.costs[kind])
        came_by: list[tuple[int, int] | None] = [None] * len(ways)
        moves = self._moves()
        is_shorter = True
        while is_shorter:
            is_shorter = False
            for (before, place), (cost, moved) in moves.items():
                if ways[before] is not None and (ways[place] is None or ways[before] + cost < ways[place]):
                    ways[place], came_by[place] = ways[before] + cost, (before, moved)
                    is_shorter = True
        return ways, came_by

    def _moves(self) -> dict[tuple[int, int], tuple[int, int]]:
        """From which place to which one may move somebody: the least cost, and the kind that has it."""
        moves: dict[tuple[int, int], tuple[int, int]] = {}
        for before, here in enumerate(self.inside):
            for kind in sorted(kind for kind, number in here.items() if number):
                row = self.costs[kind]
                for place, cost in enumerate(row):
                    if place != before and cost is not None:
                        move = (cost - row[before], kind)
                        moves[before, place] = min(moves.get((before, place), move), move)
        return moves
