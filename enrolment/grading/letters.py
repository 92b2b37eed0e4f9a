"""Letters of grading: to a participant that her work is marked, or her grade changed; to a tutor that a
marking was handed to her, and why. None holds a grade, a word of feedback or a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from clikc.foundation.addresses import public
from clikc.post import api as post
from courses.catalogue import api as catalogue

from .edits import hand_overs_of
from .models import GradeEntry, Marking

if TYPE_CHECKING:
    from clikc.people.models import User

RELEASED = "grade-released"
CHANGED = "grade-changed"
HANDED_OVER = "marking-handed-over"


def tell_released(entry: GradeEntry, learner: User) -> None:
    """Once for each entry, in the transaction that makes it known."""
    _post(RELEASED, entry, learner)


def tell_changed(entry: GradeEntry, learner: User) -> None:
    """The same, where a manager decided about a grade that was known."""
    _post(CHANGED, entry, learner)


def _post(kind: str, entry: GradeEntry, learner: User) -> None:
    post.post(key=f"{kind}:{entry.pk}", kind=kind, facts={"entry": str(entry.pk)}, person=learner)


def tell_handed_over(marking: Marking, to: User) -> None:
    """Once for each time it is handed over."""
    post.post(
        key=f"{HANDED_OVER}:{marking.pk}:{marking.version}",
        kind=HANDED_OVER,
        facts={"marking": str(marking.pk)},
        person=to,
    )


def write_released(facts: Mapping, learner: User) -> post.Draft | None:
    """Nobody is told of what is no longer hers, or was taken back before the letter left."""
    return _draft(facts, learner, gettext("Your work has been marked"), "grading/mail/released")


def write_changed(facts: Mapping, learner: User) -> post.Draft | None:
    return _draft(facts, learner, gettext("A grade of yours was changed"), "grading/mail/changed")


def _draft(facts: Mapping, learner: User, subject: str, template: str) -> post.Draft | None:
    found = GradeEntry.objects.filter(pk=facts["entry"], enrolment__learner=learner)
    entry = found.select_related(
        "item__category__run", "item__run_assignment__assignment", "submission"
    ).first()
    if entry is None:
        return None
    there = GradeEntry.objects.filter(item=entry.item_id, enrolment=entry.enrolment_id)
    last = there.latest("number")
    if entry.state == GradeEntry.State.GRADED and last.state == GradeEntry.State.WITHDRAWN:
        return None
    work = entry.item.run_assignment
    run = entry.item.category.run
    is_released = work is not None and there.filter(kind=GradeEntry.Kind.MARKED).exists()
    address, pk = ("work_feedback", work.pk) if is_released else ("own_grades_run", run.pk)
    page = reverse(address, args=[pk])
    title = _title(work.assignment.activity_id, learner) if work else None
    until = entry.submission.resubmit_until if entry.submission_id else None
    context = {"entry": title, "page": public(page), "until": until, "run": run}
    return post.Draft(subject, template, context)


def _title(activity_id: UUID, person: User):
    return catalogue.entries_of([activity_id], person.preferred_language).get(activity_id)


def write_handed_over(facts: Mapping, tutor: User) -> post.Draft | None:
    """Nobody is told of what is hers no longer, or finished."""
    seen = Marking.objects.visible_to(tutor).unfinished().filter(pk=facts["marking"], tutor=tutor)
    marking = seen.select_related(
        "submission__run_assignment__run", "submission__run_assignment__assignment"
    ).first()
    if marking is None:
        return None
    handed_over = hand_overs_of([marking]).get(marking.pk)
    context = {
        "reason": handed_over.reason if handed_over else "",
        "entry": _title(marking.submission.run_assignment.assignment.activity_id, tutor),
        "run": marking.submission.run_assignment.run,
        "due_at": marking.due_at,
        "page": public(reverse("tutoring_marking", args=[marking.pk])),
    }
    return post.Draft(gettext("Work to mark was handed to you"), "grading/mail/handed_over", context)
