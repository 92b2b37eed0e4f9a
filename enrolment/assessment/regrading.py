"""A corrected key: whose points change, and the change itself, once and for good."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import TextField, prefetch_related_objects
from django.db.models.functions import Cast
from django.utils import timezone

from courses.quizzes import api as quizzes

from . import rules
from .models import Attempt, Regrade, RegradedAttempt, Response
from .scoring import announce_settled, fractions_of, rescore

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

    ``sittings`` counts the answers that were last marked by another version, ``unmarkable`` those of
    them that the present question cannot judge (another kind, or a choice that is gone), ``open`` the
    attempts that still ask another version: once they are handed in they can be re-graded too.
    ``markable`` are the answers that confirming marks by this version, those of them that keep their
    points included. ``made`` are the re-gradings by this version, ``before`` counts those by any.
    ``digest`` binds a confirmation to exactly this preview.
    """

    correction: Correction
    changes: tuple[Change, ...]
    markable: tuple[Response, ...]
    sittings: int
    unmarkable: int
    open: int
    made: tuple[Regrade, ...]
    before: int

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
        head = f"{self.correction.version.digest} {self.before}"
        return sha256("\n".join([head, *lines]).encode()).hexdigest()


def preview_regrade(*, question_id: UUID) -> Preview:
    """Whose points a re-grading of this question changes. At most twelve queries, however many attempts.

    Only attempts that were handed in; an open one is marked by the version it asks and can be
    re-graded later. Writes nothing. Raises RegradeRefused.
    """
    correction = quizzes.correction_of(question_id)
    if correction is None:
        raise RegradeRefused("unknown")
    return _preview(correction)


def _preview(correction: Correction) -> Preview:
    version = correction.version
    regrades = list(Regrade.objects.filter(question=correction.question))
    made = tuple(item for item in regrades if item.version_id == version.pk)
    answers = _answers_to(correction)
    takes = {*correction.remarkable, version.pk} - {None}
    marked = [(item, correction.mark(item.answer)) for item in answers if _version_on(item) in takes]
    kept = _spared_by(made)
    # What a person marks, no key marks; and who was promised to lose nothing by this key loses nothing.
    marked = [
        (item, after)
        for item, after in marked
        if after is not None and not (after < item.fraction and item.attempt_id in kept)
    ]
    return Preview(
        correction=correction,
        changes=_changes(marked),
        markable=tuple(item for item, _after in marked),
        sittings=len(answers),
        unmarkable=sum(_version_on(item) not in takes for item in answers),
        open=_still_open(correction),
        made=made,
        before=len(regrades),
    )


def _answers_to(correction: Correction) -> list[Response]:
    """The answers last marked by another version, in attempts that were handed in, with these."""
    rows = Response.objects.filter(
        question=correction.question,
        attempt__submitted_at__isnull=False,
        marked_version__in=correction.earlier,
    )
    return list(
        rows.exclude(fraction=None)
        .select_related("attempt__quiz__activity__course", "attempt__enrolment__learner__administration")
        .order_by("attempt__submitted_at", "pk")
    )


def _spared_by(made: Sequence[Regrade]) -> set[UUID]:
    if not made:
        return set()
    return set(Regrade.spared.through.objects.filter(regrade__in=made).values_list("attempt", flat=True))


def _version_on(response: Response) -> int | None:
    return _version_of(response.attempt.paper, str(response.question_id))


def _version_of(paper: Iterable[dict], question: str) -> int | None:
    return next((item["version"] for item in paper if item["question"] == question), None)


def _still_open(correction: Correction) -> int:
    """How many attempts are open that ask an earlier version."""
    earlier, question = {item.pk for item in correction.earlier}, str(correction.question.pk)
    if not earlier:
        return 0
    papers = Attempt.objects.open().annotate(as_text=Cast("paper", TextField()))
    asking = papers.filter(as_text__contains=question).values_list("paper", flat=True)
    return sum(_version_of(paper, question) in earlier for paper in asking)


