"""Who else marks a work: a second tutor where the scheme asks for one, a moderator where two differ."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from clikc.people.roles import Role
from enrolment.programmes import api as programmes

from .edits import end
from .models import Marking
from .rules import allocation, marking as rules
from .staff import Author, as_tutor, authors_of, is_manager, staff_of, why_not
from .standing import standing_with

if TYPE_CHECKING:
    from clikc.people.models import User

FIRST, SECOND, MODERATION = Marking.Role.FIRST, Marking.Role.SECOND, Marking.Role.MODERATION
# A moderation that a manager began of her own accord: nothing that markers do ends it.
ASKED = "asked"
# Shares out second markings by capacity, which counts participants, without refusing any.
PARTS = 1000


def follow(markings: dict[str, Marking], *, by: User | None) -> None:
    """Ask for whoever has to mark an attempt beside those who did, and for nobody else.

    ``markings``: those of the attempt by their roles, all locked. What nobody has begun and nobody needs any
    more is given up; what is begun is finished.
    """
    first = markings.get(FIRST)
    if first is None:
        return
    if first.is_finished:
        _follow_first(first, markings, by=by)
    _follow_both(first, markings, by=by)


def _follow_first(first: Marking, markings: dict[str, Marking], *, by: User | None) -> None:
    second, reasons = markings.get(SECOND), reasons_for_second(first)
    is_decided = MODERATION in markings and markings[MODERATION].reasons == [ASKED]
    if second is None and reasons and not is_decided:
        authors = authors_of(first.submission)
        markings[SECOND] = _add(first, SECOND, reasons, None)
        markings[SECOND].tutor = other_marker(markings[SECOND], authors)
        markings[SECOND].save(update_fields=["tutor"])
    elif second is not None and second.begun_at is None and (is_decided or not reasons):
        end(markings.pop(SECOND), by=by)


def _follow_both(first: Marking, markings: dict[str, Marking], *, by: User | None) -> None:
    scheme = programmes.scheme_of(first.submission.run_assignment.run)
    moderation = markings.get(MODERATION)
    agreement = standing_with(markings, scheme).agreement
    is_disputed = agreement is not None and agreement.points is None
    if is_disputed and moderation is None:
        taken = {marking.tutor_id for marking in markings.values()}
        tutor = _moderator(first, taken, scheme.moderator)
        markings[MODERATION] = _add(first, MODERATION, list(agreement.reasons), tutor)
    elif moderation is not None and not is_disputed and _is_untouched(moderation):
        end(markings.pop(MODERATION), by=by)


def _is_untouched(moderation: Marking) -> bool:
    return moderation.begun_at is None and not moderation.is_finished and moderation.reasons != [ASKED]


def reasons_for_second(first: Marking) -> list[str]:
    """Why a finished first marking is not enough: codes of ``rules.marking.Twice``, empty where it is."""
    work = first.submission.run_assignment
    scheme = programmes.scheme_of(work.run)
    terms = rules.SecondMarking(
        sample_percent=Decimal(scheme.sample_percent),
        seed=f"{work.run_id}/{work.pk}",
        pass_percent=scheme.pass_percent,
        border_percent=scheme.border_percent,
        honours_percent=scheme.honours_percent,
    )
    percent = first.points * 100 / first.rubric.most
    key = f"{first.submission_id}/{first.attempt}"
    return [str(why) for why in rules.needs_second(percent=percent, key=key, scheme=terms)]


def other_marker(marking: Marking, authors: Iterable[Author]) -> User | None:
    """Who may mark it beside those who mark the attempt already, as the rules of allocation choose; None
    where nobody is there. Four queries."""
    run = marking.submission.run_assignment.run
    others = Marking.objects.current().filter(submission=marking.submission_id, attempt=marking.attempt)
    taken = set(others.exclude(role=marking.role).values_list("tutor", flat=True))
    authors = list(authors)
    staff = staff_of(run)
    loads = _loads(run.pk)
    free = [
        as_tutor(terms, load=loads.get(pk, 0), capacity=terms.capacity * PARTS)
        for pk, terms in staff.items()
        if pk not in taken | {marking.tutor_id} and not why_not(terms.tutor, authors)
    ]
    # Whose administration she must not be of is looked at above, for every author.
    learner = allocation.Learner(id=0, administration=None, language=marking.hand_in.language)
    chosen = allocation.second_marker_for(learner=learner, first=None, tutors=free)
    return staff[chosen].tutor if chosen is not None else None


def _loads(run_id: int) -> dict[int, int]:
    """Tutor id → what she has to mark now, and what she marked second so far. One query."""
    counted = Q(role=SECOND) | Q(finished_at__isnull=True)
    there = Marking.objects.current().filter(submission__run_assignment__run=run_id, tutor__isnull=False)
    rows = there.order_by().values("tutor").annotate(number=Count("pk", filter=counted))
    return {row["tutor"]: row["number"] for row in rows}


def _moderator(first: Marking, taken: set, moderator: User | None) -> User | None:
    """The moderator of the scheme where she may decide; else it waits for any programme manager."""
    if moderator is None or moderator.pk in taken or why_not(moderator, authors_of(first.submission)):
        return None
    return moderator if moderator.has_role(Role.TUTOR) or is_manager(moderator) else None


def _add(first: Marking, role: str, reasons: list, tutor: User | None) -> Marking:
    now = timezone.now()
    scheme = programmes.scheme_of(first.submission.run_assignment.run)
    return Marking.objects.create(
        submission=first.submission,
        hand_in=first.hand_in,
        attempt=first.attempt,
        role=role,
        reasons=[str(reason) for reason in reasons],
        rubric=first.rubric,
        tutor=tutor,
        made_at=now,
        due_at=now + timedelta(days=scheme.turnaround_days),
    )


def add_moderation(first: Marking, by: User) -> Marking:
    """A moderation that a manager asks for herself. The work is locked."""
    return _add(first, MODERATION, [ASKED], by)
