"""What happened to a participant of a session: came, left, was given more time, was written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps

from .messages import messages_to
from .reading import Board, Line

if TYPE_CHECKING:
    from clikc.people.models import User
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
    """The latest first. Four queries."""
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
    enrolments = set(line.enrolments.values())
    due = apps.get_model("assessment", "DueExtension").objects.filter(enrolment__in=enrolments)
    tests = apps.get_model("assessment", "Extension").objects.filter(enrolment__in=enrolments)
    rows = [
        (row.enrolment_id, f"a{row.run_assignment_id}", row.at, row.due_at, row)
        for row in due.select_related("by")
    ]
    rows += [
        (row.enrolment_id, f"q{row.quiz_id}", row.granted_at, row.closes_at, row)
        for row in tests.filter(closes_at__isnull=False).select_related("granted_by")
    ]
    return [
        _granted(asked[enrolment, code], at, until, row)
        for enrolment, code, at, until, row in rows
        if (enrolment, code) in asked
    ]


def _granted(asked, at: datetime, until: datetime, row) -> Entry:
    by = row.by if hasattr(row, "by_id") else row.granted_by
    return Entry(at, "more_time", by, row.reason, title=asked.title, language=asked.language, until=until)
