"""The levels of a criterion as a cell names them: written in one language, understood in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import formats

from .vocabulary import key_of

if TYPE_CHECKING:
    from courses.lessons.api import CriterionShown
    from courses.lessons.models import Criterion, Rubric


def number(value: Decimal) -> str:
    """Points as the language of now writes them, without empty decimals."""
    return formats.number_format(plain(value), use_l10n=True)


def plain(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == int(value) else value.normalize()


def labels_of(criterion: CriterionShown) -> dict[int, str]:
    """Level id → what stands in the cell: ``Partly (6)``, each another one."""
    labels = {level.pk: f"{level.title.text} ({number(level.points)})" for level in criterion.levels}
    counted = Counter(key_of(label) for label in labels.values())
    return {
        level.pk: labels[level.pk]
        if counted[key_of(labels[level.pk])] == 1
        else f"{labels[level.pk]} · {level.code}"
        for level in criterion.levels
    }


def level_names(criterion: Criterion) -> Mapping[str, int]:
    """``key_of`` what a cell may hold → level id: code, title, title and points in any language, points
    where only one level has them. What means two levels means none. No query with the levels prefetched."""
    found: dict[str, set[int]] = {}
    for level in criterion.levels.all():
        points = str(plain(level.points))
        titles = {getattr(level, f"title_{code}") or "" for code in settings.MODELTRANSLATION_LANGUAGES}
        names = {level.code, points}
        for title in titles - {""}:
            names |= {title, f"{title} ({points})", f"{title} ({points}) · {level.code}"}
        for name in names:
            found.setdefault(key_of(name), set()).add(level.pk)
    return {key: next(iter(levels)) for key, levels in found.items() if key and len(levels) == 1}


def titles_of(rubric: Rubric) -> Mapping[str, str]:
    """``key_of`` a title in any language → the code of its criterion; without titles that two share."""
    found: dict[str, set[str]] = {}
    for criterion in rubric.criteria.all():
        for code in settings.MODELTRANSLATION_LANGUAGES:
            if title := getattr(criterion, f"title_{code}"):
                found.setdefault(key_of(title), set()).add(criterion.code)
    return {key: next(iter(codes)) for key, codes in found.items() if key and len(codes) == 1}
