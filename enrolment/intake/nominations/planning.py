"""The dry run of a list of nominations and its confirmation, which does what was looked at or nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.membership import api as membership

from ..confirming import PlanChanged
from ..models import NominationFile
from .reading import read
from .rows import Row
from .words import DOES, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from clikc.people.models import Administration, User


def plan_nominations(*, call, administration: Administration, owner: User, file, name: str) -> NominationFile:
    """Read a list and write down what would become of each row; nothing is nominated. Raises UnreadableSheet
    (of ``clikc.foundation.sheets``). A constant number of queries for every 500 rows."""
    rows, notes = read(file)
    _judge(call, administration, rows, owner)
    return NominationFile.objects.create(
        owner=owner,
        administration=administration,
        call=call,
        file_name=name[:255],
        rows=[row.as_data() for row in rows],
        counts=counts_of(rows),
        notes=notes,
        digest=_digest(rows),
        made_at=timezone.now(),
    )


@transaction.atomic
def confirm_nominations(*, item: NominationFile, digest: str, by: User) -> NominationFile:
    """Do what a plan says, all of it. Safe to call twice.

    Raises PlanChanged where ``digest`` is not that of the plan, or where it would be another by now: nothing
    is done then, and it is to be looked at again. Raises admissions' CallIsNotOpen, DeadlinePassed.
    """
    item = _locked(item)
    if item.done_at is not None:
        return item
    rows = rows_of(item)
    if digest != item.digest or _anew(item, rows, by) != digest:
        raise PlanChanged
    proposed = [one for row, one in _proposed(item, rows) if row.outcome in DOES]
    fates = admissions.nominate_many(
        call=item.call, administration=item.administration, proposed=proposed, by=by
    )
    if set(map(str, fates.values())) - set(DOES):
        # Somebody was quicker between the look and the lock.
        raise PlanChanged
    item.done_at = timezone.now()
    item.save(update_fields=["done_at"])
    return item


@transaction.atomic
def look_again_at_nominations(*, item: NominationFile, by: User) -> NominationFile:
    """The plan by what is so now; what was done stays."""
    item = _locked(item)
    if item.done_at is None:
        rows = rows_of(item)
        item.digest = _anew(item, rows, by)
        item.rows, item.counts = [row.as_data() for row in rows], counts_of(rows)
        item.save(update_fields=["rows", "counts", "digest"])
    return item


def rows_of(item: NominationFile) -> list[Row]:
    return [Row(**said) for said in item.rows]


def nomination_files(user: User, administration: Administration) -> QuerySet[NominationFile]:
    """The files of an administration that ``user`` may see, the latest first, with call and sender, without
    their rows."""
    found = NominationFile.objects.visible_to(user).filter(administration=administration)
    return found.select_related("call__session__programme", "owner").defer("rows", "notes")


def counts_of(rows: list[Row]) -> dict[str, int]:
    """Outcome → rows, in the order of the outcomes."""
    found = Counter(row.outcome for row in rows)
    return {code: found[code] for code in OUTCOMES if code in found}


def forget_nomination_files() -> int:
    """Rows name people: files are deleted ``settings.JOB_KEEP_DAYS`` after they were sent; how many."""
    old = timezone.now() - timedelta(days=settings.JOB_KEEP_DAYS)
    return NominationFile.objects.filter(made_at__lt=old).delete()[0]


def _locked(item: NominationFile) -> NominationFile:
    found = NominationFile.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("administration", "call__session__programme").get(pk=item.pk)


def _anew(item: NominationFile, rows: list[Row], by: User) -> str:
    for row in rows:
        # What is wrong with a row by itself does not change.
        if row.person is not None or row.reasons == ["unknown_officer"]:
            row.outcome, row.reasons, row.person, row.name, row.was = "", [], None, "", {}
    _judge(item.call, item.administration, rows, by)
    return _digest(rows)


def _judge(call, administration: Administration, rows: list[Row], by: User) -> None:
    """Write down what would become of each row. Whoever has an account elsewhere is as unknown as who has
    none (permissions.md, rule 10)."""
    sound = [row for row in rows if not row.outcome]
    found = membership.find_many(administration=administration, addresses=[row.address for row in sound])
    known = []
    for row in sound:
        there = found[row.address]
        if there.known != membership.Known.MEMBER:
            row.outcome, row.reasons = "broken", ["unknown_officer"]
            continue
        row.person, row.name = there.person.pk, there.person.get_full_name()
        known.append((row, admissions.Proposed(there.person, row.told)))
    known = _each_once(known)
    proposed = [one for _row, one in known]
    fates = admissions.fates_of(call=call, administration=administration, proposed=proposed, by=by)
    kept_out = _kept_out(call, proposed)
    drafted = admissions.drafted_facts(call, [one.person for one in proposed])
    for row, one in known:
        row.outcome = str(fates[one.person.pk])
        if row.outcome == admissions.Fate.OWN:
            row.outcome, row.reasons = "broken", ["own"]
        elif row.outcome in (*DOES, "over") and one.person.pk in kept_out:
            row.reasons = ["not_eligible"]
        if row.outcome == admissions.Fate.CHANGED:
            row.was = _differing(drafted[one.person.pk], one.facts)


def _differing(known: Mapping, told: Mapping) -> dict:
    """Name of a fact → what a draft says, of those of which it says something else; days as ISO texts."""
    was = {name: known[name] for name, value in told.items() if known[name] != value}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in was.items()}


def _each_once(known: list) -> list:
    """Two addresses can mean one person; her first row counts."""
    first: dict[int, int] = {}
    kept = []
    for row, one in known:
        if first.setdefault(one.person.pk, row.line) == row.line:
            kept.append((row, one))
        else:
            row.outcome, row.reasons = "broken", [f"address_twice:{first[one.person.pk]}"]
    return kept


def _kept_out(call, proposed: list) -> set[int]:
    """Ids of those whom a rule of the call keeps out, by what the file tells of them and what it leaves."""
    facts = admissions.facts_with(call, proposed)
    judged = admissions.judge_people(call, facts)
    return {pk for pk, found in judged.items() if found.verdict == "broken"}


def _proposed(item: NominationFile, rows: list[Row]) -> list:
    people = membership.find_many(
        administration=item.administration, addresses=[row.address for row in rows if row.person]
    )
    return [(row, admissions.Proposed(people[row.address].person, row.told)) for row in rows if row.person]


def _digest(rows: list[Row]) -> str:
    said = json.dumps([row.as_data() for row in rows], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
