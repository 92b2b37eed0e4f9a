"""The door of assessment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from courses.quizzes import api as quizzes

from . import rules
from .extending import ExtensionRefused, grant_extension, move_deadlines
from .hand_marking import MarkRefused, change_mark, mark_by_hand, markable_by
from .markers import MarkerRefused, name_marker
from .models import Attempt, Extension, RegradedAttempt, Submission, SubmittedFile
from .moving import lock_attempts_of, unite_attempts, would_move
from .regrading import RegradeRefused, preview_regrade, regrade
from .releasing import ReleaseRefused, release_results
from .sitting import (
    LARGEST_SEQUENCE,
    AnswerRefused,
    AttemptRefused,
    AttemptSubmitted,
    Saved,
    check_answer,
    close_due_attempts,
    go_on,
    save_answer,
    save_answers,
    start_attempt,
    submit_attempt,
)
from .telling import tell_learner
from .terms import (
    Standing,
    attempts_of,
    can_be_extended,
    extensions_of,
    last_closing,
    open_elsewhere,
    result_of,
    shows_score,
    standing_with,
    terms_of,
)
from .windows import as_in_run, as_in_runs, closings_for
from .work.drafting import DraftChanged, DraftSaved, save_draft
from .work.due import DueExtensionRefused, grant_due_extension
from .work.filing import add_file, prune_files, remove_file
from .work.finding import Place, WorkRefused, due_times, last_hand_in, late_rule, place_of
from .work.handing_in import allow_resubmission, hand_in, lock_work, mark_of, statement_in, words_in
from .work.lines import State as WorkState, WorkLine, line_of, work_in, work_of
from .work.looking import ISOLATED, PICTURED, PageShown, page_answer, page_shown, woven_file
from .work.moving import LeftBehind, lock_work_of, unite_work, would_move_work
from .work.naming import is_named
from .work.resembling import Resembling, resemblances_of, text_of
from .work.rich_text import from_typed, plain_of, sanitised
from .work.rules import Decision, Refusal
from .work.weaving import Paragraph, Passage, Woven, weave

if TYPE_CHECKING:
    from courses.quizzes.models import Quiz

__all__ = [
    "ISOLATED",
    "LARGEST_SEQUENCE",
    "PICTURED",
    "AnswerRefused",
    "AttemptRefused",
    "AttemptSubmitted",
    "Decision",
    "DraftChanged",
    "DraftSaved",
    "DueExtensionRefused",
    "ExtensionRefused",
    "LeftBehind",
    "MarkRefused",
    "MarkerRefused",
    "PageShown",
    "Paragraph",
    "Passage",
    "Place",
    "Refusal",
    "RegradeRefused",
    "ReleaseRefused",
    "Resembling",
    "Saved",
    "Standing",
    "WorkLine",
    "WorkRefused",
    "WorkState",
    "Woven",
    "add_file",
    "allow_resubmission",
    "attempt_for",
    "attempts_of",
    "change_mark",
    "check_answer",
    "close_due_attempts",
    "closings_for",
    "due_times",
    "from_typed",
    "go_on",
    "grant_due_extension",
    "grant_extension",
    "hand_in",
    "has_passed",
    "is_named",
    "last_hand_in",
    "late_rule",
    "line_of",
    "lock_attempts_of",
    "lock_work",
    "lock_work_of",
    "mark_by_hand",
    "mark_of",
    "markable_by",
    "may_sit",
    "move_deadlines",
    "name_marker",
    "own_file",
    "page_answer",
    "page_shown",
    "place_of",
    "plain_of",
    "preview_regrade",
    "prune_files",
    "regrade",
    "release_results",
    "remove_file",
    "resemblances_of",
    "result_of",
    "results_in",
    "review_of",
    "sanitised",
    "save_answer",
    "save_answers",
    "save_draft",
    "shows_score",
    "standing_of",
    "start_attempt",
    "statement_in",
    "submit_attempt",
    "tell_learner",
    "text_of",
    "times_on_papers",
    "unite_attempts",
    "unite_work",
    "weave",
    "words_in",
    "work_in",
    "work_of",
    "work_seen_by",
    "would_move",
    "would_move_work",
    "woven_file",
]


def may_sit(user, attempt_id: UUID) -> bool:
    """Whether there is such an attempt and it is this person's own. One query."""
    return Attempt.objects.visible_to(user).filter(pk=attempt_id).exists()


def attempt_for(user, attempt_id: UUID) -> Attempt | None:
    """The attempt if ``user`` may see it, with its quiz, activity, course and enrolment, and whether it
    ``was_regraded``.

    One query. One whose time is up is closed first.
    """
    regraded = RegradedAttempt.objects.filter(attempt=OuterRef("pk"))
    found = (
        Attempt.objects.visible_to(user)
        .select_related("quiz__activity__course", "quiz__pretest__activity", "enrolment")
        .annotate(was_regraded=Exists(regraded))
        .filter(pk=attempt_id)
    )
    attempt = found.first()
    if attempt is None or not attempt.is_due(timezone.now()):
        return attempt
    submit_attempt(attempt_id=attempt.pk)
    return found.first()


