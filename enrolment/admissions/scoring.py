"""What trainers think of the candidates of a call. Nobody knows another's score until all are in."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from .models import Call, Nomination, Score, State
from .nominating import lock_call

if TYPE_CHECKING:
    from clikc.people.models import User

# Those that are still chosen among.
SCORED_IN = (State.ENDORSED, State.SHORTLISTED)
HUNDREDTH = Decimal("0.01")
MOST_POINTS = 100


class NotYours(Exception):
    """She is no trainer of the call, or the candidate is of her own administration."""


class NotScored(Exception):
    """The candidate is not (any more) among those that are chosen from."""


class ScoresAreIn(Exception):
    """All scores of this candidate are in, and stand."""


@dataclass(frozen=True)
class Scored:
    """How far the scoring of a candidate is. ``mean`` is None until ``needed`` scores are in; where none is
    needed everybody has 0, and ties decide."""

    given: int
    needed: int
    mean: Decimal | None

    @property
    def is_done(self) -> bool:
        return self.given >= self.needed


def mean_of(points: Iterable[Decimal]) -> Decimal:
    """To the hundredth, half up: what is shown is what decides."""
    points = list(points)
    return (sum(points, Decimal(0)) / len(points)).quantize(HUNDREDTH, ROUND_HALF_UP)


def scored_in(call: Call, nomination_ids: Iterable[UUID] | None = None) -> dict[UUID, Scored]:
    """Nomination id → how far its scoring is, of those that have a score, or of these alone. One query."""
    found = Score.objects.filter(nomination__call=call).order_by()
    if nomination_ids is not None:
        found = found.filter(nomination__in=list(nomination_ids))
    points = defaultdict(list)
    for nomination, each in found.values_list("nomination", "points"):
        points[nomination].append(each)
    return {pk: _scored(each, call.scores_needed) for pk, each in points.items()}


def unscored(call: Call) -> Scored:
    """How it is with somebody who has no score yet."""
    return _scored([], call.scores_needed)


def _scored(points: list[Decimal], needed: int) -> Scored:
    if len(points) < needed:
        return Scored(len(points), needed, None)
    return Scored(len(points), needed, mean_of(points) if points else Decimal(0))


def scores_seen(nomination: Nomination, user: User) -> list[Score]:
    """The scores of a candidate that somebody may read: all of them once they are in, before that her own
    alone, whoever she is. Nobody else but trainers of the call and programme managers reads any."""
    there = list(nomination.scores.select_related("trainer__administration").order_by("at", "pk"))
    own = [score for score in there if score.trainer_id == user.pk]
    if len(there) < nomination.call.scores_needed:
        return own
    may_see = Score.objects.visible_to(user).filter(nomination=nomination)
    return there if own else list(may_see.select_related("trainer__administration").order_by("at", "pk"))


@transaction.atomic
def score_candidate(*, nomination_id: UUID, points: Decimal, words: str = "", by: User) -> Score:
    """Write down what a trainer thinks of a candidate. She may change it until all scores are in.

    Safe to call twice. Raises NotYours, NotScored, ScoresAreIn, ValueError for points that are not between 0
    and 100.
    """
    points = _points(points)
    call_id = Nomination.objects.values_list("call", flat=True).get(pk=nomination_id)
    call = lock_call(call_id)
    nomination = Nomination.objects.select_related("person").get(pk=nomination_id)
    if not may_score(call, nomination, by):
        raise NotYours
    there = {score.trainer_id: score for score in nomination.scores.all()}
    own = there.get(by.pk)
    if own and (own.points, own.words) == (points, words):
        return own
    if nomination.state not in SCORED_IN:
        raise NotScored
    if len(there) >= call.scores_needed:
        raise ScoresAreIn
    own = own or Score(nomination=nomination, trainer=by)
    own.points, own.words, own.at = points, words[:600], timezone.now()
    own.save()
    return own


def may_score(call: Call, nomination: Nomination, user: User) -> bool:
    """Whether somebody is asked about a candidate: she is a trainer of the call, and of another
    administration."""
    own = user.administration_id
    if own is not None and own in (nomination.administration_id, nomination.person.administration_id):
        return False
    return nomination.person_id != user.pk and call.trainers.filter(trainer=user).exists()


def calls_to_score(trainer: User) -> QuerySet[Call]:
    """The calls whose candidates somebody is asked about, the latest first."""
    found = Call.objects.filter(trainers__trainer=trainer)
    return found.select_related("session__programme").order_by("-closes_at", "-pk")


def candidates_for(call: Call, trainer: User) -> QuerySet[Nomination]:
    """Those a trainer is asked about, or has scored, with ``own_count`` (0: not yet) and ``given`` (how
    many scores are in). Nobody of her own administration is among them; where there is a shortlist, she is
    asked about those on it alone."""
    own = trainer.administration_id
    elsewhere = ~Q(administration=own) & ~Q(person__administration=own) if own else Q()
    hers = Q(scores__trainer=trainer)
    found = call.nominations.filter(elsewhere, call__trainers__trainer=trainer).exclude(person=trainer)
    found = found.annotate(
        given=Count("scores", distinct=True),
        own_count=Count("scores", filter=hers, distinct=True),
    )
    asked = Q(state=State.SHORTLISTED)
    if not call.nominations.filter(asked).exists():
        asked = Q(state__in=SCORED_IN)
    found = found.filter(asked | Q(own_count__gt=0))
    return found.select_related("person", "administration__region")


def waits_for(call: Call) -> Q:
    """Of ``candidates_for``: those who wait for the trainer's score."""
    return Q(own_count=0, given__lt=call.scores_needed, state__in=SCORED_IN)


def own_points(trainer: User, nominations: Iterable[Nomination]) -> dict[UUID, Decimal]:
    """Nomination id → what a trainer has given. One query."""
    found = Score.objects.filter(trainer=trainer, nomination__in=[item.pk for item in nominations])
    return dict(found.order_by().values_list("nomination", "points"))


def in_own_order(trainer: User, nominations: Iterable[Nomination]) -> list[Nomination]:
    """An order of each trainer's own, always the same: whoever comes first is not scored by everybody while
    the last wait for all."""
    return sorted(
        nominations, key=lambda item: hashlib.sha256(f"{trainer.pk}:{item.pk}".encode()).hexdigest()
    )


def _points(points: Decimal) -> Decimal:
    points = Decimal(points)
    if not points.is_finite() or not 0 <= points <= MOST_POINTS:
        raise ValueError("Points are between 0 and 100.")
    return points.quantize(HUNDREDTH, ROUND_HALF_UP)
