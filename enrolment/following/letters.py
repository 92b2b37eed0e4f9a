"""The letter that reminds an officer of her courses, in her language; and how it will look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from clikc.foundation.addresses import public
from clikc.post import api as post
from courses.catalogue import api as catalogue

from .models import Reminder, ReminderRound
from .rows import followed
from .rules import REMINDABLE

if TYPE_CHECKING:
    from clikc.people.models import User

    from .reminding import Receiver


@dataclass(frozen=True)
class Sample:
    """The letter that ``number`` officers get in a language, as it will be for one of them."""

    language: str
    number: int
    subject: str
    text: str


def write_reminder(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is reminded of what she finished or left meanwhile, nor for an administration that is no
    longer hers, nor by somebody who no longer looks after it."""
    reminders = Reminder.objects.select_related("round__administration", "round__by")
    reminder = reminders.filter(pk=facts["reminder"]).first()
    if reminder is None or not _may_remind(reminder.round, person):
        return None
    rows = followed(person, reminder.round.administration).filter(pk__in=reminder.enrolments)
    named = [row for row in rows.order_by("course__code") if row.kind in REMINDABLE]
    return _draft(reminder.round, named, person) if named else None


def samples_of(round: ReminderRound, receivers: Sequence[Receiver], line: str) -> list[Sample]:
    """A letter of the round in each language that occurs, the commonest first, with ``line`` in it."""
    by_language: dict[str, list[Receiver]] = {}
    for receiver in receivers:
        if receiver.why is None:
            by_language.setdefault(receiver.person.preferred_language, []).append(receiver)
    round.line = line
    samples = []
    for language, theirs in sorted(by_language.items(), key=lambda item: (-len(item[1]), item[0])):
        with translation.override(language):
            subject, text = post.as_read(_draft(round, theirs[0].rows, theirs[0].person), language)
        samples.append(Sample(language, len(theirs), subject, text))
    return samples


def _may_remind(round: ReminderRound, person: User) -> bool:
    here = round.administration_id
    by = round.by
    return person.administration_id == here and by.is_active and here in by.administrations_coordinated


def _draft(round: ReminderRound, rows: Sequence, person: User) -> post.Draft:
    language = translation.get_language()
    titles = catalogue.titles_of({row.course_id for row in rows}, language)
    courses = [_course(row, titles.get(row.course_id)) for row in rows]
    context = {
        "name": person.get_short_name(),
        "courses": courses,
        "line": round.line,
        "by": round.by.get_full_name(),
        "administration": str(round.administration),
        "desk": public(reverse("desk")),
    }
    subject = ngettext("A course waits for you", "Courses wait for you", len(courses))
    return post.Draft(subject, "following/mail/reminder", context, reply_to=round.by.address)


def _course(row, entry) -> dict:
    """What the letter says of a course; days are compared where the officer is."""
    is_over = row.due_on is not None and row.due_on.toordinal() < row.today
    return {
        "title": entry.title if entry else row.course.code,
        "language": entry.language if entry else "",
        "url": public(entry.url) if entry else "",
        "due_on": row.due_on,
        "is_overdue": is_over,
        "done": row.done,
        "required": row.required,
    }
