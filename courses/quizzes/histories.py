"""A question as it is now beside what was asked of it, and what was answered to it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from .asking import own_words
from .kinds import kind_of
from .kinds.tally import Tally
from .models import QuestionVersion
from .versions import choices_in, current_contents, digest_of
from .words import Words, words_in


@dataclass(frozen=True)
class History:
    """Which versions of a question were asked, seen from what it is now.

    ``present`` is the id of the version that is its content now, None where it was never asked so;
    ``same_key`` those of other wordings that are answered and marked alike; ``has_other_key`` says that
    it was asked under another key as well. ``content`` is what a version holds.
    """

    content: Mapping
    present: int | None
    same_key: frozenset[int]
    has_other_key: bool

    @property
    def text(self) -> Mapping[str, str]:
        return self.content["text"]


def histories_of(questions: Iterable[str | UUID]) -> dict[str, History]:
    """Question id → its history. Three queries, and nothing is written."""
    contents = current_contents(questions)
    versions = defaultdict(list)
    rows = QuestionVersion.objects.filter(question__in=list(contents))
    for pk, question, digest, content in rows.values_list("pk", "question", "digest", "content"):
        versions[str(question)].append((pk, digest, content))
    return {pk: _history(found, versions[pk]) for pk, found in contents.items()}


def _history(found: tuple[dict, int | None], versions: Sequence[tuple[int, str, dict]]) -> History:
    content, digest, key = found[0], digest_of(*found), _marked_by(found[0])
    same = {pk for pk, _digest, there in versions if _marked_by(there) == key}
    present = next((pk for pk, there, _content in versions if there == digest), None)
    return History(
        content=content,
        present=present,
        same_key=frozenset(same - {present}),
        has_other_key=len(same) < len(versions),
    )


def _marked_by(content: Mapping) -> str:
    """The same for contents whose answers look alike and are marked alike; words are left out."""
    choices = [(item["id"], item["code"], item["right"]) for item in content["choices"]]
    is_order_the_key = kind_of(content["kind"]).is_always_shuffled
    return json.dumps(
        [content["kind"], content["definition"], choices if is_order_the_key else sorted(choices)],
        sort_keys=True,
    )


def tally_answers(content: Mapping, answers: Collection[Sequence[str]]) -> Tally:
    """What was answered how often to the question with this content. For those who may see its key."""
    kind, choices, definition = kind_of(content["kind"]), choices_in(content), content["definition"]
    return kind.tally(answers, kind.key(choices, definition), definition, choices)


def choice_words(content: Mapping, language: str) -> dict[str, Words]:
    """Choice id → its words, in ``language`` where it has them; without any, its code."""
    if kind_of(content["kind"]).has_own_words:
        return {item["id"]: own_words(item["code"]) for item in content["choices"]}
    found = {item["id"]: words_in(item["text"], [language]) for item in content["choices"]}
    codes = {item["id"]: item["code"] for item in content["choices"]}
    return {pk: words if words.text else Words(codes[pk], "") for pk, words in found.items()}
