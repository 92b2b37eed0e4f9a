"""What of a question from outside the bank can hold: languages, subjects, tags, addresses, pictures."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Field
from PIL import Image, UnidentifiedImageError

from clikc.foundation.pictures import picture_fault

from .exchange.model import ChoiceSource, Finding, Level, Picture, QuestionSource
from .models import Choice, Question, TaggedQuestion

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES
LONGEST_TAG = TaggedQuestion.tag_model()._meta.get_field("name").max_length
_COLUMNS, _CHOICE_COLUMNS = (
    {column.name: column for column in model._meta.get_fields() if isinstance(column, Field)}
    for model in (Question, Choice)
)
_FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif"}


@dataclass
class Fitter:
    """Makes questions fit. One query for all of them."""

    questions: Iterable[QuestionSource]
    subjects: set[str] = field(init=False)

    def __post_init__(self):
        asked = {code for question in self.questions for code in question.subjects}
        subject = Question._meta.get_field("subjects").related_model
        found = subject.objects.filter(code__in=asked) if asked else subject.objects.none()
        self.subjects = set(found.values_list("code", flat=True))

    def fit(self, source: QuestionSource) -> tuple[QuestionSource, list[Finding]]:
        """The question as the bank can hold it, and what of it is lost."""
        lost: list[tuple[str, str]] = []
        fitted = replace(
            source,
            text=_languages(source.text, lost),
            explanation=_languages(source.explanation, lost),
            choices=tuple(
                ChoiceSource(choice.code, _languages(choice.text, lost), choice.is_right)
                for choice in source.choices
            ),
            definition=_definition(source.definition, lost),
            tags=_kept(source.tags, lambda tag: len(tag) <= LONGEST_TAG, "tag_too_long", lost),
            subjects=_kept(source.subjects, self.subjects.__contains__, "unknown_subject", lost),
            source=_address(source.source, lost),
            picture=_picture(source.picture, lost),
        )
        findings = [
            Finding(Level.LOST, code, source.line, source.code, detail)
            for code, detail in dict.fromkeys(lost)
        ]
        return fitted, findings


def columns_of(source: QuestionSource) -> dict[str, object]:
    """What a question says, by column; columns of languages it does not have are left out."""
    words = {"text": source.text, "explanation": source.explanation}
    if source.picture:
        words["picture_alt"] = source.picture.alt
    return {
        "kind": source.kind,
        "difficulty": source.difficulty,
        "source": source.source,
        "definition": dict(source.definition),
        **{f"{name}_{language}": text for name, by in words.items() for language, text in by.items()},
    }


def choice_columns(choice: ChoiceSource, position: int) -> dict[str, object]:
    """The same of a choice."""
    words = {f"text_{language}": text for language, text in choice.text.items()}
    return {"is_right": choice.is_right, "position": position, **words}


def fault_of_columns(source: QuestionSource) -> str:
    """What a column cannot hold, in a sentence of the model's own; empty if all can be held.

    The columns judge, without records: making these would take most of the time of an import.
    """
    faults = [_fault(_COLUMNS, {"code": source.code, **columns_of(source)})]
    faults += [
        _fault(_CHOICE_COLUMNS, {"code": choice.code, **choice_columns(choice, 0)})
        for choice in source.choices
    ]
    return next(filter(None, faults), "")


def _fault(columns: Mapping[str, Field], values: Mapping[str, object]) -> str:
    for name, value in values.items():
        column = columns[name]
        if column.blank and value in column.empty_values:
            continue
        try:
            column.clean(value, None)
        except ValidationError as error:
            return f"{name}: {error.messages[0]}"
    return ""


def picture_kind(content: bytes) -> str:
    """The ending of a picture by what it is, whatever its name; empty for what is none."""
    if b"<svg" in content[:4096]:
        return "svg"
    try:
        with Image.open(io.BytesIO(content), formats=list(_FORMATS)) as image:
            return _FORMATS.get(image.format, "")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""


def _languages(words: Mapping, lost: list[tuple[str, str]]) -> dict:
    """What stands by language, in languages of ours: that of a region is that of its language."""
    found: dict = {}
    for name, value in words.items():
        language = name if name in LANGUAGES else name.partition("-")[0].lower()
        if language not in LANGUAGES:
            lost.append(("language_unknown", name))
        elif value:
            found.setdefault(language, value)
    return found


def _definition(definition: Mapping, lost: list[tuple[str, str]]) -> dict:
    found = dict(definition)
    for name in ("accepted", "model"):
        if isinstance(found.get(name), Mapping):
            found[name] = _languages(found[name], lost)
    if isinstance(gaps := found.get("gaps"), Mapping):
        found["gaps"] = {gap: _languages(texts, lost) for gap, texts in gaps.items()}
    return found


def _kept(items: Iterable[str], is_fit, code: str, lost: list[tuple[str, str]]) -> tuple[str, ...]:
    lost += [(code, item[:80]) for item in items if not is_fit(item)]
    return tuple(item for item in items if is_fit(item))


def _address(source: str, lost: list[tuple[str, str]]) -> str:
    column = Question._meta.get_field("source")
    try:
        return column.clean(source, None)
    except ValidationError:
        lost.append(("source_no_address", source[:80]))
        return ""


def _picture(picture: Picture | None, lost: list[tuple[str, str]]) -> Picture | None:
    if picture is None:
        return None
    kind = picture_kind(picture.content)
    if len(picture.content) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        lost.append(("picture_too_large", picture.name))
    elif not kind or picture_fault(kind, picture.content, is_described=False)[1]:
        lost.append(("picture_unreadable", picture.name))
    else:
        longest = Question._meta.get_field("picture_alt").max_length
        alt = {name: text[:longest] for name, text in _languages(picture.alt, lost).items()}
        return replace(picture, alt=alt)
    return None
