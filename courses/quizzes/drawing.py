"""A paper drawn from the slots of a quiz: which questions, in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from django.db.models import Q, QuerySet

from .kinds import ChoiceFacts, Kind, Layout, kind_of
from .models import Choice, Question, Quiz, QuizSlot, TaggedQuestion
from .versions import freeze


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn, with what slots choose by, and how a paper lays it out."""

    pk: str
    bank: int
    kind: str
    layout: Layout
    difficulty: int
    tags: frozenset[str]
    subjects: frozenset[int]

    def fits(self, slot: QuizSlot) -> bool:
        if slot.question_id:
            return self.pk == str(slot.question_id)
        return (
            self.bank == slot.bank_id
            and slot.difficulty in (None, self.difficulty)
            and (slot.subject_id is None or slot.subject_id in self.subjects)
            and {name.casefold() for name in slot.tag_names} <= self.tags
        )


def draw_paper(*, quiz: Quiz, seed: str) -> list[dict]:
    """The questions of one attempt in the order shown:
    ``[{"question": id, "version": id, "kind": name, "choices": [id, …]}, …]``, where a question has
    another side to match with ``"pairs": [id, …]`` beside. Nine queries at most, twelve where a
    question is asked for the first time.

    The same seed draws the same paper from the same bank; no question stands twice on it. Questions
    that are not reviewed, and those that lack what their kind asks for (choices, a value …), are not
    drawn; a slot that has too few asks those it has.
    """
    chance = Random(seed)  # noqa: S311 - the seed is secret, and stays on the server
    slots = list(quiz.slots.order_by("position", "pk"))
    drawn = _draw(slots, candidates_for(slots), chance, is_shuffled=quiz.is_shuffled)
    versions = freeze([item.pk for item in drawn])
    return [
        {
            "question": item.pk,
            "version": versions[item.pk],
            "kind": item.kind,
            **_laid_out(item.layout, kind_of(item.kind), chance, is_shuffled=quiz.is_shuffled),
        }
        for item in drawn
        if item.pk in versions
    ]


def candidates_for(slots: Sequence[QuizSlot], *, is_only_counted: bool = False) -> list[Candidate]:
    """Every reviewed question that these slots can draw, in the authors' order. Four queries at most.

    Who only counts leaves out whether each question has what its kind asks for, and a query.
    """
    fixed = [slot.question_id for slot in slots if slot.question_id]
    banks = [slot.bank_id for slot in slots if slot.bank_id]
    if not fixed and not banks:
        return []
    asked = Question.objects.reviewed().filter(Q(bank__in=banks) | Q(pk__in=fixed))
    return candidates_among(
        asked,
        is_laid_out=not is_only_counted,
        has_tags=any(slot.tag_names for slot in slots),
        has_subjects=any(slot.subject_id for slot in slots),
    )


def candidates_among(
    asked: QuerySet, *, is_laid_out: bool = False, has_tags: bool = True, has_subjects: bool = True
) -> list[Candidate]:
    """These questions, whatever their status, with what slots choose by. Three queries at most, four
    where each is laid out; what cannot be laid out is left out then."""
    ids = asked.order_by().values("pk")
    choices = choice_facts(question__in=ids) if is_laid_out else {}
    tags = _tags(ids) if has_tags else {}
    subjects = _subjects(ids) if has_subjects else {}
    rows = asked.order_by("bank", "position", "code")
    return [
        Candidate(str(pk), bank, kind, layout, difficulty, tags.get(pk, _NONE), subjects.get(pk, _NONE))
        for pk, bank, kind, definition, difficulty in rows.values_list(
            "pk", "bank", "kind", "definition", "difficulty"
        )
        if (layout := kind_of(kind).layout(choices[str(pk)], definition) if is_laid_out else Layout())
    ]


def draw_example(*, quiz: Quiz, seed: str) -> list[dict]:
    """What ``draw_paper`` would draw, without a version: nothing of it is kept. Six queries at most."""
    chance = Random(seed)  # noqa: S311 - nobody is marked by it
    slots = list(quiz.slots.order_by("position", "pk"))
    drawn = _draw(slots, candidates_for(slots), chance, is_shuffled=quiz.is_shuffled)
    return [
        {
            "question": item.pk,
            **_laid_out(item.layout, kind_of(item.kind), chance, is_shuffled=quiz.is_shuffled),
        }
        for item in drawn
    ]


_NONE: frozenset = frozenset()


def _tags(ids) -> dict:
    found = defaultdict(set)
    rows = TaggedQuestion.objects.filter(content_object__in=ids)
    for pk, name in rows.values_list("content_object", "tag__name"):
        found[pk].add(name.casefold())
    return {pk: frozenset(names) for pk, names in found.items()}


