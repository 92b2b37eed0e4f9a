"""The door of following."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, F, QuerySet

from .archive import start_archive
from .columns import COLUMNS, Column
from .exporting import FORMATS, MOST_AT_ONCE, export, name_of_file, start_export
from .letters import Sample, samples_of
from .lines import Line, lines_by_id, lines_of
from .moving import move_reminders
from .reminding import (
    LONGEST_LINE,
    Receiver,
    draft_round,
    receivers_of,
    round_of,
    send_round,
)
from .risk.contacting import (
    Recipient,
    last_written,
    recipients_of,
    samples_of as contact_samples_of,
    write_to_many,
)
from .risk.reading import (
    ParticipantStanding,
    Sight,
    WorkStanding,
    is_over,
    officers_at_risk,
    participants_at_risk,
    standings_in_runs,
    standings_of_officers,
    tutored_runs_of,
)
from .risk.rules import WRITTEN_AGAIN_AFTER, NotWritten, WorkState
from .risk.words import BADGES as WORK_BADGES, NOT_WRITTEN, STATES as WORK_STATES, joined, reasons_said
from .rows import NO_UNIT, SORTS, Filters, chosen, followed, of_kind, ordered
from .rules import Kind, NoReminder, Reason, Standing, Why
from .session.history import Entry, history_of
from .session.messages import (
    LONGEST as LONGEST_MESSAGE,
    LONGEST_SUBJECT,
    NobodyToWriteTo,
    draft_message,
    messages_in,
    messages_to,
    receivers_of as receivers_of_message,
    samples_of as message_samples_of,
    send_message,
)
from .session.more_time import MoreTimeRefused, due_digest, give_more_time, key_of
from .session.reading import Answer, Asked, Board, Line as SessionLine, board_of, totals_of
from .session.rules import BEHIND, ItemState, PersonState, Stand
from .sql import Look
from .words import KINDS, NOT_REMINDED, said_of

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

__all__ = [
    "BEHIND",
    "COLUMNS",
    "FORMATS",
    "KINDS",
    "LONGEST_LINE",
    "LONGEST_MESSAGE",
    "LONGEST_SUBJECT",
    "MOST_AT_ONCE",
    "NOT_REMINDED",
    "NOT_WRITTEN",
    "NO_UNIT",
    "SORTS",
    "WORK_BADGES",
    "WORK_STATES",
    "WRITTEN_AGAIN_AFTER",
    "Answer",
    "Asked",
    "Board",
    "CohortFigures",
    "Column",
    "Entry",
    "Filters",
    "ItemState",
    "Kind",
    "Line",
    "Look",
    "MoreTimeRefused",
    "NoReminder",
    "NobodyToWriteTo",
    "NotWritten",
    "ParticipantStanding",
    "PersonState",
    "Reason",
    "Receiver",
    "Recipient",
    "Sample",
    "SessionLine",
    "Sight",
    "Stand",
    "Standing",
    "Why",
    "WorkStanding",
    "WorkState",
    "board_of",
    "cohort_figures",
    "contact_samples_of",
    "counts",
    "draft_message",
    "draft_round",
    "due_digest",
    "export",
    "followed",
    "following_rows",
    "give_more_time",
    "history_of",
    "is_over",
    "joined",
    "key_of",
    "last_written",
    "lines_by_id",
    "lines_of",
    "message_samples_of",
    "messages_in",
    "messages_to",
    "move_reminders",
    "name_of_file",
    "officers_at_risk",
    "participants_at_risk",
    "reasons_said",
    "receivers_of",
    "receivers_of_message",
    "recipients_of",
    "round_of",
    "said_of",
    "samples_of",
    "send_message",
    "send_round",
    "standings_in_runs",
    "standings_of",
    "standings_of_officers",
    "start_archive",
    "start_export",
    "totals_of",
    "tutored_runs_of",
    "write_to_many",
]


# ``Look.at(administration)``: two queries that several of the verbs below can share.


@dataclass(frozen=True)
class CohortFigures:
    """Of a cohort: its ``members``, and how many enrolments in its courses there are of each kind.

    A member of a cohort of two courses counts twice in ``enrolments`` and in the kinds.
    """

    members: int = 0
    kinds: dict[Kind, int] = field(default_factory=dict)

    @property
    def enrolments(self) -> int:
        """Those that count: without who left."""
        return sum(number for kind, number in self.kinds.items() if kind != Kind.LEFT)

    @property
    def finished(self) -> int:
        return self.kinds.get(Kind.FINISHED, 0)

    @property
    def behind(self) -> int:
        return self.kinds.get(Kind.BEHIND, 0)

    @property
    def idle(self) -> int:
        return self.kinds.get(Kind.IDLE, 0)

    @property
    def not_started(self) -> int:
        return self.kinds.get(Kind.NOT_STARTED, 0)

    @property
    def share_finished(self) -> int:
        """Per cent, 100 only when all are."""
        return self.finished * 100 // self.enrolments if self.enrolments else 0


def following_rows(
    user: User, administration: Administration, filters: Filters | None = None, look: Look | None = None
) -> QuerySet:
    """The enrolments that the filters leave, in their order, each with its facts, its ``kind`` and its
    learner. Its standing in words: ``lines_of``."""
    filters = filters or Filters()
    found = of_kind(chosen(user, administration, filters, look), filters.kind)
    return ordered(found, administration, filters.sort)


def counts(
    user: User, administration: Administration, filters: Filters | None = None, look: Look | None = None
) -> dict[Kind, int]:
    """Every kind → enrolments of it that the other filters leave. One query beside the look."""
    found = chosen(user, administration, filters or Filters(), look)
    counted = dict(found.order_by().values_list("kind").annotate(number=Count("pk")))
    return {kind: counted.get(kind, 0) for kind in Kind}


def standings_of(
    user: User, administration: Administration, *, people: Iterable[int], look: Look | None = None
) -> dict[int, list[Line]]:
    """Person id → her courses here with where she stands, in the language of now; also those she left.

    Three queries beside the look.
    """
    look = look or Look.at(administration)
    rows = followed(user, administration, look).filter(learner__in=list(people))
    found: dict[int, list[Line]] = {}
    for line in lines_of(ordered(rows, administration, ""), administration, look):
        found.setdefault(line.person.pk, []).append(line)
    return found


def cohort_figures(
    user: User, administration: Administration, cohort_ids: Iterable[int], look: Look | None = None
) -> dict[int, CohortFigures]:
    """Cohort id → how its people stand in its courses. Two queries beside the look, whatever the number."""
    ids = list(cohort_ids)
    people = apps.get_model("programmes", "CohortMember").objects.current().visible_to(user)
    people = people.filter(cohort__in=ids, cohort__administration=administration.pk)
    members = dict(people.order_by().values_list("cohort").annotate(number=Count("pk")))
    cohort = "learner__cohort_memberships__cohort"
    in_cohort = {
        f"{cohort}__in": ids,
        f"{cohort}__administration": administration.pk,
        f"{cohort}__courses__course": F("course"),
        "learner__cohort_memberships__left_at__isnull": True,
    }
    rows = followed(user, administration, look).filter(**in_cohort).order_by()
    kinds: dict[int, dict[Kind, int]] = {}
    for pk, kind, number in rows.values_list(cohort, "kind").annotate(number=Count("pk")):
        kinds.setdefault(pk, {})[Kind(kind)] = number
    return {pk: CohortFigures(members.get(pk, 0), kinds.get(pk, {})) for pk in ids}
