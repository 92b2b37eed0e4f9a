"""The question bank and the facts of the final test."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from courses.catalogue.api import Activity, Course
from courses.quizzes.api import Choice, Question, QuestionBank, Quiz

from .model import CourseFacts, QuestionSource, QuestionWords
from .report import LoadReport
from .writing import changed_fields, save_changes

_NO_WORDS = QuestionWords("", "", {})


class BankBuilder:
    """Brings the bank of a course in line with its questions; what is there and the same stays untouched."""

    def __init__(self, course: Course, report: LoadReport, activities: dict[str, Activity]):
        self.course = course
        self.report = report
        self.activities = activities
        self.bank, is_new = QuestionBank.objects.get_or_create(code=course.code, defaults={"course": course})
        if is_new:
            report.records.append("question bank")

    def build(self, questions: tuple[QuestionSource, ...]) -> QuestionBank:
        known = {item.code: item for item in self.bank.questions.prefetch_related("choices")}
        for position, source in enumerate(questions):
            old = known.pop(source.code, None)
            if old is not None and _is_another(old, source):
                self._supersede(old)
                old = None
            question = self._question(source, position, old)
            self._choices(source, question, list(old.choices.all()) if old else [])
        for gone in known.values():
            if not gone.is_retired:
                gone.is_retired = True
                gone.save(update_fields=["is_retired"])
                self.report.records.append(f"question {gone.code} retired")
        return self.bank

    def _supersede(self, old: Question) -> None:
        """Retire a question whose choices are no longer the same: papers that were sat point at it."""
        number = 1
        while self.bank.questions.filter(code=f"{old.code}-before-{number}").exists():
            number += 1
        old.code, old.is_retired = f"{old.code}-before-{number}", True
        old.save(update_fields=["code", "is_retired"])

    def _question(self, source: QuestionSource, position: int, question: Question | None) -> Question:
        values = {
            "kind": source.kind,
            "taught_in_id": self._taught_in(source),
            "source": source.source,
            "position": position,
            "is_retired": False,
            **_translated("text", {language: words.text for language, words in source.words.items()}),
            **_translated(
                "explanation", {language: words.explanation for language, words in source.words.items()}
            ),
        }
        if question is None:
            question = Question.objects.create(bank=self.bank, code=source.code, **values)
            self.report.records.append(f"question {source.code}")
        elif save_changes(question, values):
            self.report.records.append(f"question {source.code}")
        return question

    def _taught_in(self, source: QuestionSource) -> UUID | None:
        activity = self.activities.get(source.lesson)
        return activity.pk if activity else None

    def _choices(self, source: QuestionSource, question: Question, old: list[Choice]) -> None:
        known = {choice.code: choice for choice in old}
        new = []
        for position, code in enumerate(source.choices):
            values = {"is_right": code in source.right, "position": position, **_choice_words(source, code)}
            if code not in known:
                new.append(Choice(question=question, code=code, **values))
            elif save_changes(known[code], values):
                self.report.records.append(f"choice {source.code}/{code}")
        Choice.objects.bulk_create(new)


def _is_another(question: Question, source: QuestionSource) -> bool:
    """Whether a question is no longer the one that was asked: another kind, or a choice taken away."""
    taken_away = {choice.code for choice in question.choices.all()} - set(source.choices)
    return question.kind != source.kind or bool(taken_away)


def _choice_words(source: QuestionSource, code: str) -> dict[str, str]:
    found = {language: words.choices.get(code, "") for language, words in source.words.items()}
    return _translated("text", found)


def _translated(field: str, words: dict[str, str]) -> dict[str, str]:
    """Columns of a translated field, one for each language there is; empty where there are no words."""
    return {
        f"{field}_{language}": words.get(language, "") for language in settings.MODELTRANSLATION_LANGUAGES
    }


def build_quiz(facts: CourseFacts, bank: QuestionBank, activity: Activity, report: LoadReport) -> None:
    """The facts of the final test, on its activity."""
    values = {
        "bank_id": bank.pk,
        "draw": facts.final_test.draw,
        "pass_mark": facts.pass_mark,
        "attempts_allowed": facts.final_test.attempts,
        "is_shuffled": facts.final_test.is_shuffled,
        "review_policy": facts.final_test.review,
    }
    quiz = Quiz.objects.filter(activity=activity).first()
    if quiz is None:
        Quiz.objects.create(activity=activity, **values)
        report.records.append("final test")
    elif changed_fields(quiz, values):
        save_changes(quiz, values)
        report.records.append("final test")
