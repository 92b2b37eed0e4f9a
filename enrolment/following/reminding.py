"""Reminding officers of their courses: chosen, looked at, then sent; nobody twice in three days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from clikc.jobs import api as jobs
from clikc.people import api as people_api
from clikc.people.models import Administration
from clikc.post import api as post
from enrolment.admissions import api as admissions

from .models import Reminder, ReminderRound
from .rows import followed
from .rules import REMINDABLE, Kind, NoReminder, why_no_reminder
from .sql import Look

if TYPE_CHECKING:
    from clikc.people.models import User

JOB = "following.remind"
LETTER = "reminder"
LONGEST_LINE = ReminderRound.LONGEST_LINE
# More officers than these are reminded by the worker.
MOST_AT_ONCE = 200
BATCH = 200
LOOKED_UP = 500
# A round that nobody confirmed is forgotten after this.
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass
class Receiver:
    """An officer of a round: ``rows`` are those of her chosen enrolments that a reminder names; ``why``
    she gets none."""

    person: User
    rows: list = field(default_factory=list)
    why: NoReminder | None = None


@transaction.atomic
def draft_round(*, administration: Administration, enrolments: Iterable[UUID], by: User) -> ReminderRound:
    """Note what was chosen, to be looked at. Nobody is reminded yet."""
    now = timezone.now()
    ReminderRound.objects.filter(by=by, confirmed_at=None, made_at__lt=now - FORGOTTEN_AFTER).delete()
    chosen = list(dict.fromkeys(str(pk) for pk in enrolments))
    return ReminderRound.objects.create(administration=administration, by=by, chosen=chosen, made_at=now)


def round_of(user: User, administration: Administration, pk: UUID) -> ReminderRound | None:
    """A round of the administration that this person may see, or None."""
    rounds = ReminderRound.objects.visible_to(user).filter(administration=administration.pk)
    return rounds.select_related("administration", "by").filter(pk=pk).first()


def receivers_of(round: ReminderRound, *, by: User, now: datetime | None = None) -> list[Receiver]:
    """Everybody whose enrolments were chosen, by name: who gets a letter if it were sent now, and who does
    not. Three queries for every 500 enrolments; those ``by`` may no longer see are nobody's."""
    return _receivers(round.administration, round.chosen, by=by, now=now or timezone.now())


@transaction.atomic
def send_round(*, round: ReminderRound, by: User, line: str = "") -> ReminderRound:
    """Remind everybody who is due a reminder now. Safe to call twice: a round is sent once.

    Where it is many, the worker does it (``round.job``, else None).
    """
    locked = ReminderRound.objects.select_for_update(of=("self",), no_key=True).select_related(
        "administration"
    )
    round = locked.get(pk=round.pk)
    round.job = None
    if round.confirmed_at is not None:
        return round
    round.confirmed_at, round.line, round.by = timezone.now(), line[:LONGEST_LINE], by
    round.save(update_fields=["confirmed_at", "line", "by"])
    people = _people_of(round, by=by)
    if len(people) > MOST_AT_ONCE:
        round.job = jobs.start_job(
            kind=JOB, owner=by, payload={"round": str(round.pk)}, key=f"{JOB}:{round.pk}"
        )
    else:
        _remind(round, people, by=by)
    return round


def run_round(job: jobs.Running) -> dict:
    """The work of the job: 200 officers a step. Who was reminded by an earlier run is not reminded again."""
    round = ReminderRound.objects.select_related("administration").get(pk=job.payload["round"])
    people = _people_of(round, by=job.owner)
    for start in range(0, len(people), BATCH):
        _remind(round, people[start : start + BATCH], by=job.owner)
        job.advance(min(start + BATCH, len(people)), len(people))
    return {"reminded": round.reminders.count()}


@transaction.atomic
def _remind(round: ReminderRound, people: Sequence[int], *, by: User) -> list[Reminder]:
    """One letter for each of these officers who is due one, decided while they are locked."""
    people_api.lock_people(people)
    now = timezone.now()
    theirs = admissions.enrolments_followed_by(by, round.administration_id).filter(learner__in=people)
    chosen = set(round.chosen) & {str(pk) for pk in theirs.order_by().values_list("pk", flat=True)}
    found = _receivers(round.administration, sorted(chosen), by=by, now=now)
    # Started again days later, a round still reminds nobody twice.
    reminded = set(round.reminders.filter(person__in=people).values_list("person", flat=True))
    due = [item for item in found if item.why is None and item.person.pk not in reminded]
    reminders = Reminder.objects.bulk_create(
        Reminder(round=round, person=item.person, enrolments=[str(row.pk) for row in item.rows], at=now)
        for item in due
    )
    post.post_many(
        post.NewLetter(f"{LETTER}:{item.pk}", LETTER, {"reminder": item.pk}, item.person_id)
        for item in reminders
    )
    people_api.record_many(
        what="reminded",
        by=by,
        people=[item.person for item in due],
        administration_id=round.administration_id,
    )
    return reminders


def _people_of(round: ReminderRound, *, by: User) -> list[int]:
    """Ids of the officers whose enrolments were chosen."""
    here = admissions.enrolments_followed_by(by, round.administration_id).order_by()
    found: set[int] = set()
    for batch in _batches(round.chosen):
        found.update(here.filter(pk__in=batch).values_list("learner", flat=True))
    return sorted(found)


def _receivers(
    administration: Administration, chosen: Sequence[str], *, by: User, now: datetime
) -> list[Receiver]:
    receivers: dict[int, Receiver] = {}
    kinds: dict[int, set[Kind]] = {}
    look = Look.at(administration, now)
    for batch in _batches(chosen):
        rows = followed(by, administration, look).filter(pk__in=batch)
        for row in rows.select_related("learner").order_by("course__code", "pk"):
            receiver = receivers.setdefault(row.learner_id, Receiver(row.learner))
            kinds.setdefault(row.learner_id, set()).add(Kind(row.kind))
            if row.kind in REMINDABLE:
                receiver.rows.append(row)
    reminded = _last_reminders(receivers)
    for pk, receiver in receivers.items():
        receiver.why = why_no_reminder(
            kinds=frozenset(kinds[pk]),
            has_account=receiver.person.is_active,
            last_reminded_at=reminded.get(pk),
            now=now,
        )
    return sorted(receivers.values(), key=lambda item: (item.person.search_name, item.person.pk))


def _last_reminders(people: Iterable[int]) -> dict[int, datetime]:
    """Person id → when she was reminded last."""
    found: dict[int, datetime] = {}
    for batch in _batches(list(people)):
        reminders = Reminder.objects.filter(person__in=batch).order_by().values_list("person")
        found.update(reminders.annotate(last=Max("at")))
    return found


def _batches(ids: Sequence) -> Iterator[Sequence]:
    return (ids[start : start + LOOKED_UP] for start in range(0, len(ids), LOOKED_UP))
