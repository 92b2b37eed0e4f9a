"""Handing in: once and for all, at a moment, by the server's clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from courses.quizzes import api as quizzes

from ..models import HandIn, Submission, SubmittedFile
from ..signals import work_handed_in
from .finding import WorkRefused, decision_at, last_hand_in, lock_submission, must_be_in, own_work
from .receipt import post_receipt
from .resembling import compare_later
from .rich_text import plain_of
from .rules import Decision, Refusal

if TYPE_CHECKING:
    from clikc.people.models import User


def statement_in(language: str, *, is_group: bool) -> str:
    """The statement of own work, as it is agreed to in a language."""
    with override(language):
        if is_group:
            return gettext(
                "This is our own work. We have named every source we used, and nobody outside our team, and "
                "no program, wrote it for us."
            )
        return gettext(
            "This is my own work. I have named every source I used, and nobody else, and no program, wrote "
            "it for me."
        )


def words_in(text: str, files: Iterable[SubmittedFile]) -> int:
    """Words of a plain text and of the files that have any; of scripts that part words by spaces or by the
    Ethiopic sign."""
    return sum(quizzes.count_words(part) for part in (text, *(kept.plain for kept in files)))


def mark_of(work: Submission, files: Iterable[SubmittedFile]) -> str:
    """A mark of all that would be handed in: another one as soon as anything of it is another."""
    parts = [work.draft, *sorted(kept.digest for kept in files)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


@transaction.atomic
def hand_in(*, run_assignment_id: int, person: User, language: str, seen: str | None = None) -> HandIn:
    """Hand in the draft and its files. To call this is to agree to ``statement_in(language)``.

    Until somebody begins to mark, another hand-in takes the place of the one before; what is the same as
    that is no other one, so it is safe to call twice, also for two members of a team at once. ``seen``:
    ``mark_of`` what the page showed; where it is something else by now, it is not handed in. Announces
    ``work_handed_in``. Raises WorkRefused with all reasons.
    """
    place = must_be_in(person, run_assignment_id)
    work = own_work(place)
    place, last, now = replace(place, submission=work), last_hand_in(work), timezone.now()
    files = list(work.files.current())
    decision = decision_at(place, last, now)
    if last is not None and decision.replaces and _is_same(last, work, files):
        return last
    _must_be_taken(decision, work, files, seen)
    made = _make(work, last, decision, files, now, person, language, place.is_group)
    post_receipt(made, place)
    compare_later(made, person)
    work_handed_in.send(HandIn, hand_in=made)
    return made


def _must_be_taken(decision: Decision, work: Submission, files: list[SubmittedFile], seen: str | None):
    reasons = list(decision.handing_in)
    if not plain_of(work.draft).strip() and not files:
        reasons.append(Refusal.NOTHING)
    elif seen is not None and seen != mark_of(work, files):
        reasons.append(Refusal.CHANGED)
    if reasons:
        raise WorkRefused(*reasons, until=decision.until)


def _is_same(last: HandIn, work: Submission, files: list[SubmittedFile]) -> bool:
    return last.text == work.draft and {kept.pk for kept in last.files.all()} == {kept.pk for kept in files}


def _make(
    work: Submission,
    last: HandIn | None,
    decision: Decision,
    files: list[SubmittedFile],
    now: datetime,
    person: User,
    language: str,
    is_group: bool,
) -> HandIn:
    """Under the lock on the work."""
    plain = plain_of(work.draft)
    made = HandIn.objects.create(
        submission=work,
        number=last.number + 1 if last else 1,
        attempt=decision.attempt,
        text=work.draft,
        plain=plain,
        words=words_in(plain, files),
        language=language,
        statement=statement_in(language, is_group=is_group),
        due_at=decision.due_at,
        late_days=decision.lateness.days,
        late_percent=decision.lateness.penalty_percent,
        by=person,
        at=now,
    )
    made.files.set(files)
    work.handed_in_at, work.locked_at = now, None
    work.save(update_fields=["handed_in_at", "locked_at"])
    return made


@transaction.atomic
def lock_work(submission_id: UUID) -> HandIn:
    """From now on nothing takes the place of what was handed in last: somebody begins to mark it. What that
    is, read under the lock, so that who marks and who hands in anew agree on it. Safe to call twice."""
    work = lock_submission(submission_id)
    if work.locked_at is None:
        work.locked_at = timezone.now()
        work.save(update_fields=["locked_at"])
    return work.hand_ins.order_by("-number")[0]


@transaction.atomic
def allow_resubmission(submission_id: UUID, until: datetime | None) -> None:
    """What was handed in last is released: it may be handed in anew until then, as often as the scheme of
    the run says; None: not any more. Locks the work. Safe to call twice."""
    work = lock_submission(submission_id)
    work.resubmit_until = until
    work.locked_at = work.locked_at or timezone.now()
    work.save(update_fields=["resubmit_until", "locked_at"])
