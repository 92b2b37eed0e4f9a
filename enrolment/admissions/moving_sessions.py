"""Nominations and sessions of one account become another one's.

Where both were nominated in one call, or are in one session, each keeps its own record: two people read them
as two, and what was decided of either is not made up anew. The account that is given up holds its seat until
somebody gives it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import Nomination, Participation

if TYPE_CHECKING:
    from clikc.people.models import User


def nominations_to_move(*, kept: User, dropped: User):
    """The nominations of ``dropped`` in calls where ``kept`` has none: a QuerySet."""
    own = Nomination.objects.filter(person=kept).values("call")
    return Nomination.objects.filter(person=dropped).exclude(call__in=own)


def participations_to_move(*, kept: User, dropped: User):
    """The sessions of ``dropped`` that ``kept`` was never in: a QuerySet."""
    own = Participation.objects.filter(learner=kept).values("session")
    return Participation.objects.filter(learner=dropped).exclude(session__in=own)


def move_sessions(*, kept: User, dropped: User) -> None:
    """In the transaction of ``move_learner``, after the locks on both people. Safe to call twice."""
    _hand_over(nominations_to_move(kept=kept, dropped=dropped), person=kept)
    _hand_over(participations_to_move(kept=kept, dropped=dropped), learner=kept)


def _hand_over(found, **owner) -> None:
    ids = list(found.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))
    found.model.objects.filter(pk__in=ids).update(**owner)