def _subjects(ids) -> dict:
    found = defaultdict(set)
    rows = Question.subjects.through.objects.filter(question__in=ids)
    for pk, subject in rows.values_list("question", "subject"):
        found[pk].add(subject)
    return {pk: frozenset(subjects) for pk, subjects in found.items()}


def _draw(
    slots: Sequence[QuizSlot], candidates: Sequence[Candidate], chance: Random, *, is_shuffled: bool
) -> list[Candidate]:
    """What each slot draws, no question twice: fixed ones first, then who has the fewest to choose from."""
    fitting = _fitting(slots, candidates)
    taken: set[str] = set()
    drawn: dict[int, list[Candidate]] = {}
    for slot in _in_turn(slots, fitting):
        pool = [item for item in fitting[slot.pk] if item.pk not in taken]
        size = min(slot.draw or len(pool), len(pool))
        drawn[slot.pk] = [pool[place] for place in sorted(chance.sample(range(len(pool)), size))]
        taken |= {item.pk for item in drawn[slot.pk]}
    paper = [item for slot in slots for item in drawn[slot.pk]]
    return chance.sample(paper, len(paper)) if is_shuffled else paper


def _fitting(slots: Iterable[QuizSlot], candidates: Iterable[Candidate]) -> dict[int, list[Candidate]]:
    """Slot id → the questions it can choose from."""
    candidates = list(candidates)
    return {slot.pk: [item for item in candidates if item.fits(slot)] for slot in slots}


def _in_turn(slots: Iterable[QuizSlot], fitting: dict[int, list[Candidate]]) -> list[QuizSlot]:
    """The slots in the order in which they choose."""
    return sorted(slots, key=lambda item: (item.question_id is None, len(fitting[item.pk])))


def sizes_of(slots: Sequence[QuizSlot]) -> tuple[int, int]:
    """How many questions an attempt asks, and how many it may ask.

    One query, three where slots draw by tag and subject.
    """
    candidates = candidates_for(slots, is_only_counted=True)
    asked = _draw(slots, candidates, Random(0), is_shuffled=False)  # noqa: S311 - only counted
    pool = {item.pk for item in candidates if any(item.fits(slot) for slot in slots)}
    return len(asked), len(pool)


def _laid_out(layout: Layout, kind: Kind, chance: Random, *, is_shuffled: bool) -> dict[str, list[str]]:
    """The parts of a question in the order shown. What would tell the answer by its order never keeps it."""
    choices = list(layout.choices)
    if kind.is_always_shuffled or (is_shuffled and kind.is_shuffled):
        choices = chance.sample(choices, len(choices))
    found = {"choices": choices}
    if layout.pairs:
        found["pairs"] = chance.sample(layout.pairs, len(layout.pairs))
    return found


def choice_facts(**where) -> dict[str, list[ChoiceFacts]]:
    """Question id → its choices without their words, in the author's order. One query."""
    found: dict[str, list[ChoiceFacts]] = defaultdict(list)
    rows = Choice.objects.filter(**where).order_by("position", "code")
    for question, pk, code, is_right in rows.values_list("question_id", "pk", "code", "is_right"):
        found[str(question)].append(ChoiceFacts(str(pk), code, is_right))
    return found


@dataclass(frozen=True)
class Prospect:
    """What a slot can hope for: how many questions ``fit`` it, how many it is ``wanted`` to ask, and how
    many of them it gets ``at_least``, however unlucky the draw of the slots that choose before it."""

    fit: int
    wanted: int
    at_least: int

    @property
    def is_short(self) -> bool:
        return self.at_least < self.wanted


def prospects_of(slots: Iterable[QuizSlot]) -> dict[int, Prospect]:
    """Slot id → what it can hope for. Four queries at most.

    A slot that asks all that fit is content with what others leave it, if that is anything.
    """
    slots = list(slots)
    fitting = _fitting(slots, candidates_for(slots))
    found: dict[int, Prospect] = {}
    before: list[tuple[set[str], int]] = []
    for slot in _in_turn(slots, fitting):
        pool = {item.pk for item in fitting[slot.pk]}
        taken = min(len(pool), sum(min(drawn, len(pool & other)) for other, drawn in before))
        wanted = slot.draw or 1
        found[slot.pk] = Prospect(fit=len(pool), wanted=wanted, at_least=min(wanted, len(pool) - taken))
        before.append((pool, min(slot.draw or len(pool), len(pool))))
    return found
