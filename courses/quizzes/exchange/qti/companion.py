"""What a QTI item cannot say, in a file of its own beside the items. Pure.

QTI has one language an item, and no tags, difficulty, subjects or source. What our reader does not get
back from an item stands here, as a JSON merge patch (RFC 7386) to what it does get back. So an item that
was edited elsewhere keeps what was edited, and gets back its other languages; other systems see a file
they do not know and leave it alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...checking import is_keepable
from ...kinds import KINDS
from ..codes import LONGEST
from ..model import ChoiceSource, QuestionSource
from ..pictures import file_name

NAME = "clikc-questions.json"
_FORMAT = {"format": "clikc-questions", "version": 1}
_DEEPEST = 20


class UnfitCompanion(Exception):
    """A companion, or what it says of one item, that cannot be used."""


def facts(question: QuestionSource, keys: Sequence[str]) -> dict[str, object]:
    """A question as JSON would say it; ``keys`` are the names of its choices in the item."""
    choices = {
        key: {"code": choice.code, "text": dict(choice.text), "right": choice.is_right}
        for key, choice in zip(keys, question.choices, strict=True)
    }
    picture = question.picture
    return {
        "code": question.code,
        "kind": question.kind,
        "text": dict(question.text),
        "choices": choices,
        "order": list(keys),
        "definition": _json(question.definition),
        "explanation": dict(question.explanation),
        "difficulty": question.difficulty,
        "tags": list(question.tags),
        "subjects": list(question.subjects),
        "source": question.source,
        "picture": {"name": picture.name, "alt": dict(picture.alt)} if picture else {},
    }


def _json(value: object) -> object:
    return json.loads(json.dumps(value))


def difference(old: object, new: object) -> object:
    """The merge patch that makes ``new`` of ``old``; both are mappings."""
    patch: dict[str, object] = {key: None for key in old if key not in new}
    for key, value in new.items():
        if key not in old or not isinstance(value, dict) or not isinstance(old[key], dict):
            if key not in old or old[key] != value:
                patch[key] = value
        elif inner := difference(old[key], value):
            patch[key] = inner
    return patch


def merged(old: object, patch: object) -> object:
    """RFC 7386."""
    if not isinstance(patch, dict):
        return patch
    found = dict(old) if isinstance(old, dict) else {}
    for key, value in patch.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = merged(found.get(key), value)
    return found


def entry(read: QuestionSource, question: QuestionSource, keys: Sequence[str]) -> dict | None:
    """What stands here for an item that is read back as ``read``; None where nothing is missing."""
    patch = difference(facts(read, [choice.code for choice in read.choices]), facts(question, keys))
    return {"kind": read.kind, "patch": patch} if patch else None


def written(entries: Mapping[str, dict]) -> bytes:
    """The file: path of an item → its entry."""
    whole = {**_FORMAT, "items": dict(entries)}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=False).encode()


def entries_of(content: bytes) -> dict[str, dict]:
    """Raises UnfitCompanion."""
    try:
        whole = json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnfitCompanion from error
    if not isinstance(whole, dict) or {key: whole.get(key) for key in _FORMAT} != _FORMAT:
        raise UnfitCompanion
    items = whole.get("items")
    if not isinstance(items, dict) or not _is_sound(items, _DEEPEST):
        raise UnfitCompanion
    return items


def _refuse(name: str):
    raise ValueError(name)


def _is_sound(value: object, depth: int) -> bool:
    if not depth:
        return False
    if isinstance(value, dict):
        return all(is_keepable(key) and _is_sound(inner, depth - 1) for key, inner in value.items())
    if isinstance(value, list):
        return all(_is_sound(inner, depth - 1) for inner in value)
    return is_keepable(value) if isinstance(value, str) else True


def completed(read: QuestionSource, entry: object) -> QuestionSource:
    """A question with what its entry adds. Raises UnfitCompanion where that does not belong to it."""
    if (
        not isinstance(entry, dict)
        or entry.get("kind") != read.kind
        or not isinstance(entry.get("patch"), dict)
    ):
        raise UnfitCompanion
    codes = [choice.code for choice in read.choices]
    found = merged(facts(read, codes), entry["patch"])
    order = _texts(found.get("order", []))
    choices = found.get("choices")
    if not isinstance(choices, dict) or sorted(order) != sorted(choices):
        # Choices were added or taken away elsewhere: their order there is the one that counts.
        choices = choices if isinstance(choices, dict) else {}
        order = tuple(code for code in codes if code in choices)
    question = replace(
        read,
        code=_code(found.get("code")),
        kind=_kind(found.get("kind")),
        text=_words(found.get("text", {})),
        choices=tuple(_choice(choices[key]) for key in order),
        definition=_mapping(found.get("definition", {})),
        explanation=_words(found.get("explanation", {})),
        difficulty=_difficulty(found.get("difficulty")),
        tags=_texts(found.get("tags", [])),
        subjects=_texts(found.get("subjects", [])),
        source=_text(found.get("source", "")),
    )
    return _with_picture(question, _mapping(found.get("picture", {})))


def _with_picture(question: QuestionSource, found: Mapping[str, object]) -> QuestionSource:
    if question.picture is None:
        return question
    name = file_name(_text(found.get("name", question.picture.name)))
    alt = _words(found.get("alt", {}))
    return replace(question, picture=replace(question.picture, name=name, alt=alt))


def _choice(value: object) -> ChoiceSource:
    if not isinstance(value, dict) or not isinstance(value.get("right"), bool):
        raise UnfitCompanion
    return ChoiceSource(_code(value.get("code")), _words(value.get("text", {})), value["right"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnfitCompanion
    return value


def _code(value: object) -> str:
    code = _text(value)
    if len(code) > LONGEST:
        raise UnfitCompanion
    return code


def _kind(value: object) -> str:
    kind = _text(value)
    if kind not in KINDS:
        raise UnfitCompanion
    return kind


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UnfitCompanion
    return tuple(_text(item) for item in value)


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise UnfitCompanion
    return value


def _words(value: object) -> dict[str, str]:
    return {language: _text(text) for language, text in _mapping(value).items()}


def _difficulty(value: object) -> int:
    if isinstance(value, bool) or value not in (1, 2, 3):
        raise UnfitCompanion
    return int(value)
