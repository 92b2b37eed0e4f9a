"""What a learner is asked: the questions of a paper in words, without their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, pgettext

from .kinds import Kind, WordLimits, kind_of
from .models import QuestionVersion
from .versions import choices_in
from .words import Words, words_in

NO_LIMITS = WordLimits()
PICTURE = "max-1200x1200|format-webp|webpquality-82|preserve-svg"


@dataclass(frozen=True)
class AskedPicture:
    """The picture of a question: where it is, the original's size in pixels, and what it shows."""

    url: str
    width: int
    height: int
    alt: Words


@dataclass(frozen=True)
class AskedQuestion:
    """A question as a learner may see it before handing in: never which choice is right, nor why.

    ``control`` is the HTML control of a choice. ``is_partial``: a part of a right answer earns a part
    of the point. ``unit`` is that of a number; ``limits`` are the fewest and most words of an essay
    (0: any); ``areas`` are the places of a picture that can be chosen.
    """

    id: str
    kind: Kind
    words: Words
    choices: Mapping[str, Words]
    control: str = "radio"
    is_partial: bool = False
    unit: str = ""
    limits: WordLimits = NO_LIMITS
    picture: AskedPicture | None = None
    areas: tuple = ()


def versions_on(paper: Iterable[Mapping]) -> dict[str, QuestionVersion]:
    """Question id → the version of it that stands on a paper, with question, course and picture.
    One query, two where there are pictures. A question that exists no more is left out."""
    rows = QuestionVersion.objects.filter(pk__in=[item["version"] for item in paper])
    found = rows.select_related("question__bank__course", "picture").prefetch_related("picture__renditions")
    return {str(item.question_id): item for item in found}


def questions_on(paper: Iterable[Mapping], language: str) -> dict[str, AskedQuestion]:
    """Question id → the question as it was drawn, in ``language`` or its course's source language.

    Question and choices are always in one language: that of the reader only where all of it is.
    One query, two where there are pictures.
    """
    return {pk: _asked(version, language) for pk, version in versions_on(paper).items()}


def asked_as(version: QuestionVersion, language: str) -> AskedQuestion:
    """One version of a question in words, as ``questions_on`` gives it."""
    return _asked(version, language)


def _asked(version: QuestionVersion, language: str) -> AskedQuestion:
    content, kind = version.content, kind_of(version.content["kind"])
    definition = content["definition"]
    language = _language_of(content, kind, language, version.question.bank.course.source_language)
    words = words_in(content["text"], [language])
    return AskedQuestion(
        id=str(version.question_id),
        kind=kind,
        words=words._replace(text=kind.shown(words.text)),
        choices={item["id"]: _choice_words(item, kind, words.language) for item in content["choices"]},
        control=kind.control_for(definition),
        is_partial=kind.is_partial(definition),
        unit=str(definition.get("unit") or ""),
        limits=kind.limits(definition),
        picture=_picture(version, words.language),
        areas=tuple(kind.drawn(definition, choices_in(content))),
    )


def _language_of(content: Mapping, kind: Kind, language: str, source: str) -> str:
    """The reader's language where all of the question is written in it, else the source language."""
    texts = [content["text"]]
    if not kind.has_own_words:
        texts += [item["text"] for item in content["choices"]]
    is_written = all(text.get(language) for text in texts)
    return language if is_written and kind.is_written_in(content["definition"], language) else source


def _choice_words(choice: Mapping, kind: Kind, language: str) -> Words:
    """The words of a choice; those of true and false are the interface's, in the reader's language."""
    return own_words(choice["code"]) if kind.has_own_words else words_in(choice["text"], [language])


def own_words(code: str) -> Words:
    """True or false, in the language of the interface."""
    words = {"true": pgettext("answer", "True"), "false": pgettext("answer", "False")}
    return Words(words.get(code, code), get_language() or settings.LANGUAGE_CODE)


def _picture(version: QuestionVersion, language: str) -> AskedPicture | None:
    if version.picture is None:
        return None
    image = version.picture
    return AskedPicture(
        url=image.get_rendition(PICTURE).url,
        width=image.width,
        height=image.height,
        alt=words_in(version.content.get("picture_alt", {}), [language]),
    )
