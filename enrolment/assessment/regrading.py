"""A corrected key: whose points change, and the change itself, once and for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.quizzes import api as quizzes

from . import rules
from .models import Attempt, Regrade, RegradedAttempt, Response
from .scoring import rescore
from .signals import attempt_settled

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.quizzes.api import Correction


class RegradeRefused(Exception):
    """Nothing is changed: ``unknown`` question, ``nothing_changes``, no ``reason``, ``made_before``,
    or ``preview_is_old``: attempts or the question changed since the preview was made."""


@dataclass(frozen=True)
class Change:
    """What a re-grading would change of one attempt. ``score_*`` are points of the attempt."""

    attempt: Attempt
    response: Response
    fraction_before: Decimal
    fraction_after: Decimal
    score_before: Decimal
    score_after: Decimal
    is_passed: bool | None

    @property
    def is_loss(self) -> bool:
        return self.fraction_after < self.fraction_before

    @property
    def was_passed(self) -> bool | None:
        return self.attempt.is_passed

    @property
    def starts_to_pass(self) -> bool:
        return self.is_passed is True and not self.was_passed

    @property
    def stops_passing(self) -> bool:
        return bool(self.was_passed) and self.is_passed is False


@dataclass(frozen=True)
class Preview:
    """Whose points change when the answers to a question are marked by its key as it is now.

    ``sittings`` counts the answers given to earlier versions, ``unmarkable`` those that the present
    question cannot judge (another kind, or a choice that is gone). ``digest`` binds a confirmation to
    exactly this preview.
    """

    correction: Correction
    changes: tuple[Change, ...]
    sittings: int
    unmarkable: int
    regrade: Regrade | None

    @property
    def gains(self) -> tuple[Change, ...]:
        return tuple(item for item in self.changes if not item.is_loss)

    @property
    def losses(self) -> tuple[Change, ...]:
        return tuple(item for item in self.changes if item.is_loss)

    @property
    def digest(self) -> str:
        lines = [
            f"{item.attempt.pk} {item.fraction_before} {item.fraction_after} {item.score_before}"
            for item in self.changes
        ]
        return sha256("\n".join([self.correction.version.digest, *lines]).encode()).hexdigest()


def preview_regrade(*, question_id: UUID) -> Preview:
    """Whose points a re-grading of this question changes. Six queries, whatever the number of attempts.

    Only attempts that were handed in; an open one is marked by the version it asks and can be
    re-graded later. Raises RegradeRefused.
    """
    correction = quizzes.correction_of(question_id)
    if correction is None:
        raise RegradeRefused("unknown")
    return _preview(correction, _answers_to(correction))


def _answers_to(correction: Correction) -> list[Response]:
    """The answers to earlier versions in attempts that were handed in, with their attempts."""
    earlier = {item.pk for item in correction.earlier}
    rows = (
        Response.objects.filter(question=correction.question, attempt__submitted_at__isnull=False)
        .exclude(fraction=None)
        .select_related("attempt__quiz__activity", "attempt__enrolment__learner__administration")
        .order_by("attempt__submitted_at", "pk")
    )
    return [row for row in rows if _version_on(row) in earlier]


def _version_on(response: Response) -> int | None:
    paper = response.attempt.paper
    return next((item["version"] for item in paper if item["question"] == str(response.question_id)), None)


def _preview(correction: Correction, answers: Sequence[Response]) -> Preview:
    remarkable = set(correction.remarkable)
    markable = [item for item in answers if _version_on(item) in remarkable]
    changes = [change for item in markable if (change := _change(correction, item))]
    return Preview(
        correction=correction,
        changes=tuple(changes),
        sittings=len(answers),
        unmarkable=len(answers) - len(markable),
        regrade=Regrade.objects.filter(version=correction.version).first(),
    )


def _change(correction: Correction, response: Response) -> Change | None:
    """What marking anew changes; None where nothing does, or where a person marks."""
    after = correction.mark(response.answer)
    if after is None or after == response.fraction:
        return None
    attempt = response.attempt
    points = (attempt.score + after - response.fraction).quantize(Decimal("0.01"))
    score = rules.Score(points=points, possible=attempt.score_possible)
    return Change(
        attempt=attempt,
        response=response,
        fraction_before=response.fraction,
        fraction_after=after,
        score_before=attempt.score,
        score_after=points,
        is_passed=rules.is_passed(score.percent, attempt.pass_mark, waiting=attempt.waiting),
    )


@transaction.atomic
def regrade(*, question_id: UUID, digest: str, reason: str, by: User, spares_losses: bool = True) -> Regrade:
    """Mark the answers to earlier versions of a question by its key as it is now.

    ``digest`` is that of the preview that was confirmed. With ``spares_losses`` nobody's points fall.
    Every change is recorded with before and after, and announced; what was awarded is never taken
    back. Once for each version of the question. Raises RegradeRefused.
    """
    if not reason.strip():
        raise RegradeRefused("reason")
    correction = quizzes.correction_of(question_id)
    if correction is None:
        raise RegradeRefused("unknown")
    attempts = [item.attempt_id for item in _answers_to(correction)]
    # Locked in one order, and read again under the lock: what is decided on cannot change meanwhile.
    list(Attempt.objects.select_for_update().filter(pk__in=attempts).order_by("pk").values_list("pk"))
    preview = _preview(correction, _answers_to(correction))
    if preview.regrade is not None:
        raise RegradeRefused("made_before")
    if preview.digest != digest:
        raise RegradeRefused("preview_is_old")
    changes = preview.gains if spares_losses else preview.changes
    if not changes:
        raise RegradeRefused("nothing_changes")
    return _make(preview, changes, reason=reason.strip(), by=by, spares_losses=spares_losses)


def _make(
    preview: Preview, changes: Sequence[Change], *, reason: str, by: User, spares_losses: bool
) -> Regrade:
    try:
        with transaction.atomic():
            made = Regrade.objects.create(
                question=preview.correction.question,
                version=preview.correction.version,
                spares_losses=spares_losses,
                reason=reason,
                made_at=timezone.now(),
                made_by=by,
            )
    except IntegrityError:
        raise RegradeRefused("made_before") from None
    for change in changes:
        change.response.fraction = change.fraction_after
    Response.objects.bulk_update([change.response for change in changes], ["fraction"])
    for change in changes:
        _apply(made, change)
    return made


def _apply(made: Regrade, change: Change) -> None:
    attempt, was_passed = change.attempt, change.attempt.is_passed
    rescore(attempt)
    RegradedAttempt.objects.create(
        regrade=made,
        attempt=attempt,
        fraction_before=change.fraction_before,
        fraction_after=change.fraction_after,
        score_before=change.score_before,
        score_after=attempt.score,
        was_passed=was_passed,
        is_passed=attempt.is_passed,
    )
    if not attempt.quiz.is_awaiting_release:
        attempt_settled.send(Attempt, attempt=attempt)
