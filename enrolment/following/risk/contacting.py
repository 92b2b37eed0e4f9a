"""Writing to many who are at risk: looked at first, then sent; nobody twice within three days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.advising import api as advising

from ..letters import Sample
from .reading import ParticipantStanding, standings_in_runs
from .rules import NotWritten, why_not_written
from .wording import text_for

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import CourseRun

ABOUT = "risk"


@dataclass(frozen=True)
class Recipient:
    """A participant who was chosen; ``why`` nobody writes to her along with the others."""

    standing: ParticipantStanding
    why: NotWritten | None


def last_written(run_ids: Iterable[int], enrolment_ids: Iterable[UUID]) -> dict[tuple[int, UUID], datetime]:
    """(Run id, enrolment id) → when somebody who advises her wrote to her last. One query."""
    messages = apps.get_model("advising", "Message").objects
    found = messages.filter(thread__run__in=list(run_ids), thread__enrolment__in=list(enrolment_ids))
    theirs = found.exclude(by=F("thread__enrolment__learner")).order_by()
    rows = theirs.values_list("thread__run", "thread__enrolment").annotate(last=Max("at"))
    return {(run, enrolment): at for run, enrolment, at in rows}


def recipients_of(run: CourseRun, by: User, enrolment_ids: Iterable[UUID]) -> list[Recipient]:
    """Those of the chosen participants whom ``by`` may see, by name: who would be written to now, and who
    not. Eleven queries at most."""
    chosen = set(enrolment_ids)
    found = [item for item in standings_in_runs([run], by) if item.enrolment.pk in chosen]
    written, now = last_written([run.pk], chosen), timezone.now()
    return [Recipient(item, _why(item, written.get((run.pk, item.enrolment.pk)), now)) for item in found]


def samples_of(recipients: Sequence[Recipient], line: str) -> list[Sample]:
    """What would be written in each language that occurs, the commonest first, with ``line`` in it."""
    by_language: dict[str, list[ParticipantStanding]] = {}
    for item in recipients:
        if item.why is None:
            by_language.setdefault(item.standing.person.preferred_language, []).append(item.standing)
    ordered = sorted(by_language.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [
        Sample(language, len(theirs), "", text_for(theirs[0], language=language, line=line))
        for language, theirs in ordered
    ]


def write_to_many(
    *, run: CourseRun, by: User, enrolment_ids: Iterable[UUID], token: str, line: str = ""
) -> int:
    """Write to each of the chosen who is at risk and was not written to within three days: how many.

    Each is written to for herself and once with a ``token``: broken off and sent again, it goes on.
    """
    return sum(
        _write(item.standing, by=by, token=f"{ABOUT}-{token}", line=line)
        for item in recipients_of(run, by, enrolment_ids)
        if item.why is None
    )


@transaction.atomic
def _write(item: ParticipantStanding, *, by: User, token: str, line: str) -> bool:
    """Whether she was written to: asked again while her enrolment is locked."""
    run_id, enrolment_id = item.run.pk, item.enrolment.pk
    admissions.lock_enrolment(enrolment_id)
    at = last_written([run_id], [enrolment_id]).get((run_id, enrolment_id))
    conversation = advising.conversation_of(by, run_id=run_id, enrolment_id=enrolment_id)
    if conversation is None or _why(item, at, timezone.now()) is not None:
        return False
    text = text_for(item, language=item.person.preferred_language, line=line)
    advising.write_message(conversation=conversation, by=by, text=text, token=token)
    return True


def _why(item: ParticipantStanding, last_written_at: datetime | None, now: datetime) -> NotWritten | None:
    return why_not_written(
        is_at_risk=item.is_at_risk,
        has_account=item.person.is_active,
        last_written_at=last_written_at,
        now=now,
    )
