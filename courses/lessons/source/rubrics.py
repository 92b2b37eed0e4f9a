"""Rubrics of a folder: ``assignments/<code>.yaml`` says what is marked, beside it its words by language.

``assignments/<language>/<code>.yaml`` may be in any language of the site, also in one that the course is not
written in: a tutor reads the rubric in her own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.conf import settings

from ..models import Rubric
from ..rubrics.drafts import CommentDraft, CriterionDraft, LevelDraft, RubricDraft
from .fields import Fields, as_text
from .folder import Folder
from .marked import Marked, read_yaml
from .model import AssignmentFacts, CourseFacts, RubricSource
from .problems import Findings, Report

FOLDER = "assignments"
LANGUAGES = settings.MODELTRANSLATION_LANGUAGES
_POINTS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
MOST_LEVELS, MOST_CRITERIA, MOST_COMMENTS = 12, 30, 100
TITLE, TEXT = 160, 1000


def facts_path(code: str) -> str:
    return f"{FOLDER}/{code}.yaml"


def words_path(language: str, code: str) -> str:
    return f"{FOLDER}/{language}/{code}.yaml"


def read_rubrics(folder: Folder, facts: CourseFacts, findings: Findings) -> dict[str, RubricSource]:
    """Code of an assignment → what it is marked by, with every language there is."""
    found: dict[str, RubricSource] = {}
    for assignment in facts.assignments:
        source = _facts(folder, assignment, findings) if assignment.code else None
        if source:
            found[assignment.code] = _with_words(source, folder, assignment, facts, findings)
    return found


def paths_expected(facts: CourseFacts) -> set[str]:
    """The files a course with these assignments may have."""
    codes = [item.code for item in facts.assignments]
    return {
        *(facts_path(code) for code in codes),
        *(words_path(language, code) for language in LANGUAGES for code in codes),
    }


def _open(folder: Folder, path: str, report: Report) -> Fields | None:
    text = folder.text(path)
    marked = read_yaml(text, report) if text is not None else None
    return Fields(marked, report) if marked else None


# --- Facts ---


def _facts(folder: Folder, assignment: AssignmentFacts, findings: Findings) -> RubricSource | None:
    path = facts_path(assignment.code)
    fields = _open(folder, path, findings.about(path))
    if fields is None:
        return None
    kind = fields.choice("kind", Rubric.Kind.values, default=Rubric.Kind.RUBRIC.value)
    items = _few(fields, "criteria", MOST_CRITERIA)
    criteria = tuple(_criterion(Fields(item, fields.report), kind) for item in items)
    _once(fields, "criteria", [item.code for item in criteria])
    comments = tuple(_comments(fields, {item.code for item in criteria}))
    _once(fields, "comments", [item.code for item in comments])
    fields.close()
    return RubricSource(RubricDraft(kind, criteria), comments)


def _few(fields: Fields, name: str, most: int, *, is_required: bool = True) -> list[Marked]:
    items = fields.items_of(name, is_required=is_required)
    if len(items) > most:
        fields.report.problem(fields.line_of(name), f"“{name}” has {len(items)} items; at most {most} fit")
    return items[:most]


def _criterion(own: Fields, kind: str) -> CriterionDraft:
    code = own.code("code")
    levels = tuple(_levels(own, is_required=kind == Rubric.Kind.RUBRIC))
    if kind == Rubric.Kind.GUIDE:
        most = _points(own.take("points"), "points", own.report)
        if any(level.points > most for level in levels):
            own.report.problem(own.line_of("levels"), "a level has more points than its criterion")
    else:
        most = max((level.points for level in levels), default=Decimal(0))
        if levels and not most:
            own.report.problem(own.line_of("levels"), "the best level must have points")
    if kind == Rubric.Kind.GUIDE and most == 0:
        own.report.problem(own.line_of("points"), "a criterion must have points")
    own.close()
    return CriterionDraft(code, most, levels)


def _levels(own: Fields, *, is_required: bool) -> Iterator[LevelDraft]:
    """``levels: {code: points}``; a rubric has two at least."""
    found = own.take("levels", is_required=is_required)
    items = Fields(found, own.report).items if found else {}
    if found and not 2 <= len(items) <= MOST_LEVELS:
        own.report.problem(found.line, f"a criterion has 2 to {MOST_LEVELS} levels")
    for code, points in list(items.items())[:MOST_LEVELS]:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) or len(code) > 60:
            own.report.problem(points.key_line, "“levels” must be lower-case letters, digits and hyphens")
        yield LevelDraft(code, _points(points, code, own.report))


def _points(found: Marked | None, name: str, report: Report) -> Decimal:
    if found is None:
        return Decimal(0)
    if not isinstance(found.value, str) or not _POINTS.fullmatch(found.value):
        report.problem(found.line, f"“{name}” must be a number of points, such as 4 or 2.5")
        return Decimal(0)
    return Decimal(found.value)


def _comments(fields: Fields, criteria: set[str]) -> Iterator[CommentDraft]:
    for item in _few(fields, "comments", MOST_COMMENTS, is_required=False):
        own = Fields(item, fields.report)
        code = own.code("code")
        criterion = own.code("criterion") if own.take("criterion", is_required=False) else ""
        if criterion and criterion not in criteria:
            fields.report.problem(own.line_of("criterion"), f"there is no criterion “{criterion}”")
        own.close()
        yield CommentDraft(code, criterion)


def _once(fields: Fields, name: str, codes: list[str]) -> None:
    for code in dict.fromkeys(codes):
        if code and codes.count(code) > 1:
            fields.report.problem(fields.line_of(name), f"“{code}” stands twice in “{name}”")


# --- Words ---


def _with_words(
    source: RubricSource, folder: Folder, assignment: AssignmentFacts, facts: CourseFacts, findings: Findings
) -> RubricSource:
    """The words of every language there is; the source language must have all of them."""
    for language in LANGUAGES:
        path = words_path(language, assignment.code)
        is_source = language == facts.source_language
        if not is_source and not folder.has(path):
            if language in folder.folders:
                findings.about(path).note(1, "not translated yet")
            continue
        fields = _open(folder, path, findings.about(path))
        if fields is not None:
            source = _Words(fields, language, is_source=is_source).of(source)
    return source


class _Words:
    """The words of one language, put into drafts."""

    def __init__(self, fields: Fields, language: str, *, is_source: bool):
        self.fields = fields
        self.report = fields.report
        self.language = language
        self.is_source = is_source

    def of(self, source: RubricSource) -> RubricSource:
        criteria = self._below(self.fields, "criteria", bool(source.draft.criteria))
        comments = self._below(self.fields, "comments", bool(source.comments))
        draft = replace(
            source.draft, criteria=tuple(self._criterion(criteria, item) for item in source.draft.criteria)
        )
        said = tuple(self._comment(comments, item) for item in source.comments)
        self._close(criteria, {item.code for item in source.draft.criteria}, "criterion")
        self._close(comments, {item.code for item in source.comments}, "comment")
        self.fields.close()
        return RubricSource(draft, said)

    def _below(self, fields: Fields, name: str, is_wanted: bool) -> Fields:
        found = fields.take(name, is_required=self.is_source and is_wanted)
        return Fields(found, self.report, line=fields.line_of(name))

    def _criterion(self, criteria: Fields, item: CriterionDraft) -> CriterionDraft:
        own = self._item(criteria, item.code, "criterion")
        if own is None:
            return item
        levels = self._below(own, "levels", bool(item.levels))
        said = replace(
            self._texts(own, item), levels=tuple(self._level(levels, each) for each in item.levels)
        )
        self._close(levels, {each.code for each in item.levels}, "level")
        own.close()
        return said

    def _level(self, levels: Fields, item: LevelDraft) -> LevelDraft:
        own = self._item(levels, item.code, "level")
        if own is None:
            return item
        said = self._texts(own, item)
        own.close()
        return said

    def _comment(self, comments: Fields, item: CommentDraft) -> CommentDraft:
        found = comments.items.get(item.code)
        if found is None or found.is_empty:
            self._missing(comments, item.code, "comment")
            return item
        return replace(item, text=item.text | {self.language: as_text(found, item.code, self.report, TEXT)})

    def _texts(self, own: Fields, item):
        title = own.text("title", longest=TITLE)
        description = own.text("description", is_required=False, longest=TEXT)
        return replace(
            item,
            title=item.title | {self.language: title},
            description=item.description | {self.language: description},
        )

    def _item(self, parent: Fields, code: str, what: str) -> Fields | None:
        found = parent.items.get(code)
        if found is None or found.is_empty:
            self._missing(parent, code, what)
            return None
        return Fields(Marked(found.value, found.key_line), self.report)

    def _missing(self, parent: Fields, code: str, what: str) -> None:
        if self.is_source:
            self.report.problem(parent.line, f"the words of the {what} “{code}” are missing")
        else:
            self.report.note(parent.line, f"the {what} “{code}” is not translated yet")

    def _close(self, parent: Fields, known: set[str], what: str) -> None:
        for code, item in parent.items.items():
            if code not in known:
                self.report.problem(item.key_line, f"there is no {what} “{code}” in the facts")
