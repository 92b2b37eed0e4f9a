"""What becomes of a question of the bank when a file brings it again. Pure.

What a file says replaces what was there; what it leaves out stays: words of other languages, tags,
subjects, explanation, source and picture. Choices are the same where their codes are, or their words
where the format has no codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from .exchange.model import ChoiceSource, QuestionSource

_NUMBERS = ("value", "tolerance")


def merged(old: QuestionSource, new: QuestionSource) -> QuestionSource:
    """The question as it will be; without a picture, which is judged elsewhere."""
    if old.kind == new.kind:
        new = _renamed(new, _same_choices(old.choices, new.choices))
    before = {choice.code: choice for choice in old.choices}
    choices = tuple(
        replace(choice, text={**before[choice.code].text, **choice.text}) if choice.code in before else choice
        for choice in new.choices
    )
    return replace(
        new,
        text={**old.text, **new.text},
        explanation={**old.explanation, **new.explanation},
        choices=choices,
        definition=_definition(old, new),
        tags=new.tags or old.tags,
        subjects=new.subjects or old.subjects,
        source=new.source or old.source,
        picture=None,
    )


def changes(old: QuestionSource, new: QuestionSource) -> tuple[str, ...]:
    """Names of what differs, in the order of a question's parts. Pictures and places are not looked at."""
    named = [item.name for item in fields(QuestionSource) if item.name not in ("picture", "line")]
    return tuple(name for name in named if _plain(name, old) != _plain(name, new))


def _plain(name: str, question: QuestionSource) -> object:
    value = getattr(question, name)
    if name in ("tags", "subjects"):
        return {item.casefold() for item in value}
    if name == "choices":
        return [(choice.code, dict(choice.text), choice.is_right) for choice in value]
    if name == "definition":
        return {key: _number(text) if key in _NUMBERS else text for key, text in value.items() if text}
    return value


def _number(text: object) -> str:
    """A number without the zeros that say nothing."""
    return str(text).rstrip("0").rstrip(".") if "." in str(text) else str(text)


def _same_choices(old: Iterable[ChoiceSource], new: Iterable[ChoiceSource]) -> dict[str, str]:
    """Code in the file → code in the bank, of choices that say the same under another code."""
    codes = {choice.code for choice in new}
    free = [choice for choice in old if choice.code not in codes]
    known = {choice.code for choice in old}
    found: dict[str, str] = {}
    for choice in new:
        if choice.code in known:
            continue
        same = next((item for item in free if _say_the_same(item, choice)), None)
        if same:
            found[choice.code] = same.code
            free.remove(same)
    return found


def _say_the_same(one: ChoiceSource, other: ChoiceSource) -> bool:
    shared = one.text.keys() & other.text.keys()
    return bool(shared) and all(one.text[name].split() == other.text[name].split() for name in shared)


def _renamed(question: QuestionSource, codes: Mapping[str, str]) -> QuestionSource:
    """The same question with other codes for its choices, also where its definition names them."""
    if not codes:
        return question
    definition = dict(question.definition)
    if isinstance(pairs := definition.get("pairs"), Mapping):
        definition["pairs"] = {
            codes.get(left, left): codes.get(right, right) for left, right in pairs.items()
        }
    if isinstance(areas := definition.get("areas"), Mapping):
        definition["areas"] = {codes.get(code, code): area for code, area in areas.items()}
    choices = tuple(replace(item, code=codes.get(item.code, item.code)) for item in question.choices)
    return replace(question, choices=choices, definition=definition)


def _definition(old: QuestionSource, new: QuestionSource) -> dict:
    """The new one, with what stands by language added in the languages it does not have."""
    if old.kind != new.kind:
        return dict(new.definition)
    found = dict(new.definition)
    for name in ("accepted", "model"):
        if isinstance(before := old.definition.get(name), Mapping):
            found[name] = {**before, **_by_language(found.get(name))}
    before = _by_language(old.definition.get("gaps"))
    if isinstance(gaps := found.get("gaps"), Mapping):
        found["gaps"] = {gap: {**_by_language(before.get(gap)), **texts} for gap, texts in gaps.items()}
    return found


def _by_language(value: object) -> dict:
    return dict(value) if isinstance(value, Mapping) else {}
