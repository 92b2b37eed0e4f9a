"""The desk: everything one learner has in hand, as values."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from clikc.foundation.zones import zone_named
from enrolment.admissions import api as admissions
from enrolment.progress import rules

from .held import Held


@dataclass(frozen=True)
class Line:
    """One requirement of a course, with its title and address in the reader's language."""

    entry: object
    requirement: object


@dataclass(frozen=True)
class InHand:
    """One course of the learner. ``resume`` is the address of the block where reading stopped; ``due`` is
    None where nothing has to be done by a day, or all is."""

    enrolment: object
    course: object
    entry: object
    decision: object
    lines: tuple[Line, ...]
    resume: str
    resume_title: object
    last_seen_at: object
    completion: object
    certificate: object
    due: object = None

    @property
    def is_under_way(self) -> bool:
        """Whether the day has come from which it may be studied."""
        return self.enrolment.is_under_way

    @property
    def percent(self) -> int:
        return rules.share_done(self.decision.met, len(self.decision.requirements))

    @property
    def missing(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.requirement.is_met)

    @property
    def is_begun(self) -> bool:
        return self.last_seen_at is not None


@dataclass(frozen=True)
class Queued:
    """A course the learner waits for a seat in; ``place`` is her number in the queue, from 1."""

    pk: int
    run: object
    entry: object
    place: int


@dataclass(frozen=True)
class Desk:
    """``current`` to go on with (latest first), ``finished``, ``left``; ``queued``: no seat yet."""

    current: tuple[InHand, ...] = ()
    finished: tuple[InHand, ...] = ()
    left: tuple[InHand, ...] = ()
    queued: tuple[Queued, ...] = ()


def desk_of(held: Held) -> Desk:
    """What lies on a learner's desk. No query."""
    user, titles = held.user, held.titles
    today = admissions.today_in(zone_named(user.time_zone), timezone.now())
    entries = {str(key): entry for key, entry in held.entries.items()}

    def in_hand(enrolment) -> InHand:
        decision = held.decisions[enrolment.pk]
        # The opening of a course is that of its learner's zone.
        enrolment.learner = user
        record = held.latest.get(enrolment.pk)
        done = getattr(enrolment, "completion", None)
        lines = tuple(
            Line(entries[item.activity], item) for item in decision.requirements if item.activity in entries
        )
        entry = titles.get(enrolment.course_id)
        place = _place(record, entries, lines, entry)
        return InHand(
            enrolment=enrolment,
            course=enrolment.course,
            entry=entry,
            decision=decision,
            lines=lines,
            resume=place[0],
            resume_title=place[1],
            last_seen_at=record.last_seen_at if record else None,
            completion=done,
            certificate=getattr(done, "certificate", None),
            due=None if done else admissions.due_as_of(enrolment.due_on, today),
        )

    courses = [in_hand(enrolment) for enrolment in held.enrolments if enrolment.course_id in titles]
    # What cannot be begun yet comes last.
    courses.sort(
        key=lambda item: (item.is_under_way, item.last_seen_at or item.enrolment.enrolled_at), reverse=True
    )
    return Desk(
        current=tuple(item for item in courses if item.enrolment.is_active and not item.completion),
        finished=tuple(item for item in courses if item.completion),
        left=tuple(item for item in courses if not item.enrolment.is_active and not item.completion),
        queued=tuple(
            Queued(place.pk, place.run, titles.get(place.run.course_id), place.ahead + 1)
            for place in held.waiting
        ),
    )


def _place(record, entries, lines, course_entry) -> tuple[str, object]:
    """Where to go on: the block read last; after a finished lesson, the first thing missing."""
    if record is not None and record.completed_at is None and str(record.activity_id) in entries:
        entry = entries[str(record.activity_id)]
        fragment = f"#b-{record.last_block}" if record.last_block else ""
        return f"{entry.url}{fragment}", entry
    missing = next((line.entry for line in lines if not line.requirement.is_met), None)
    if missing is not None:
        return missing.url, missing
    return course_entry.url if course_entry else "", None
