"""How somebody left a session, for herself: the award that was confirmed, why, and her certificate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from . import reasons
from .achievements import names_of
from .models import AwardDecision

if TYPE_CHECKING:
    from clikc.people.models import User

    from .models import Certificate


@dataclass(frozen=True)
class OwnResult:
    """``why`` is what was asked to pass, ``why_honours`` what was asked for honours: each as a sentence, met
    or not. ``certificate`` None where there is none (yet)."""

    decision: AwardDecision
    why: tuple[reasons.Said, ...]
    why_honours: tuple[reasons.Said, ...]
    certificate: Certificate | None


def own_result(user: User, participation_id: UUID) -> OwnResult | None:
    """The confirmed result of somebody's own participation; None before, and for what is not hers. Four
    queries at most, one where there is none."""
    found = AwardDecision.objects.confirmed().filter(
        participation=participation_id, participation__learner=user
    )
    decision = found.select_related("participation__session", "certificate").first()
    if decision is None or not user.is_active:
        return None
    names = names_of(decision.participation.session)
    said = reasons.said(reasons.from_data(decision.reasons), names)
    return OwnResult(
        decision,
        tuple(item for item in said if item.award != "honours"),
        tuple(item for item in said if item.award == "honours"),
        getattr(decision, "certificate", None),
    )