def _changes(marked: Iterable[tuple[Response, Decimal]]) -> tuple[Change, ...]:
    """What marking anew changes, of answers with the fraction that each earns now."""
    changed = [(response, after) for response, after in marked if after != response.fraction]
    attempts = [response.attempt for response, _after in changed]
    prefetch_related_objects(attempts, "responses")
    asked = {item["question"] for attempt in attempts for item in attempt.paper}
    existing = quizzes.existing_questions(asked) if asked else set()
    return tuple(_change(response, after, existing) for response, after in changed)


def _change(response: Response, after: Decimal, existing: Collection[str]) -> Change:
    attempt = response.attempt
    fractions = fractions_of(attempt, attempt.responses.all(), existing)
    score = rules.score((fractions | {str(response.question_id): after}).values())
    return Change(
        attempt=attempt,
        response=response,
        fraction_before=response.fraction,
        fraction_after=after,
        score_before=attempt.score,
        score_after=score.points,
        is_passed=rules.is_passed(score.percent, attempt.pass_mark, waiting=attempt.waiting),
    )


@transaction.atomic
def regrade(*, question_id: UUID, digest: str, reason: str, by: User, spares_losses: bool = True) -> Regrade:
    """Mark the answers that another version of a question marked last by its key as it is now.

    ``digest`` is that of the preview that was confirmed. With ``spares_losses`` nobody's points fall,
    now or when attempts that were handed in since are re-graded by the same version. Every change is
    recorded with before and after, and announced; what was awarded is never taken back. A preview is
    confirmed once. Raises RegradeRefused.
    """
    if not reason.strip():
        raise RegradeRefused("reason")
    correction = quizzes.correction_of(question_id, freezes=True)
    if correction is None:
        raise RegradeRefused("unknown")
    attempts = [item.attempt_id for item in _answers_to(correction)]
    # Locked in one order, and read again under the lock: what is decided on cannot change meanwhile.
    list(
        Attempt.objects.select_for_update(no_key=True)
        .filter(pk__in=attempts)
        .order_by("pk")
        .values_list("pk")
    )
    preview = _preview(correction)
    changes = preview.gains if spares_losses else preview.changes
    if preview.made and not changes:
        raise RegradeRefused("made_before")
    if preview.digest != digest:
        raise RegradeRefused("preview_is_old")
    if not changes:
        raise RegradeRefused("nothing_changes")
    made = _record(preview, reason=reason.strip(), by=by, spares_losses=spares_losses)
    _mark(preview, changes)
    _lock_unreleased(changes)
    # In the order of enrolments, which what follows locks one by one.
    for change in sorted(changes, key=lambda item: (item.attempt.enrolment_id, item.attempt.number)):
        _apply(made, change)
    return made


def _record(preview: Preview, *, reason: str, by: User, spares_losses: bool) -> Regrade:
    try:
        with transaction.atomic():
            made = Regrade.objects.create(
                question=preview.correction.question,
                version=preview.correction.version,
                digest=preview.digest,
                spares_losses=spares_losses,
                reason=reason,
                made_at=timezone.now(),
                made_by=by,
            )
    except IntegrityError:
        raise RegradeRefused("made_before") from None
    if spares_losses:
        made.spared.set([change.attempt for change in preview.losses])
    return made


def _mark(preview: Preview, changes: Sequence[Change]) -> None:
    """By the version of now: what changes, and what earns the same; not who is spared."""
    spared = {item.response.pk for item in preview.changes} - {item.response.pk for item in changes}
    marked = [item for item in preview.markable if item.pk not in spared]
    for change in changes:
        change.response.fraction = change.fraction_after
    for response in marked:
        response.marked_version = preview.correction.version
    Response.objects.bulk_update(marked, ["fraction", "marked_version"], batch_size=500)


def _lock_unreleased(changes: Iterable[Change]) -> None:
    """Lock every exam among these that is not released, in one order, before anything is settled: a
    release locks its exam before the enrolments too (decision 0011)."""
    exams = quizzes.Quiz.objects.select_for_update(no_key=True).filter(
        pk__in={item.attempt.quiz_id for item in changes},
        mode=quizzes.QuizMode.EXAM,
        released_at=None,
    )
    list(exams.order_by("pk").values_list("pk"))


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
    announce_settled(attempt)