def standing_of(*, enrolment, quiz: Quiz, questions: int = 1) -> Standing:
    """Where an enrolment (or None) stands with a quiz of this many questions.

    At most three queries. An open attempt whose time is up is closed first.
    """
    if enrolment is None:
        return standing_with([], quiz, terms=terms_of(quiz), is_enrolled=False, questions=questions)
    quiz = as_in_run(quiz, enrolment.pk)
    extensions = extensions_of(enrolment_id=enrolment.pk, quiz=quiz)
    terms = terms_of(quiz, extensions).not_before(enrolment.opens_at)
    attempts = closed_in_time(attempts_of(enrolment_id=enrolment.pk, quiz_id=quiz.pk))
    return standing_with(attempts, quiz, terms=terms, is_enrolled=enrolment.is_active, questions=questions)


def closed_in_time(attempts: Iterable[Attempt]) -> list[Attempt]:
    """These attempts, those whose time is up handed in."""
    now = timezone.now()
    return [submit_attempt(attempt_id=item.pk) if item.is_due(now) else item for item in attempts]


def review_of(attempt: Attempt, standing: Standing) -> rules.Review:
    """What the learner may see of an attempt of hers, as she stands with its quiz.

    One query where answers are shown, one where they are shown from the closing on.
    """
    quiz = attempt.quiz
    is_late = quiz.review_from == quizzes.ReviewFrom.CLOSING
    review = rules.review_of(
        quiz.review_policy,
        is_submitted=not attempt.is_open,
        has_open_attempt=standing.open_attempt is not None,
        is_released=not quiz.is_awaiting_release,
        shown_from=last_closing(standing.quiz or quiz) if is_late else None,
        now=timezone.now(),
    )
    return replace(review, kept_back=open_elsewhere(attempt)) if review.answers else review


def has_passed(*, enrolment_id: UUID, quiz: Quiz) -> bool:
    """Whether what counts of an enrolment's attempts at a quiz passes, as far as it may be known.

    One query, if the quiz has its activity and course.
    """
    if quiz.is_awaiting_release:
        return False
    result = result_of(attempts_of(enrolment_id=enrolment_id, quiz_id=quiz.pk), quiz)
    return bool(result and result.is_passed)


def results_in(*, enrolments: Iterable, quizzes_by_id: Mapping[int, Quiz]) -> dict[tuple, Standing]:
    """(Enrolment id, quiz id) → where each stands who has an attempt or an extension, or whose run says when
    the quiz can be sat; for many at once.

    Three queries at most, whatever the number.
    """
    everybody = [item.pk for item in enrolments]
    attempts, granted = defaultdict(list), defaultdict(list)
    rows = Attempt.objects.filter(enrolment__in=everybody, quiz__in=list(quizzes_by_id))
    for attempt in rows.order_by("number").defer("paper"):
        attempts[attempt.enrolment_id, attempt.quiz_id].append(attempt)
    in_runs = as_in_runs(quizzes_by_id, everybody)
    limited = {pk for pk, quiz in quizzes_by_id.items() if can_be_extended(quiz)}
    limited |= {key[1] for key, quiz in in_runs.items() if can_be_extended(quiz)}
    for extension in Extension.objects.filter(enrolment__in=everybody, quiz__in=limited):
        granted[extension.enrolment_id, extension.quiz_id].append(extension)
    return {
        key: standing_with(
            attempts.get(key, ()),
            (quiz := in_runs.get(key, quizzes_by_id[key[1]])),
            terms=terms_of(quiz, granted.get(key, ())),
            is_enrolled=True,
        )
        for key in attempts.keys() | granted.keys() | in_runs.keys()
    }


def times_on_papers(question: str) -> int:
    """How many attempts have this question on their paper. One query."""
    papers = Attempt.objects.annotate(as_text=Cast("paper", TextField()))
    return papers.filter(as_text__contains=question).count()


def work_seen_by(user) -> QuerySet[Submission]:
    """The works that ``user`` may see: own ones, those of her teams; all for managers and administrators."""
    return Submission.objects.visible_to(user)


def own_file(person, file_id: UUID) -> SubmittedFile | None:
    """A file of a work of ``person`` or of the team she is in, unless it was taken away before it was handed
    in. One query."""
    own = Submission.objects.of(person).values("pk")
    found = SubmittedFile.objects.filter(pk=file_id, submission__in=own)
    return found.filter(Q(removed_at=None) | Q(hand_ins__isnull=False)).first()
