"""The quizzes of ``course.yaml``: what each asks, how it is sat, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from courses.quizzes.api import AttemptCounts, Difficulty, QuizMode, ReviewFrom, ReviewPolicy

from .fields import Fields, as_code
from .marked import Marked
from .model import END, FINAL_TEST, START, QuizSource, SlotSource
from .problems import Report

DIFFICULTIES = {level.name.lower(): level.value for level in Difficulty}


def read_quizzes(fields: Fields, report: Report) -> tuple[QuizSource, ...]:
    """Those under ``quizzes`` in order, then the final test."""
    found: dict[str, QuizSource] = {}
    for item in fields.items_of("quizzes", is_required=False):
        own = Fields(item, report)
        code = own.code("code")
        line = own.line_of("code")
        if code in found:
            report.problem(line, f"the quiz “{code}” already stands in line {found[code].line}")
        elif code == FINAL_TEST:
            report.problem(line, f"“{FINAL_TEST}” is the final test; it stands below “final_test”")
        found.setdefault(code, _quiz(own, code, line))
    final = fields.take("final_test", is_required=False)
    if final is not None:
        own = Fields(final, report)
        found[FINAL_TEST] = _quiz(own, FINAL_TEST, own.line_of("draw"))
    for quiz in found.values():
        _check_pretest(quiz, found, report)
    return tuple(found.values())


def _quiz(own: Fields, code: str, line: int) -> QuizSource:
    is_final = code == FINAL_TEST
    quiz = QuizSource(
        code=code,
        at=END if is_final else _place(own),
        is_required=is_final or own.flag("required", default=True),
        slots=_slots(own),
        line=line,
        pretest=_pretest(own),
        facts={
            "mode": own.choice("mode", QuizMode.values, default=QuizMode.TEST.value),
            "own_pass_mark": _pass_mark(own),
            "time_limit": own.number("minutes", low=0, high=600, default=0),
            "attempts_allowed": own.number("attempts", low=0, high=1000, default=0),
            "cool_down": own.number("cool_down", low=0, high=100_000, default=0),
            "counts": own.choice("counts", AttemptCounts.values, default=AttemptCounts.BEST.value),
            "is_shuffled": own.flag("shuffle", default=True),
            "is_sequential": own.flag("sequential", default=False),
            "review_policy": own.choice(
                "review", ReviewPolicy.values, default=ReviewPolicy.EXPLANATIONS.value
            ),
            "review_from": own.choice("review_from", ReviewFrom.values, default=ReviewFrom.SUBMISSION.value),
        },
    )
    own.close()
    return quiz


def _pass_mark(own: Fields) -> int | None:
    if own.take("pass_mark", is_required=False) is None:
        return None
    return own.number("pass_mark", low=0, high=100)


def _pretest(own: Fields) -> str:
    found = own.take("pretest", is_required=False)
    return as_code(found, "pretest", own.report, 60) if found else ""


def _place(own: Fields) -> str:
    """``start``, ``end`` (before the final test), or the code of the module at whose end it stands."""
    found = own.take("at", is_required=False)
    return as_code(found, "at", own.report, 60) if found else END


def _slots(own: Fields) -> tuple[SlotSource, ...]:
    """``asks``: fixed questions and draws, in order. Without it ``draw`` draws from the course's bank."""
    draw = own.number("draw", low=0, high=1000, default=0)
    line = own.line_of("draw")
    asks = own.items_of("asks", is_required=False)
    if not asks:
        return (SlotSource(draw=draw, line=line),)
    if draw:
        own.report.problem(line, "a quiz has “draw” or “asks”, not both")
    return tuple(slot for item in asks for slot in _slot(item, own.report))


def _slot(item: Marked, report: Report) -> Iterable[SlotSource]:
    fields = Fields(item, report)
    questions = fields.codes("questions", is_required=False)
    slot = SlotSource(
        bank=next(iter(_one(fields, "bank")), ""),
        draw=fields.number("draw", low=0, high=1000, default=0),
        tags=tuple(fields.codes("tags", is_required=False)),
        difficulty=DIFFICULTIES.get(fields.choice("difficulty", ["", *DIFFICULTIES], default="")),
        line=item.line,
    )
    fields.close()
    if not questions:
        return [slot]
    if slot != SlotSource(line=item.line):
        report.problem(item.line, "a place asks “questions” by name, or draws; not both")
    return [SlotSource(question=code, line=line) for code, line in questions.items()]


def _one(fields: Fields, name: str) -> list[str]:
    found = fields.take(name, is_required=False)
    return [as_code(found, name, fields.report, 60)] if found else []


def _check_pretest(quiz: QuizSource, known: dict[str, QuizSource], report: Report) -> None:
    if quiz.pretest and (quiz.pretest not in known or quiz.pretest == quiz.code):
        report.problem(quiz.line, f"“{quiz.pretest}” is no other quiz of this course")


def check_places(quizzes: Iterable[QuizSource], modules: Iterable[str], report: Report) -> None:
    """A quiz stands at the start, at the end, or in a module; its address is nobody else's."""
    modules = set(modules)
    for quiz in quizzes:
        if quiz.at not in {START, END, *modules}:
            report.problem(quiz.line, f"“at” must be {START}, {END} or the code of a module, not “{quiz.at}”")
        if quiz.code in modules:
            report.problem(quiz.line, f"“{quiz.code}” is the address of a module")
