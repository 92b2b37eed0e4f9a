"""A rubric in a reader's language: values for pages, each text with the language it is really in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Model

from courses.quizzes.api import Words, words_in

from ..models import Assignment, Rubric
from .drafts import CommentDraft, CriterionDraft, LevelDraft, RubricDraft, Texts


@dataclass(frozen=True)
class LevelShown:
    pk: int
    code: str
    points: Decimal
    title: Words
    description: Words


@dataclass(frozen=True)
class CriterionShown:
    """``levels`` from the best to the least; a guide may have none."""

    pk: int
    code: str
    most: Decimal
    title: Words
    description: Words
    levels: tuple[LevelShown, ...]


@dataclass(frozen=True)
class RubricShown:
    """``language`` is the one that was asked for; ``is_guide``: any points up to the most."""

    pk: int
    version: int
    is_guide: bool
    language: str
    criteria: tuple[CriterionShown, ...]

    @property
    def most(self) -> Decimal:
        return sum((criterion.most for criterion in self.criteria), Decimal(0))

    @property
    def has_levels(self) -> bool:
        return any(criterion.levels for criterion in self.criteria)


@dataclass(frozen=True)
class CommentShown:
    """A comment of the bank; ``criterion`` is the code of one, or empty: for the work as a whole."""

    code: str
    criterion: str
    text: Words


def rubric_in(rubric: Rubric, languages: Sequence[str]) -> RubricShown:
    """A rubric in the first of ``languages`` in which each of its texts exists, else in any. Two queries,
    none with criteria and levels prefetched. ``languages`` are usually the reader's and the course's own.
    """
    criteria = rubric.criteria.prefetch_related("levels") if not _is_fetched(rubric) else rubric.criteria
    return RubricShown(
        pk=rubric.pk,
        version=rubric.version,
        is_guide=rubric.kind == Rubric.Kind.GUIDE,
        language=languages[0],
        criteria=tuple(_criterion(item, languages) for item in criteria.all()),
    )


def _is_fetched(rubric: Rubric) -> bool:
    return "criteria" in getattr(rubric, "_prefetched_objects_cache", {})


def _criterion(criterion, languages: Sequence[str]) -> CriterionShown:
    return CriterionShown(
        pk=criterion.pk,
        code=criterion.code,
        most=criterion.most,
        title=words_of(criterion, "title", languages),
        description=words_of(criterion, "description", languages),
        levels=tuple(_level(level, languages) for level in criterion.levels.all()),
    )


def _level(level, languages: Sequence[str]) -> LevelShown:
    return LevelShown(
        pk=level.pk,
        code=level.code,
        points=level.points,
        title=words_of(level, "title", languages),
        description=words_of(level, "description", languages),
    )


def comments_in(assignment: Assignment, languages: Sequence[str]) -> tuple[CommentShown, ...]:
    """The bank of comments of an assignment, in order. One query, none where they are prefetched."""
    return tuple(
        CommentShown(item.code, item.criterion, words_of(item, "text", languages))
        for item in assignment.bank_comments.all()
    )


def words_of(record: Model, field: str, languages: Sequence[str]) -> Words:
    """A translated text with the language it is in."""
    texts = {code: getattr(record, f"{field}_{code}") for code in settings.MODELTRANSLATION_LANGUAGES}
    return words_in(texts, languages)


def stored_drafts(
    assignment: Assignment, language: str
) -> tuple[RubricDraft | None, tuple[CommentDraft, ...]]:
    """The newest rubric and the bank of comments as their author would write them today, with the words of
    one language, empty where there are none. Four queries."""
    rubric = assignment.rubrics.prefetch_related("criteria__levels").first()
    comments = tuple(
        CommentDraft(item.code, item.criterion, _text(item, "text", language))
        for item in assignment.bank_comments.all()
    )
    if rubric is None:
        return None, comments
    criteria = tuple(_drafted(item, language) for item in rubric.criteria.all())
    return RubricDraft(rubric.kind, criteria), comments


def _drafted(criterion, language: str) -> CriterionDraft:
    levels = tuple(
        LevelDraft(level.code, level.points, *_texts(level, language)) for level in criterion.levels.all()
    )
    return CriterionDraft(criterion.code, criterion.most, levels, *_texts(criterion, language))


def _texts(record: Model, language: str) -> tuple[Texts, Texts]:
    return _text(record, "title", language), _text(record, "description", language)


def _text(record: Model, field: str, language: str) -> Texts:
    return {language: getattr(record, f"{field}_{language}") or ""}
