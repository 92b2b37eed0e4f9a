"""The score of an attempt from what its answers earned, and the news that its result may count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from courses.quizzes import api as quizzes

from . import rules
from .models import Attempt, Response
from .signals import attempt_settled

if TYPE_CHECKING:
    from courses.quizzes.models import Quiz

Fractions = Mapping[str, Decimal | None]


def settle_score(attempt: Attempt, fractions: Iterable[Decimal | None]) -> None:
    """Set score, what waits for a person, and whether it is passed; the caller saves."""
    fractions = list(fractions)
    result = rules.score(fractions)
    attempt.score, attempt.score_possible = result.points, result.possible
    attempt.waiting = sum(item is None for item in fractions)
    attempt.is_passed = rules.is_passed(result.percent, attempt.pass_mark, waiting=attempt.waiting)


def fractions_of(
    attempt: Attempt, responses: Iterable[Response], existing: Collection[str] | None = None
) -> dict[str, Decimal | None]:
    """Question id → what was earned in an attempt that was handed in; a blank one earned nothing.

    Questions that counted for nobody when it was handed in still do: the points there were to have
    say how many counted, and those that were deleted are left out first. ``existing`` are the questions
    of its paper that were not; without, one query where some do not count.
    """
    given = {str(item.question_id): item.fraction for item in responses}
    blank = [item["question"] for item in attempt.paper if item["question"] not in given]
    room = max(int(attempt.score_possible) - len(given), 0)
    if len(blank) > room:
        known = quizzes.existing_questions(blank) if existing is None else existing
        blank.sort(key=lambda question: question not in known)
    return given | dict.fromkeys(blank[:room], Decimal(0))


def rescore(attempt: Attempt) -> None:
    """Score a submitted attempt anew from the fractions its answers have now. Two queries, or three."""
    responses = Response.objects.filter(attempt=attempt)
    settle_score(attempt, fractions_of(attempt, responses).values())
    attempt.save(update_fields=["score", "score_possible", "waiting", "is_passed"])


def announce_settled(attempt: Attempt) -> bool:
    """Announce that a result may count, unless the exam is not released yet; whether it was announced.

    In the transaction that wrote the result.
    """
    if is_withheld(attempt.quiz):
        return False
    attempt_settled.send(Attempt, attempt=attempt)
    return True


def is_withheld(quiz: Quiz) -> bool:
    """Whether it is an exam whose results are not released yet; inside a transaction.

    It is looked at under the lock that releasing takes: whoever comes second sees what the first has
    done, so no result is announced by neither.
    """
    if quiz.is_awaiting_release:
        locked = quizzes.Quiz.objects.select_for_update(no_key=True)
        quiz.released_at = locked.values_list("released_at", flat=True).get(pk=quiz.pk)
    return quiz.is_awaiting_release
