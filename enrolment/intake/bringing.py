"""Making members of the officers of a batch: invited, approved, or there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.apps import apps

from enrolment.membership import api as membership

from .judging import Verdict
from .models import ImportRow, OfficerImport, Outcome
from .units import UnitBook

if TYPE_CHECKING:
    from clikc.people.models import User


def bring_in(
    item: OfficerImport,
    rows: Sequence[ImportRow],
    verdicts: Mapping[int, Verdict],
    units: UnitBook,
    by: User | None,
) -> dict[int, User]:
    """Line → the person who is to be in the cohort; units that are not there yet are made.

    A constant number of queries, and a few for each new unit, or one that somebody who waits comes into.
    """
    of: dict[str, list[ImportRow]] = {outcome: [] for outcome in Outcome}
    for row in rows:
        of[verdicts[row.line].outcome].append(row)
    entering = [*of[Outcome.NEW], *of[Outcome.APPROVE]]
    units.make((row.unit for row in entering), by=by)
    members = {row.line: verdicts[row.line].person for row in of[Outcome.EXISTING]}
    asking = {row.line: verdicts[row.line].person for row in of[Outcome.APPROVE]}
    approved = _approve(item, of[Outcome.APPROVE], asking, units, by)
    return members | approved | _invite(item, of[Outcome.NEW], units, by)


def _invite(
    item: OfficerImport, rows: Sequence[ImportRow], units: UnitBook, by: User | None
) -> dict[int, User]:
    if not rows:
        return {}
    language = default_language(item)
    newcomers = [
        membership.Newcomer(
            address=row.address,
            name=row.name,
            language=row.language or language,
            unit_id=units.id_of(row.unit),
            gender=row.gender,
        )
        for row in rows
    ]
    invited = membership.invite_many(administration=item.administration, newcomers=newcomers, by=by)
    membership.write_invitations(invitations=invited.values(), by=by)
    return {row.line: invited[row.address].person for row in rows}


def _approve(
    item: OfficerImport,
    rows: Sequence[ImportRow],
    people: Mapping[int, User],
    units: UnitBook,
    by: User | None,
) -> dict[int, User]:
    """Those who were approved; who took her request back a moment ago is not among them."""
    requests = apps.get_model("membership", "JoinRequest").objects.open()
    by_unit: dict[str, dict[int, int]] = {}
    for row in rows:
        by_unit.setdefault(row.unit, {})[people[row.line].pk] = row.line
    found: dict[int, User] = {}
    for unit, lines in by_unit.items():
        asked = requests.filter(person__in=lines, administration=item.administration)
        for request in membership.approve(requests=asked, by=by, unit=units.of(unit)):
            found[lines[request.person_id]] = request.person
    return found


def default_language(item: OfficerImport) -> str:
    """Of officers for whom the file names none: the cohort's, or the administration's."""
    return (item.cohort.language if item.cohort else "") or item.administration.suggested_language
