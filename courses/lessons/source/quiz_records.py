"""The records of a course's quizzes, on their activities."""

from __future__ import annotations

from collections.abc import Iterable

from courses.catalogue.api import Activity
from courses.quizzes.api import Question, Quiz, QuizSlot

from .bank import Banks
from .model import QuizSource, SlotSource
from .report import LoadReport
from .writing import save_changes

SLOT_FIELDS = ("question_id", "bank_id", "draw", "tags", "difficulty")


def build_quizzes(
    sources: Iterable[QuizSource], banks: Banks, activities: dict[str, Activity], report: LoadReport
) -> None:
    """Bring every quiz in line with what the folder says of it; what is the same stays untouched."""
    built: dict[str, Quiz] = {}
    for source in sources:
        activity = activities[source.code]
        is_changed = save_changes(activity, {"is_required": source.is_required})
        built[source.code] = quiz = Quiz.objects.filter(activity=activity).first() or Quiz(activity=activity)
        if quiz.pk is None:
            is_changed = True
            for name, value in source.facts.items():
                setattr(quiz, name, value)
            quiz.save()
        is_changed |= save_changes(quiz, source.facts) or _build_slots(quiz, source, banks)
        if is_changed:
            report.records.append(source.code.replace("-", " "))
    for source in sources:
        pretest = built.get(source.pretest)
        save_changes(built[source.code], {"pretest_id": pretest.pk if pretest else None})


def _build_slots(quiz: Quiz, source: QuizSource, banks: Banks) -> bool:
    """Whether what the quiz asks had to be written anew."""
    wanted = [_slot(slot, banks) for slot in source.slots]
    rows = QuizSlot.objects.filter(quiz=quiz).order_by("position", "pk")
    if list(rows.values(*SLOT_FIELDS)) == wanted:
        return False
    rows.delete()
    QuizSlot.objects.bulk_create(
        QuizSlot(quiz=quiz, position=place, **slot) for place, slot in enumerate(wanted)
    )
    return True


def _slot(slot: SlotSource, banks: Banks) -> dict[str, object]:
    if slot.question:
        found = Question.objects.get(bank__in=banks.values(), code=slot.question)
        values = (found.pk, None, 0, "", None)
    else:
        values = (None, banks[slot.bank].pk, slot.draw, ", ".join(slot.tags), slot.difficulty)
    return dict(zip(SLOT_FIELDS, values, strict=True))
