"""Questions from a file into a bank: first a plan, which writes nothing, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha1, sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from . import definitions
from .checking import Option, faults_of
from .exchange import formats
from .exchange.model import Finding, Level, QuestionSource, Reading
from .fitting import LANGUAGES, Fitter, fault_of_columns
from .keys_asked import has_other_key, with_times_asked
from .merging import changes, merged
from .models import QuestionBank
from .saving import save_plan
from .stored import Stored, state_of, stored_questions


class Fate(StrEnum):
    """What becomes of a question of the file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class BankChanged(Exception):
    """The bank is no longer what the plan was made for: nothing was written."""

    def __str__(self):
        return _("The question bank has changed in the meantime. Look at the report again.")


@dataclass(frozen=True)
class PlannedQuestion:
    """``source`` is the question as it will be, with the picture the file brings; ``changes`` names the
    parts that become others, and ``key`` where other answers are right then; ``findings`` are those about
    this question."""

    source: QuestionSource
    fate: Fate
    findings: tuple[Finding, ...] = ()
    changes: tuple[str, ...] = ()
    stored: Stored | None = None

    @property
    def lost(self) -> list[Finding]:
        """Why the question does not come in, or what it comes in without."""
        return [finding for finding in self.findings if finding.level != Level.NOTE]


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do. ``findings`` are those of no question that could be read."""

    format: str
    language: str
    bank: QuestionBank | None
    questions: tuple[PlannedQuestion, ...]
    findings: tuple[Finding, ...]
    state: str
    file_digest: str

    @property
    def digest(self) -> str:
        """The same only for the same file, read in the same way, and the same bank."""
        said = [self.file_digest, self.format, self.language, self.state]
        return sha256("\n".join(said).encode()).hexdigest()

    def with_fate(self, *fates: Fate) -> list[PlannedQuestion]:
        return [item for item in self.questions if item.fate in fates]

    @property
    def counts(self) -> dict[str, int]:
        """Fate → how many questions; a question that could not be read is refused, too."""
        found = {fate.value: len(self.with_fate(fate)) for fate in Fate}
        found[Fate.REFUSED.value] += len(self.unread)
        return found

    @property
    def unread(self) -> dict[tuple[int, str], list[Finding]]:
        """(line, code or number) → why it is refused, of the questions that could not be read."""
        found: dict[tuple[int, str], list[Finding]] = {}
        for item in self.findings:
            if item.level == Level.REFUSED:
                found.setdefault((item.line, item.question), []).append(item)
        return found


def plan_import(content: bytes, *, format: str, bank: QuestionBank | None, language: str) -> ImportPlan:
    """What an import of this file would do; nothing is written. Raises UnreadableFile.

    ``format``: of ``formats.NAMES``. ``language`` is that of words which do not name theirs. Without a
    bank every question is new, and its words are expected in ``language``.
    """
    reading = formats.read(content, format=format, language=language)
    stored = stored_questions(bank.questions) if bank else []
    needed = bank.course.source_language if bank else language
    questions, findings = _planned(reading, stored, needed)
    questions = with_times_asked(questions)
    return ImportPlan(
        format=format,
        language=language,
        bank=bank,
        questions=questions,
        findings=findings,
        state=state_of(bank, stored),
        file_digest=sha256(content).hexdigest(),
    )


def import_questions(plan: ImportPlan, *, by=None, is_reviewed: bool = False) -> None:
    """Write what a plan says: all of it or nothing. Raises BankChanged.

    New questions are drafts, or reviewed where ``is_reviewed``; the status of others stays. ``by`` is
    the person who imports. The same file again changes nothing.
    """
    try:
        with transaction.atomic():
            bank = QuestionBank.objects.select_for_update(no_key=True).filter(pk=plan.bank.pk).first()
            if _state_now(bank) != plan.state:
                raise BankChanged
            save_plan(plan, bank, by=by, is_reviewed=is_reviewed)
    except IntegrityError as error:
        # Somebody else wrote between the look and the writing. If nobody did, the fault is ours.
        if _state_now(QuestionBank.objects.filter(pk=plan.bank.pk).first()) == plan.state:
            raise
        raise BankChanged from error


def _state_now(bank: QuestionBank | None) -> str:
    return state_of(bank, stored_questions(bank.questions) if bank else [])


def _planned(
    reading: Reading, stored: Iterable[Stored], language: str
) -> tuple[tuple[PlannedQuestion, ...], tuple[Finding, ...]]:
    """The questions with what is said of each, and the findings of none of them."""
    known = {item.source.code: item for item in stored}
    codes = {source.code for source in reading.questions}
    said: dict[str, list[Finding]] = {}
    others = []
    for finding in reading.findings:
        is_of_question = finding.question in codes and finding.level != Level.REFUSED
        (said.setdefault(finding.question, []) if is_of_question else others).append(finding)
    fitter = Fitter(reading.questions)
    planned = tuple(
        _plan(source, known.get(source.code), said.get(source.code, []), fitter, language)
        for source in reading.questions
    )
    return planned, tuple(others)


def _plan(
    source: QuestionSource, old: Stored | None, findings: list[Finding], fitter: Fitter, language: str
) -> PlannedQuestion:
    fitted, own = fitter.fit(source)
    will_be = merged(old.source if old else QuestionSource(source.code, source.kind, {}), fitted)
    findings = [*findings, *own, *_refusals(will_be, language)]
    if source.kind == "hotspot" and not (fitted.picture or (old and old.picture_hash)):
        findings.append(Finding(Level.REFUSED, "picture_needed", source.line, source.code))
    changed = changes(old.source, will_be) if old else ()
    if fitted.picture and old and _is_other_picture(fitted, old):
        changed = (*changed, "picture")
    if old and changed and has_other_key(old.source, will_be):
        changed = (*changed, "key")
    if any(finding.level == Level.REFUSED for finding in findings):
        fate = Fate.REFUSED
    else:
        fate = Fate.NEW if old is None else Fate.CHANGED if changed else Fate.UNCHANGED
    will_be = replace(will_be, picture=fitted.picture, line=source.line)
    return PlannedQuestion(will_be, fate, tuple(findings), changed, old)


def _is_other_picture(source: QuestionSource, old: Stored) -> bool:
    content = sha1(source.picture.content, usedforsecurity=False).hexdigest()
    alt = old.picture_alt
    return content != old.picture_hash or {**alt, **source.picture.alt} != alt


def _refusals(source: QuestionSource, language: str) -> list[Finding]:
    """Why a question cannot be kept: what the author's form would say of it."""
    options = [Option(choice.code, choice.is_right, choice.text) for choice in source.choices]
    beside = {f"explanation_{name}": words for name, words in source.explanation.items()}
    faults = list(faults_of(source.kind, source.text, options, source.definition, language, beside=beside))
    found = [
        Finding(Level.REFUSED, fault.code, source.line, source.code, fault.field.rpartition("_")[2])
        for fault in faults
    ]
    if not found and (code := _unwritable(source)):
        found.append(Finding(Level.REFUSED, code, source.line, source.code))
    if not found and (fault := fault_of_columns(source)):
        found.append(Finding(Level.REFUSED, "not_valid", source.line, source.code, fault))
    return found


def _unwritable(source: QuestionSource) -> str:
    """Why no author could have written these texts into the form, as a reason code; empty if one could."""
    if source.kind not in ("short", "blanks", "essay"):
        return ""
    try:
        definitions.read(source.kind, definitions.written(source.kind, source.definition), LANGUAGES)
    except definitions.Unreadable as unreadable:
        return unreadable.code
    return ""
