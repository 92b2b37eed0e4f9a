"""Counting sittings: what a question's figures are made of. No name and no id of a person leaves this file.

Tests and exams count, practice and pre-tests do not: there one may look things up, or has not been
taught yet. A person counts once for each question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db.models import CharField, F, FloatField, Func, Q, QuerySet
from django.db.models.functions import Cast

from courses.quizzes import api as quizzes
from courses.quizzes.api import History, Tally

from ..models import Attempt, Response
from .reliability import Reliability, reliability_of
from .rules import Figures, Scope, Sitting, figures_of, shown_scopes

CHUNK = 2000


class Asked(Func):
    """What a paper asks, as ``question=version,…``: a tenth of its JSON, so that it need not travel whole."""

    output_field = CharField()

    def as_sqlite(self, compiler, connection, **context):
        template = (
            "(SELECT group_concat(json_extract(item.value, '$.question') || '=' "
            "|| json_extract(item.value, '$.version')) FROM json_each(%(expressions)s) AS item)"
        )
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = (
            "(SELECT string_agg((item->>'question') || '=' || (item->>'version'), ',') "
            "FROM jsonb_array_elements(%(expressions)s) AS item)"
        )
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True)
class ItemStatistics:
    """What may be shown of the sittings of one question.

    ``figures`` by scope, the narrowest first; empty where fewer than five people sat it. ``tallies``
    are there only where they were asked for.
    """

    history: History
    figures: Mapping[Scope, Figures]
    tallies: Mapping[Scope, Tally] = field(default_factory=dict)

    @property
    def first(self) -> Figures | None:
        """The figures to show where there is room for one set."""
        return next(iter(self.figures.values()), None)

    @property
    def is_together(self) -> bool:
        """Whether those figures are of several wordings together."""
        return Scope.SAME_KEY in self.figures and Scope.PRESENT not in self.figures


def item_statistics(question: str | UUID) -> ItemStatistics | None:
    """The statistics of one question with what was answered; None where there is no such question.

    Five queries, whatever the number of attempts.
    """
    found = _statistics([str(question)], with_answers=True)
    return found.get(str(question))


def statistics_of(questions: Iterable[str | UUID]) -> dict[str, ItemStatistics]:
    """Question id → its statistics, without what was answered. Five queries, whatever the numbers."""
    return _statistics([str(pk) for pk in questions], with_answers=False)


class QuizReading(NamedTuple):
    """The questions that first attempts at a quiz asked, and how far its results can be relied on."""

    questions: frozenset[str]
    reliability: Reliability | None


def quiz_reading(quiz_id: int) -> QuizReading:
    """What the first attempts at a quiz say of it. Two queries.

    For its reliability, attempts with answers that a person still has to mark are left out.
    """
    attempts = Attempt.objects.submitted().filter(quiz=quiz_id, number=1)
    papers, questions = {}, set()
    for pk, asked, waiting in _with_asked(attempts).values_list("pk", "asked", "waiting").iterator(CHUNK):
        paper = dict.fromkeys(_asked(asked), 0.0)
        questions.update(paper)
        if not waiting:
            papers[pk] = paper
    rows = _with_earned(Response.objects.filter(attempt__in=attempts.filter(waiting=0).values("pk")))
    for pk, question, earned in rows.values_list("attempt", "question", "earned").iterator(CHUNK):
        # Who handed in since the papers were read counts the next time.
        if pk in papers:
            papers[pk][str(question)] = earned or 0.0
    return QuizReading(frozenset(questions), reliability_of(papers.values()))


@dataclass(frozen=True)
class _Sat:
    """A sitting of a question, the version that marked it last, and the answer where it was read; a
    blank one is of the version that was asked."""

    version: int
    sitting: Sitting
    answer: Sequence[str]


def _statistics(questions: Collection[str], *, with_answers: bool) -> dict[str, ItemStatistics]:
    histories = quizzes.histories_of(questions)
    sat: dict[str, list[_Sat]] = defaultdict(list)
    for question, item in _sittings(set(histories), with_answers):
        sat[question].append(item)
    return {pk: _of_one(history, sat[pk], with_answers=with_answers) for pk, history in histories.items()}


def _of_one(history: History, sat: Iterable[_Sat], *, with_answers: bool) -> ItemStatistics:
    present, earlier = [], []
    for item in sat:
        if item.version == history.present:
            present.append(item)
        elif item.version in history.same_key:
            earlier.append(item)
    sets = {Scope.PRESENT: present, Scope.SAME_KEY: present + earlier}
    shown = shown_scopes(present=len(present), earlier=len(earlier))
    return ItemStatistics(
        history=history,
        figures={scope: figures_of(item.sitting for item in sets[scope]) for scope in shown},
        tallies={
            scope: quizzes.tally_answers(history.content, [item.answer for item in sets[scope]])
            for scope in shown
            if with_answers
        },
    )


def _counted(questions: Collection[str]) -> QuerySet[Attempt]:
    """The first attempts at the tests and exams that ask one of these questions, or that asked it once."""
    answered = Response.objects.filter(question__in=questions).values("attempt__quiz")
    asking = quizzes.QuizSlot.objects.filter(Q(question__in=questions) | Q(bank__questions__in=questions))
    return (
        Attempt.objects.submitted()
        .filter(Q(quiz__in=answered) | Q(quiz__in=asking.values("quiz")))
        .filter(number=1, quiz__posttests=None)
        .exclude(quiz__mode=quizzes.QuizMode.PRACTICE)
    )


def _sittings(questions: Collection[str], with_answers: bool) -> Iterator[tuple[str, _Sat]]:
    """Each question with each first sitting of it that is marked. Two queries."""
    counted = _counted(questions)
    given = _given(questions, with_answers)
    seen = set()
    rows = _with_asked(counted).annotate(key=_as_text("pk"), points=Cast("score", FloatField()))
    columns = rows.order_by("submitted_at", "pk").values_list(
        "key", "enrolment__learner", "asked", "points", "score_possible", "waiting"
    )
    for key, learner, asked, points, possible, waiting in columns.iterator(CHUNK):
        for question, version in _asked(asked).items():
            if question not in questions or (learner, question) in seen:
                continue
            seen.add((learner, question))
            is_blank = (key, question) not in given
            earned, seconds, marked_by, answer = (0.0, None, None, ()) if is_blank else given[key, question]
            if earned is not None:
                rest = _rest(points, earned, int(possible) - waiting)
                yield question, _Sat(marked_by or version, Sitting(earned, rest, seconds, is_blank), answer)


def _given(questions: Collection[str], with_answers: bool) -> dict:
    """(Attempt, question) → what its answer earned (None: not marked), its seconds, the version that
    marked it last, and the answer, which is empty unless it is asked for. Of first attempts; blank
    answers are left out."""
    rows = _with_earned(
        Response.objects.filter(
            question__in=questions, attempt__number=1, attempt__submitted_at__isnull=False
        )
    )
    columns = ["key", "asked", "earned", "seconds", "marked_version", *(["answer"] if with_answers else [])]
    names = {form: pk for pk in questions for form in (pk, pk.replace("-", ""))}
    found = rows.exclude(answer=[]).annotate(key=_as_text("attempt"), asked=_as_text("question"))
    return {
        (key, names[asked]): (earned, seconds, marked_by, answer[0] if answer else ())
        for key, asked, earned, seconds, marked_by, *answer in found.values_list(*columns).iterator(CHUNK)
    }


def _as_text(name: str) -> Cast:
    """An id as the database writes it: of hundreds of thousands, making objects takes most of the time."""
    return Cast(name, CharField())


def _with_asked(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    return attempts.annotate(asked=Asked(F("paper")))


def _with_earned(responses: QuerySet[Response]) -> QuerySet[Response]:
    return responses.annotate(earned=Cast("fraction", FloatField()))


def _asked(text: str | None) -> dict[str, int]:
    """Question → version, as ``Asked`` writes it."""
    pairs = (item.partition("=") for item in (text or "").split(",") if item)
    return {question: int(version) for question, _equals, version in pairs}


def _rest(score: float, earned: float, possible: int) -> float | None:
    """The share of the points of the other questions that were marked; None where there was no other."""
    return max(0.0, min(1.0, (score - earned) / (possible - 1))) if possible > 1 else None
