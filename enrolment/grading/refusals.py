"""Why the verbs of marking say no."""

from __future__ import annotations

from datetime import datetime


class MarkingRefused(Exception):
    """Nothing was changed; ``reason`` is a code, ``facts`` what a page needs to say it.

    Of saving: ``piece`` (no such piece), ``value`` (not of its shape), ``too_long``, ``level``, ``points``,
    ``place``, ``too_many``, ``finished``, ``handed_in_anew``, ``not_yours``. Of finishing: ``incomplete``
    (``facts["missing"]``: codes of criteria), ``changed_meanwhile``. Of opening again: ``released``,
    ``others_finished``. Of handing over: ``not_a_tutor``, ``own_administration``, ``own_work``,
    ``marks_it_already``, ``finished``.
    """

    def __init__(self, reason: str, **facts):
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class MarkingUnknown(MarkingRefused):
    """There is no such marking for this person, now: the answer is 404."""

    def __init__(self):
        super().__init__("unknown")


class PieceConflict(Exception):
    """Somebody else, or another page, saved the piece since ``base``. Both values are kept; ``mine`` counts
    only once a person has chosen and saves again, with ``version`` as the base."""

    def __init__(self, *, mine: dict, theirs: dict, version: int, saved_at: datetime, is_own: bool):
        super().__init__("changed_meanwhile")
        self.mine = mine
        self.theirs = theirs
        self.version = version
        self.saved_at = saved_at
        self.is_own = is_own
