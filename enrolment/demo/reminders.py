"""A round of reminders that was sent yesterday: who had one gets none today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.apps import apps

from clikc.people.models import AuditEntry

from .groups import DAY, Group
from .officers import entry
from .year import Year

MOST = 25


def remind(year: Year, groups: Sequence[Group]) -> None:
    """Those who have not finished what was due last, and is open still. No letter is written for it."""
    late = [group for group in groups if group.due < year.now and not group.closed_at]
    if not late:
        return
    last, at = max(late, key=lambda group: group.due), year.now - DAY
    chosen = defaultdict(list)
    unfinished = apps.get_model("admissions", "Enrolment").objects.filter(
        learner__cohort_memberships__cohort=last.cohort,
        course__cohorts__cohort=last.cohort,
        completion__isnull=True,
    )
    for row in unfinished.order_by("learner").select_related("learner")[:MOST]:
        chosen[row.learner].append(str(row.pk))
    place = last.cohort.administration_id
    sent = apps.get_model("following", "ReminderRound").objects.create(
        administration_id=place,
        by=year.coordinator,
        chosen=[pk for ids in chosen.values() for pk in ids],
        line="The examiners come next month.",
        made_at=at,
        confirmed_at=at,
    )
    reminder = apps.get_model("following", "Reminder")
    reminder.objects.bulk_create(
        reminder(round=sent, person=person, enrolments=ids, at=at) for person, ids in chosen.items()
    )
    AuditEntry.objects.bulk_create(
        entry("reminded", person, year.coordinator, at, place) for person in chosen
    )
