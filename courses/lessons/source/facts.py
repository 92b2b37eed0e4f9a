"""``course.yaml`` and ``subjects.yaml``: what is so for every language."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from courses.catalogue.api import Level

from .assignments import check_assignments, read_assignments
from .fields import Fields
from .folder import Folder
from .marked import Marked, read_yaml
from .model import FINAL_TEST, CourseFacts, LessonFacts, ModuleFacts
from .problems import Findings, Report
from .quizzes import check_places, read_quizzes
from .text import decode

FILE = "course.yaml"
SUBJECTS = "subjects.yaml"


def read_facts(folder: Folder, findings: Findings) -> CourseFacts | None:
    """What ``course.yaml`` says; None where it cannot be read at all."""
    text = folder.text(FILE)
    report = findings.about(FILE)
    marked = read_yaml(text, report) if text is not None else None
    if marked is None:
        return None
    fields = Fields(marked, report)
    facts = CourseFacts(
        code=fields.code("code"),
        subject=fields.code("subject", longest=50),
        subject_line=fields.line_of("subject"),
        level=fields.choice("level", Level.values),
        source_language=fields.choice("source_language", settings.INTERFACE_LANGUAGES),
        pass_mark=fields.number("pass_mark", low=1, high=100, default=70),
        cover=fields.text("cover", is_required=False),
        cover_line=fields.line_of("cover"),
        quizzes=read_quizzes(fields, report),
        modules=_modules(fields, report),
        assignments=read_assignments(fields, report),
    )
    fields.close()
    check_places(facts.quizzes, (module.code for module in facts.modules), report)
    check_assignments(facts.assignments, facts.modules, facts.lessons, facts.quizzes, report)
    return facts


def _modules(fields: Fields, report: Report) -> tuple[ModuleFacts, ...]:
    codes: dict[str, int] = {}
    lessons: dict[str, int] = {}
    return tuple(_module(item, report, codes, lessons) for item in fields.items_of("modules"))


def _module(item: Marked, report: Report, codes: dict, lessons: dict) -> ModuleFacts:
    fields = Fields(item, report)
    code = _once(fields, codes, "module")
    if code == FINAL_TEST:
        report.problem(fields.line_of("code"), f"“{FINAL_TEST}” is the address of the final test")
    own = tuple(_lesson(each, report, lessons) for each in fields.items_of("lessons"))
    fields.close()
    return ModuleFacts(code, own, item.line)


def _lesson(item: Marked, report: Report, lessons: dict) -> LessonFacts:
    fields = Fields(item, report)
    code = _once(fields, lessons, "lesson")
    minutes = fields.number("minutes", low=1, high=600)
    fields.close()
    return LessonFacts(code, minutes, item.line)


def _once(fields: Fields, known: dict[str, int], what: str) -> str:
    """The code of a module or lesson; a code is used once in a course."""
    code = fields.code("code")
    line = fields.line_of("code")
    if code and code in known:
        fields.report.problem(line, f"the {what} “{code}” already stands in line {known[code]}")
    known.setdefault(code, line)
    return code


def read_subject(root: Path, facts: CourseFacts, findings: Findings) -> dict[str, str]:
    """Language → name of the course's subject, from the list beside the folder or that of the project."""
    beside = root.parent / SUBJECTS
    path = beside if beside.is_file() else Path(settings.COURSE_CONTENT_DIR) / SUBJECTS
    report = findings.about(f"../{SUBJECTS}" if path == beside else SUBJECTS)
    text, at, fault = decode(path.read_bytes())
    if fault:
        report.problem(at, fault)
        return {}
    marked = read_yaml(text, report)
    if marked is None or not isinstance(marked.value, list):
        report.problem(1, "this must be a list of subjects")
        return {}
    subjects = dict(_subject(item, report) for item in marked.value)
    if facts.subject and facts.subject not in subjects:
        known = ", ".join(sorted(subjects))
        message = f"“{facts.subject}” is no subject (there are: {known})"
        findings.about(FILE).problem(facts.subject_line, message)
    return subjects.get(facts.subject, {})


def _subject(item: Marked, report: Report) -> tuple[str, dict[str, str]]:
    fields = Fields(item, report)
    code = fields.code("code", longest=50)
    found = fields.take("name")
    names = Fields(found, report, line=item.line)
    fields.close()
    if found is None:
        return code, {}
    languages = settings.MODELTRANSLATION_LANGUAGES
    words = {language: names.text(language, is_required=False, longest=120) for language in languages}
    if not words[settings.MODELTRANSLATION_DEFAULT_LANGUAGE]:
        report.problem(found.line, f"“{settings.MODELTRANSLATION_DEFAULT_LANGUAGE}” is missing")
    names.close()
    return code, words
