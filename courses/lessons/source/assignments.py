"""The assignments of ``course.yaml``: what each takes, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from .fields import Fields, as_code
from .model import END, FINAL_TEST, AssignmentFacts, LessonFacts, ModuleFacts, QuizSource
from .problems import Report


def read_assignments(fields: Fields, report: Report) -> tuple[AssignmentFacts, ...]:
    """Those under ``assignments``, in order; none where the course has none."""
    return tuple(
        _assignment(Fields(item, report)) for item in fields.items_of("assignments", is_required=False)
    )


def _assignment(own: Fields) -> AssignmentFacts:
    code = own.code("code")
    takes_text = own.flag("text", default=True)
    words = {name: own.number(name, low=0, high=20_000, default=0) or None for name in ("least", "most")}
    assignment = AssignmentFacts(
        code=code,
        at=_place(own),
        minutes=own.number("minutes", low=1, high=6000),
        line=own.line_of("code"),
        facts={
            "takes_text": takes_text,
            "most_files": own.number("files", low=0, high=10, default=0),
            "most_megabytes": own.number("megabytes", low=1, high=25, default=10),
            "words_from": words["least"],
            "words_to": words["most"],
            "is_group": own.flag("team", default=False),
        },
    )
    _check(assignment, own)
    own.close()
    return assignment


def _place(own: Fields) -> str:
    """``end`` (before the last tests), or the code of the module at whose end it stands."""
    found = own.take("at", is_required=False)
    return as_code(found, "at", own.report, 60) if found else END


def _check(assignment: AssignmentFacts, own: Fields) -> None:
    facts = assignment.facts
    if not facts["takes_text"] and not facts["most_files"]:
        own.report.problem(own.line_of("text"), "an assignment takes a text, or “files”, or both")
    if not facts["takes_text"] and (facts["words_from"] or facts["words_to"]):
        own.report.problem(own.line_of("text"), "words can only be counted where a text is written")
    if facts["words_from"] and facts["words_to"] and facts["words_from"] > facts["words_to"]:
        own.report.problem(own.line_of("least"), "“least” must not be more than “most”")


def check_assignments(
    assignments: Iterable[AssignmentFacts],
    modules: Iterable[ModuleFacts],
    lessons: dict[str, LessonFacts],
    quizzes: Iterable[QuizSource],
    report: Report,
) -> None:
    """An assignment stands at the end or in a module; its code is nobody else's in the course."""
    places = {module.code: module.line for module in modules}
    taken = places | {code: lesson.line for code, lesson in lessons.items()}
    taken |= {quiz.code: quiz.line for quiz in quizzes}
    for item in assignments:
        if item.at not in {END, *places}:
            report.problem(item.line, f"“at” must be {END} or the code of a module, not “{item.at}”")
        if item.code == FINAL_TEST:
            report.problem(item.line, f"“{FINAL_TEST}” is the address of the final test")
        elif item.code and item.code in taken:
            report.problem(item.line, f"“{item.code}” already stands in line {taken[item.code]}")
        taken.setdefault(item.code, item.line)
