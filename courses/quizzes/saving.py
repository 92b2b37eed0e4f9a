"""The questions of a plan into the database, many at a time. Called inside a transaction."""

from __future__ import annotations

from hashlib import sha1
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db.models import Max
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from .exchange.model import Picture, QuestionSource
from .exchange_history import note_imports
from .fitting import LANGUAGES, choice_columns, columns_of, picture_kind
from .models import Choice, Question, QuestionBank, QuestionStatus, TaggedQuestion
from .searching import search_words

if TYPE_CHECKING:
    from .importing import ImportPlan, PlannedQuestion

AT_ONCE = 200
_CHOICE_COLUMNS = ["is_right", "position", "text", *(f"text_{code}" for code in LANGUAGES)]
_WORDS = ("text", "explanation", "picture_alt")
_COLUMNS = [
    "kind",
    "difficulty",
    "source",
    "definition",
    "picture",
    "search_words",
    *_WORDS,
    *(f"{name}_{code}" for name in _WORDS for code in LANGUAGES),
]

# What modeltranslation would look up for each new record, and each language, at a high price.
_WORDLESS = {f"{name}_{code}": None for name in _WORDS for code in LANGUAGES}
_CHOICE_WORDLESS = {f"text_{code}": None for code in LANGUAGES}


def save_plan(plan: ImportPlan, bank: QuestionBank, *, by, is_reviewed: bool) -> None:
    """Write the new and the changed questions of a plan; those refused and unchanged stay as they are."""
    new, changed = plan.with_fate("new"), plan.with_fate("changed")
    if not new and not changed:
        return
    pictures = Pictures(by)
    status = QuestionStatus.REVIEWED if is_reviewed else QuestionStatus.DRAFT
    try:
        _save(new, changed, bank, pictures, status)
        note_imports({item.stored.question: item.changes for item in changed}, user=by)
    except BaseException:
        pictures.forget()
        raise
    log(bank, "wagtail.edit", user=by, data={"imported": {"new": len(new), "changed": len(changed)}})


def _save(
    new: list[PlannedQuestion],
    changed: list[PlannedQuestion],
    bank: QuestionBank,
    pictures: Pictures,
    status: str,
) -> None:
    last = Question.objects.filter(bank=bank).aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    added = [
        Question(
            bank=bank,
            code=item.source.code,
            status=status,
            position=place,
            **_WORDLESS | _columns(item, pictures),
        )
        for place, item in enumerate(new, start=first)
    ]
    Question.objects.bulk_create(added, batch_size=AT_ONCE)
    for item in changed:
        for name, value in _columns(item, pictures).items():
            setattr(item.stored.question, name, value)
        item.stored.question.search_words = search_words(item.stored.question)
    updated = [item.stored.question for item in changed]
    if updated:
        Question.objects.bulk_update(updated, _COLUMNS, batch_size=AT_ONCE)
    records = list(zip([*added, *updated], [*new, *changed], strict=True))
    _save_choices(records)
    _save_tags([(record, item.source) for record, item in records])
    _save_subjects([(record, item.source) for record, item in records])
    for record, item in records:
        if item.source.picture:
            ReferenceIndex.create_or_update_for_object(record)


def _columns(item: PlannedQuestion, pictures: Pictures) -> dict[str, object]:
    picture = item.source.picture
    return columns_of(item.source) | ({"picture": pictures.get(picture)} if picture else {})


def _save_choices(records: list[tuple[Question, PlannedQuestion]]) -> None:
    """Choices keep their ids by code; those the file no longer has go."""
    added: list[Choice] = []
    updated: list[Choice] = []
    gone: list[Choice] = []
    for question, item in records:
        known = {choice.code: choice for choice in item.stored.choices} if item.stored else {}
        for position, source in enumerate(item.source.choices):
            choice = known.pop(source.code, None)
            if choice:
                updated.append(choice)
            else:
                choice = Choice(question=question, code=source.code, **_CHOICE_WORDLESS)
                added.append(choice)
            for name, value in choice_columns(source, position).items():
                setattr(choice, name, value)
        gone += known.values()
    Choice.objects.filter(pk__in=[choice.pk for choice in gone]).delete()
    Choice.objects.bulk_create(added, batch_size=AT_ONCE)
    if updated:
        Choice.objects.bulk_update(updated, _CHOICE_COLUMNS, batch_size=AT_ONCE)


def _save_tags(records: list[tuple[Question, QuestionSource]]) -> None:
    """The tags as the questions say them; a tag that differs only in case is the same."""
    model = TaggedQuestion.tag_model()
    names = {name for _question, source in records for name in source.tags}
    if not names and not TaggedQuestion.objects.filter(content_object__in=[q for q, _s in records]).exists():
        return
    known = {tag.name.casefold(): tag for tag in model.objects.all()}
    for name in sorted(names):
        if name.casefold() not in known:
            known[name.casefold()] = model.objects.create(name=name)
    TaggedQuestion.objects.filter(content_object__in=[question for question, _source in records]).delete()
    TaggedQuestion.objects.bulk_create(
        [
            TaggedQuestion(content_object=question, tag=known[name])
            for question, source in records
            for name in dict.fromkeys(name.casefold() for name in source.tags)
        ],
        batch_size=AT_ONCE,
    )


def _save_subjects(records: list[tuple[Question, QuestionSource]]) -> None:
    through = Question.subjects.through
    codes = {code for _question, source in records for code in source.subjects}
    subject = Question._meta.get_field("subjects").related_model
    known = dict(subject.objects.filter(code__in=codes).values_list("code", "pk"))
    through.objects.filter(question__in=[question for question, _source in records]).delete()
    through.objects.bulk_create(
        [
            through(question_id=question.pk, subject_id=known[code])
            for question, source in records
            for code in dict.fromkeys(source.subjects)
        ],
        batch_size=AT_ONCE,
    )


class Pictures:
    """Images of the library for pictures of a file: the same picture is one image."""

    def __init__(self, by):
        self.by = by
        self.model = get_image_model()
        self.found: dict[str, object] = {}
        self.written: list = []

    def get(self, picture: Picture):
        digest = sha1(picture.content, usedforsecurity=False).hexdigest()
        if digest not in self.found:
            old = self.model.objects.filter(file_hash=digest).order_by("pk").first()
            self.found[digest] = old or self._create(picture, digest)
        return self.found[digest]

    def forget(self) -> None:
        """Delete the files written, when the import they belong to came to nothing."""
        for file in self.written:
            file.storage.delete(file.name)

    def _create(self, picture: Picture, digest: str):
        stem = PurePosixPath(picture.name).stem[:60] or "picture"
        image = self.model(
            title=stem, file_size=len(picture.content), file_hash=digest, uploaded_by_user=self.by
        )
        image.file = ContentFile(picture.content, name=f"{stem}.{picture_kind(picture.content)}")
        image.save()
        self.written.append(image.file)
        return image
