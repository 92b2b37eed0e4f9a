"""Writing rubrics: another shape makes another version, words alone are mended where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from ..models import Assignment, BankComment, Criterion, Level, Rubric
from ..source.writing import save_changes
from .drafts import CommentDraft, CriterionDraft, LevelDraft, RubricDraft, Texts

TEXTS = ("title", "description")


@dataclass(frozen=True)
class Saved:
    """What became of a draft. Without ``is_changed`` nothing was written."""

    rubric: Rubric
    is_new_version: bool = False
    is_changed: bool = False


@transaction.atomic
def save_rubric(*, assignment: Assignment, draft: RubricDraft) -> Saved:
    """Bring the rubric of an assignment in line with a draft. Safe to call twice.

    Of criteria and levels that a new version shares with the one before, by their codes, languages that the
    draft does not name keep their words.
    """
    Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    current = assignment.rubrics.prefetch_related("criteria__levels").first()
    if current is not None and shape_of(current) == draft.shape:
        return Saved(current, is_changed=_mend(current, draft))
    return Saved(_new_version(assignment, current, draft), is_new_version=True, is_changed=True)


def shape_of(rubric: Rubric) -> tuple:
    """The shape of a stored rubric, as that of a draft. No query with criteria and levels prefetched."""
    return rubric.kind, {
        item.code: (item.most, {level.code: level.points for level in item.levels.all()})
        for item in rubric.criteria.all()
    }


def _mend(rubric: Rubric, draft: RubricDraft) -> bool:
    """Whether any word, or the order, was another."""
    wanted = {item.code: (position, item) for position, item in enumerate(draft.criteria)}
    is_changed = False
    for criterion in rubric.criteria.all():
        position, source = wanted[criterion.code]
        is_changed |= save_changes(criterion, {"position": position, **_columns(source, TEXTS)})
        levels = {level.code: level for level in source.levels}
        for level in criterion.levels.all():
            is_changed |= save_changes(level, _columns(levels[level.code], TEXTS))
    return is_changed


def _new_version(assignment: Assignment, before: Rubric | None, draft: RubricDraft) -> Rubric:
    version = before.version + 1 if before else 1
    rubric = Rubric.objects.create(assignment=assignment, version=version, kind=draft.kind)
    old = {item.code: item for item in before.criteria.all()} if before else {}
    for position, source in enumerate(draft.criteria):
        was = old.get(source.code)
        facts = {"rubric": rubric, "code": source.code, "position": position, "most": source.most}
        criterion = Criterion.objects.create(**facts, **_kept(was) | _columns(source, TEXTS))
        _add_levels(criterion, {level.code: level for level in was.levels.all()} if was else {}, source)
    return rubric


def _add_levels(criterion: Criterion, old: dict[str, Level], source: CriterionDraft) -> None:
    Level.objects.bulk_create(
        Level(
            criterion=criterion,
            code=level.code,
            points=level.points,
            **_kept(old.get(level.code)) | _columns(level, TEXTS),
        )
        for level in source.levels
    )


def _kept(record: Model | None) -> dict[str, str | None]:
    """The words of a record in every language, by column."""
    if record is None:
        return {}
    names = [f"{name}_{language}" for name in TEXTS for language in settings.MODELTRANSLATION_LANGUAGES]
    return {name: getattr(record, name) for name in names}


def _columns(source: CriterionDraft | LevelDraft | CommentDraft, names: Iterable[str]) -> dict[str, str]:
    """Columns of the texts of a draft, for the languages it names."""
    columns: dict[str, str] = {}
    for name in names:
        texts: Texts = getattr(source, name)
        columns |= {f"{name}_{language}": text for language, text in texts.items()}
    return columns


@transaction.atomic
def save_comments(*, assignment: Assignment, comments: Iterable[CommentDraft]) -> bool:
    """Bring the bank of comments in line with what is given, in that order; whether anything was written.

    A comment that is not given leaves the bank; works it was put into keep its words.
    """
    Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    known = {item.code: item for item in assignment.bank_comments.all()}
    is_changed = False
    for position, source in enumerate(comments):
        values = {"criterion": source.criterion, "position": position, **_columns(source, ("text",))}
        old = known.pop(source.code, None)
        if old is None:
            BankComment.objects.create(assignment=assignment, code=source.code, **values)
            is_changed = True
        else:
            is_changed |= save_changes(old, values)
    gone, _by_model = BankComment.objects.filter(pk__in=[item.pk for item in known.values()]).delete()
    return is_changed or bool(gone)
