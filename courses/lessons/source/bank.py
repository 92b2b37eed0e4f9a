"""The question banks of a course."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from uuid import UUID

from courses.catalogue.api import Activity, Course
from courses.quizzes.api import (
    Choice,
    Question,
    QuestionBank,
    QuestionKind,
    QuestionStatus,
)

from .files import FileRecords
from .model import QuestionSource, QuestionWords
from .report import LoadReport
from .writing import save_changes

# Second part of a bank's code (empty: the course's own bank) → the bank.
Banks = dict[str, QuestionBank]

_NO_WORDS = QuestionWords("", "", {})


class BankBuilder:
    """Brings the bank of a course in line with its questions; what is there and the same stays untouched."""

    def __init__(
        self,
        course: Course,
        report: LoadReport,
        activities: dict[str, Activity],
        languages: Iterable[str],
        files: FileRecords,
    ):
        self.course = course
        self.report = report
        self.activities = activities
        self.languages = tuple(languages)
        self.new_questions: list[Question] = []
        self.new_choices: list[Choice] = []
        self.files = files
        self.banks: dict[str, QuestionBank] = {}

    def build(self, questions: tuple[QuestionSource, ...]) -> Banks:
        """Every question in its bank; those the folder has no more are retired."""
        for name in dict.fromkeys(["", *(item.bank for item in questions)]):
            self.banks[name] = self._bank(name)
        known = {
            item.code: item
            for item in Question.objects.filter(bank__in=self.banks.values()).prefetch_related(
                "choices", "tags"
            )
        }
        for position, source in enumerate(questions):
            old = known.pop(source.code, None)
            if old is not None and _is_another(old, source):
                self._supersede(old)
                old = None
            question = self._question(source, position, old, _definition(source, old, self.languages))
            self._choices(source, question, list(old.choices.all()) if old else [])
        Question.objects.bulk_create(self.new_questions)
        Choice.objects.bulk_create(self.new_choices)
        self._tag(questions)
        for gone in known.values():
            if not gone.is_retired:
                gone.status = QuestionStatus.RETIRED
                gone.save(update_fields=["status"])
                self.report.records.append(f"question {gone.code} retired")
        return self.banks

    def _bank(self, name: str) -> QuestionBank:
        code = f"{self.course.code}-{name}" if name else self.course.code
        bank, is_new = QuestionBank.objects.get_or_create(code=code, defaults={"course": self.course})
        if is_new:
            self.report.records.append(f"question bank {code}")
        return bank

    def _tag(self, questions: tuple[QuestionSource, ...]) -> None:
        """The tags of every question as the folder has them."""
        questions_here = Question.objects.filter(bank__in=self.banks.values())
        tags: dict[str, set[str]] = defaultdict(set)
        rows = Question.tags.through.objects.filter(content_object__in=questions_here)
        for code, name in rows.values_list("content_object__code", "tag__name"):
            tags[code].add(name)
        for source in questions:
            if tags[source.code] != set(source.tags):
                record = questions_here.get(code=source.code)
                record.tags.set(source.tags)
                record.save()
                self.report.records.append(f"tags of {source.code}")

    def _supersede(self, old: Question) -> None:
        """Retire a question whose choices are no longer the same: papers that were sat point at it."""
        number = 1
        while old.bank.questions.filter(code=f"{old.code}-before-{number}").exists():
            number += 1
        old.code, old.status = f"{old.code}-before-{number}", QuestionStatus.RETIRED
        old.save(update_fields=["code", "status"])

    def _question(
        self, source: QuestionSource, position: int, question: Question | None, definition: dict
    ) -> Question:
        values = {
            "bank_id": self.banks[source.bank].pk,
            "kind": source.kind,
            "difficulty": source.difficulty,
            "picture_id": self.files.pk(source.picture),
            "definition": definition,
            "taught_in_id": self._taught_in(source),
            "source": source.source,
            "position": position,
            "status": QuestionStatus.REVIEWED,
            **self._words("text", source, lambda words: words.text),
            **self._words("explanation", source, lambda words: words.explanation),
            **self._words("picture_alt", source, lambda words: words.picture_alt),
        }
        if question is None:
            question = Question(code=source.code, **values)
            self.new_questions.append(question)
            self.report.records.append(f"question {source.code}")
        elif save_changes(question, values):
            self.report.records.append(f"question {source.code}")
        return question

    def _words(
        self, field: str, source: QuestionSource, of: Callable[[QuestionWords], str]
    ) -> dict[str, str]:
        """Columns of a translated field, for the languages the folder has; empty where it has no words."""
        return {f"{field}_{name}": of(source.words.get(name, _NO_WORDS)) for name in self.languages}

    def _taught_in(self, source: QuestionSource) -> UUID | None:
        activity = self.activities.get(source.lesson)
        return activity.pk if activity else None

    def _choices(self, source: QuestionSource, question: Question, old: list[Choice]) -> None:
        known = {choice.code: choice for choice in old}
        for position, code in enumerate(source.choices):
            words = self._words("text", source, lambda words, code=code: words.choices.get(code, ""))
            values = {"is_right": code in source.right, "position": position, **words}
            if code not in known:
                self.new_choices.append(Choice(question=question, code=code, **values))
            elif save_changes(known[code], values):
                self.report.records.append(f"choice {source.code}/{code}")


def _is_another(question: Question, source: QuestionSource) -> bool:
    """Whether a question is no longer the one that was asked: another kind, or a choice or gap taken away."""
    taken_away = {choice.code for choice in question.choices.all()} - set(source.choices)
    gaps = set(question.definition.get("gaps", ())) - set(source.gaps)
    return question.kind != source.kind or bool(taken_away) or bool(gaps)


def _definition(source: QuestionSource, old: Question | None, languages: Iterable[str]) -> dict:
    """What marking needs; accepted texts of languages that the folder does not have stay as they are."""
    before = old.definition if old else {}
    if source.kind == QuestionKind.SHORT:
        found = {name: list(words.accepted) for name, words in source.words.items()}
        return {"accepted": _kept(before.get("accepted"), languages) | found}
    if source.kind == QuestionKind.BLANKS:
        gaps = {}
        for gap in source.gaps:
            found = {name: list(words.gaps.get(gap, ())) for name, words in source.words.items()}
            gaps[gap] = _kept(before.get("gaps", {}).get(gap), languages) | found
        return {"gaps": gaps}
    if source.kind == QuestionKind.ESSAY:
        found = {name: words.model for name, words in source.words.items() if words.model}
        return source.definition | {"model": _kept(before.get("model"), languages) | found}
    return source.definition


def _kept(by_language: dict | None, languages: Iterable[str]) -> dict:
    return {name: texts for name, texts in (by_language or {}).items() if name not in languages}
