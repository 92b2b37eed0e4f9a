"""What became of sessions, in numbers: who was in them, and who left with which award."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from enrolment.admissions import api as admissions

from .models import AwardClass

CERTIFIED = (AwardClass.PASS, AwardClass.HONOURS)


@dataclass(frozen=True)
class Figures:
    """``participants`` are all who are or were in, those who withdrew included; who moved to a later session
    counts there. ``certified``, of whom some ``with_honours``, by confirmed decisions whose certificate was
    not taken back, of those who did not leave."""

    participants: int = 0
    administrations: int = 0
    certified: int = 0
    with_honours: int = 0
    withdrawn: int = 0


@dataclass(frozen=True)
class SessionFigures:
    """Of each session by its id, and ``total``: in it an administration that sent officers to several
    sessions counts once, an officer once for each session."""

    total: Figures = field(default_factory=Figures)
    sessions: dict[int, Figures] = field(default_factory=dict)


def figures_of(session_ids: Iterable[int]) -> SessionFigures:
    """The figures of these sessions; one in which nobody was has noughts. Two queries, none for none."""
    ids = list(session_ids)
    if not ids:
        return SessionFigures()
    found = admissions.participations_in(ids).order_by()
    rows = found.values("session").annotate(**_counts())
    by_session = {row.pop("session"): Figures(**row) for row in rows}
    total = Figures(**found.aggregate(**_counts()))
    return SessionFigures(total, {pk: by_session.get(pk, Figures()) for pk in ids})


def _counts() -> dict[str, Count]:
    stands = Q(
        state="enrolled",
        award_decision__confirmed_at__isnull=False,
        award_decision__certificate__revoked_at=None,
    )
    return {
        "participants": Count("pk"),
        "administrations": Count("administration", distinct=True),
        "certified": Count("pk", filter=stands & Q(award_decision__award__in=CERTIFIED)),
        "with_honours": Count("pk", filter=stands & Q(award_decision__award=AwardClass.HONOURS)),
        "withdrawn": Count("pk", filter=Q(state="withdrawn")),
    }
