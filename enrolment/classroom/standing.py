"""Where a learner stands in a course, a lesson, a module: values for templates."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from enrolment.admissions import api as admissions
from enrolment.progress import api as progress, rules


@dataclass(frozen=True)
class Standing:
    """A learner in a course. ``states`` is activity id → ``done`` or ``begun``; ``opens_on``: she has a seat,
    and may begin on that day."""

    enrolment: object | None = None
    states: dict[UUID, str] = field(default_factory=dict)
    done: int = 0
    total: int = 0
    latest: object | None = None
    opens_on: date | None = None

    @property
    def percent(self) -> int:
        return rules.share_done(self.done, self.total)

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.done == self.total


@dataclass(frozen=True)
class LessonStanding:
    """A learner in a lesson: what is read, and when the server last heard of it."""

    enrolment: object | None = None
    states: dict[UUID, str] = field(default_factory=dict)
    read: tuple[str, ...] = ()
    percent: int = 0
    is_done: bool = False
    saved_at: datetime | None = None

    @property
    def read_json(self) -> str:
        return json.dumps(self.read)


def states_of(records: dict[UUID, object]) -> dict[UUID, str]:
    """Activity id → ``done`` or ``begun``."""
    return {key: "done" if record.completed_at else "begun" for key, record in records.items()}


def in_course(*, user, course, activities) -> Standing:
    """Where ``user`` stands in a course whose current activities are given. Two queries."""
    enrolment = admissions.enrolment_of(learner=user, course_id=course.pk)
    if enrolment is None or not enrolment.is_under_way:
        is_to_come = enrolment is not None and enrolment.is_active
        return Standing(opens_on=enrolment.opens_on if is_to_come else None)
    records = progress.progress_of(enrolment_id=enrolment.pk)
    required = [item.pk for item in activities if item.is_required]
    lessons = {item.pk for item in activities if item.kind == "lesson"}
    read = [record for record in records.values() if record.activity_id in lessons]
    return Standing(
        enrolment=enrolment,
        states=states_of(records),
        done=sum(key in records and records[key].completed_at is not None for key in required),
        total=len(required),
        latest=max(read, key=lambda record: record.last_seen_at, default=None),
    )


def in_lesson(*, enrolment, activity) -> LessonStanding:
    """Where the enrolled learner stands in a lesson. One query."""
    if enrolment is None or activity is None:
        return LessonStanding()
    records = progress.progress_of(enrolment_id=enrolment.pk)
    record = records.get(activity.pk)
    if record is None:
        return LessonStanding(enrolment=enrolment, states=states_of(records))
    is_done = record.completed_at is not None
    return LessonStanding(
        enrolment=enrolment,
        states=states_of(records),
        read=tuple(record.blocks_read),
        percent=100 if is_done else rules.share_read(record.blocks_read, activity.blocks),
        is_done=is_done,
        saved_at=record.last_seen_at,
    )


@dataclass(frozen=True)
class Place:
    """Where to go on: the address of a block or page, with the title and language of the page."""

    url: str
    title: str = ""
    language: str = ""


def next_place(where: Standing, outline) -> Place:
    """The block read last; after a finished lesson, what is required and not done; else the course."""
    latest = where.latest
    if latest is not None and latest.completed_at is None and latest.activity_id in outline.by_key:
        entry = outline.by_key[latest.activity_id]
        fragment = f"#b-{latest.last_block}" if latest.last_block else ""
        return Place(f"{entry.url}{fragment}", entry.title, entry.language)
    for entry in outline.activities:
        if entry.activity.is_required and where.states.get(entry.key) != "done":
            return Place(entry.url, entry.title, entry.language)
    return Place(outline.course.url if outline.course else "")
