"""What is shown of two people side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from clikc.people.models import User
from enrolment.membership import api as membership

from ..members.finding import STATES
from ..members.rows import BADGES, state_of

if TYPE_CHECKING:
    from clikc.people.models import Administration

REASONS = {
    membership.Reason.NAME: _("Same name"),
    membership.Reason.SPELLING: _("Same name in another spelling"),
    membership.Reason.SCRIPT: _("Same name in another script"),
    membership.Reason.ADDRESS: _("Same address but for a dot"),
    membership.Reason.UNIT: _("Same unit"),
}


@dataclass(frozen=True)
class Side:
    """One of two people, who has ``courses``, ``finished`` and ``certificates_held`` as numbers."""

    person: User
    state: str
    badge: str
    invited_at: object

    @property
    def state_name(self) -> object:
        return STATES[self.state]


@dataclass(frozen=True)
class Couple:
    """Two people who may be one, and why."""

    one: Side
    other: Side
    reasons: tuple

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.one, self.other


def sides_of(administration: Administration, ids: Iterable[int]) -> dict[int, Side]:
    """Person id → what is shown of her, for members alone. Two queries."""
    ids = list(ids)
    people = User.objects.filter(pk__in=ids, administration=administration, merged_into=None)
    found = list(_counted(people).select_related("unit"))
    invitations = membership.open_invitations_of([person.pk for person in found])
    return {person.pk: _side(person, invitations.get(person.pk)) for person in found}


def couples_of(administration: Administration, pairs: Iterable) -> list[Couple]:
    """The pairs of a page with what each of the two has. Two queries."""
    pairs = list(pairs)
    sides = sides_of(administration, {pk for pair in pairs for pk in (pair.one, pair.other)})
    return [
        Couple(sides[pair.one], sides[pair.other], tuple(REASONS[reason] for reason in pair.reasons))
        for pair in pairs
        if pair.one in sides and pair.other in sides
    ]


def _side(person: User, invitation) -> Side:
    state = state_of(person, is_invited=invitation is not None)
    return Side(person, state, BADGES[state], invitation.invited_at if invitation else None)


def _counted(people: QuerySet[User]) -> QuerySet[User]:
    enrolments = apps.get_model("admissions", "Enrolment").objects.filter(learner=OuterRef("pk"))
    certificates = apps.get_model("certificates", "Certificate").objects.filter(learner=OuterRef("pk"))
    return people.annotate(
        courses=_number(enrolments.filter(is_active=True), "learner"),
        finished=_number(enrolments.filter(completion__isnull=False), "learner"),
        certificates_held=_number(certificates, "learner"),
    )


def _number(rows: QuerySet, owner: str) -> Coalesce:
    counted = rows.order_by().values(owner).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
