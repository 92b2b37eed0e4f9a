"""What happened to a participant of a session: came, left, was given more time, was written to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db.models import F, QuerySet, Value

from clikc.people.models import User

from .messages import messages_to
from .reading import Board, Line

if TYPE_CHECKING:
    from enrolment.admissions.models import Participation


@dataclass(frozen=True)
class Entry:
    """``kind``: ``joined``, ``withdrawn``, ``moved``, ``returned`` (with ``words``, what was decided);
    ``more_time`` (``title`` and ``until``); ``message`` (its subject is the ``title``)."""

    at: datetime
    kind: str
    by: User | None
    reason: str = ""
    words: str = ""
    title: str = ""
    language: str = ""
    until: datetime | None = None
    message_id: object = None


def history_of(participation: Participation, board: Board, viewer: User) -> list[Entry]:
    """The latest first. Three queries, four where more time was given."""
    line = board.line(participation.pk)
    found = [*_changes(participation, viewer), *_messages(participation, viewer)]
    found += _more_time(board, line) if line is not None and line.enrolments else []
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _changes(participation: Participation, viewer: User) -> list[Entry]:
    rows = apps.get_model("admissions", "ParticipationChange").objects.visible_to(viewer)
    found = rows.filter(participation=participation).select_related("by")
    return [Entry(row.at, row.kind, row.by, row.reason, row.get_kind_display()) for row in found]


def _messages(participation: Participation, viewer: User) -> list[Entry]:
    return [
        Entry(item.at, "message", item.by, title=item.subject, language=item.language, message_id=item.pk)
        for item in messages_to(participation, viewer)
    ]


def _more_time(board: Board, line: Line) -> list[Entry]:
    """Of works and of tests. What was granted before she moved here stands there."""
    asked = {(line.enrolments.get(item.module.pk), item.code): item for item in board.asked}
    granted = [
        (item, row)
        for row in _granted(line.enrolments.values())
        if (item := asked.get((row["enrolment"], f"{row['kind']}{row['of']}")))
    ]
    by = User.objects.in_bulk({row["who"] for _item, row in granted if row["who"]})
    return [
        Entry(
            row["since"],
            "more_time",
            by.get(row["who"]),
            row["reason"],
            title=item.title,
            language=item.language,
            until=row["until"],
        )
        for item, row in granted
    ]


def _granted(enrolments: Iterable[UUID]) -> QuerySet:
    """Every extension of these as ``kind`` and ``of`` (the code of its column), ``since``, ``until``, ``who``
    (an id). One query."""
    due = apps.get_model("assessment", "DueExtension").objects.filter(enrolment__in=set(enrolments))
    tests = apps.get_model("assessment", "Extension").objects.filter(
        enrolment__in=set(enrolments), closes_at__isnull=False
    )
    works = due.order_by().values(
        "pk",
        "enrolment",
        "reason",
        kind=Value("a"),
        of=F("run_assignment"),
        since=F("at"),
        until=F("due_at"),
        who=F("by"),
    )
    quizzes = tests.order_by().values(
        "pk",
        "enrolment",
        "reason",
        kind=Value("q"),
        of=F("quiz"),
        since=F("granted_at"),
        until=F("closes_at"),
        who=F("granted_by"),
    )
    return works.union(quizzes, all=True).order_by("kind", "pk")
