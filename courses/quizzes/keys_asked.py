"""Questions that a file gives another key: other answers are right than those that were marked by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from .back_office.reading import has_other_key as differs, rows_of
from .exchange.model import Finding, Level, QuestionSource
from .models import QuestionVersion
from .uses import times_asked

if TYPE_CHECKING:
    from .importing import PlannedQuestion

# Each question that is counted looks through all papers; of more it is only said that they were asked.
MOST_COUNTED = 50


def has_other_key(old: QuestionSource, new: QuestionSource) -> bool:
    """Whether a question as it will be takes other answers for right than before."""
    return differs(rows_of(_content(old)), rows_of(_content(new)))


def with_times_asked(planned: Iterable[PlannedQuestion]) -> tuple[PlannedQuestion, ...]:
    """The questions, with a note on each that gets another key although it was asked before."""
    planned = tuple(planned)
    changed = [item.stored.question.pk for item in planned if item.stored and "key" in item.changes]
    if not changed:
        return planned
    asked = {str(pk) for pk in _asked(changed)}
    counted = {pk: times_asked(pk) for pk in sorted(asked)[:MOST_COUNTED]}
    return tuple(
        _noted(item, counted.get(str(item.stored.question.pk), 0))
        if item.stored and "key" in item.changes and str(item.stored.question.pk) in asked
        else item
        for item in planned
    )


def _asked(questions: Iterable) -> set:
    """Those of which a version was frozen: that is done when a question is drawn."""
    found = QuestionVersion.objects.filter(question__in=list(questions))
    return set(found.values_list("question", flat=True))


def _noted(item: PlannedQuestion, times: int) -> PlannedQuestion:
    source = item.source
    note = Finding(Level.NOTE, "key_changes", source.line, source.code, kind=source.kind, number=times)
    return replace(item, findings=(*item.findings, note))


def _content(source: QuestionSource) -> dict:
    """A question in the shape of a version's content, as far as it is compared."""
    choices = [{"code": item.code, "right": item.is_right, "text": item.text} for item in source.choices]
    return {
        "kind": source.kind,
        "text": {},
        "explanation": {},
        "choices": choices,
        "definition": source.definition,
    }
