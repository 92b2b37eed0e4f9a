import json
import sys
from collections.abc import Iterable
from operator import itemgetter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.quizzes.exchange import formats
from courses.quizzes.exchange.model import Finding, Level, UnreadableFile
from courses.quizzes.exchange.spreadsheet.sheet import LARGEST_FILE as LARGEST_SHEET
from courses.quizzes.explaining import sentence
from courses.quizzes.importing import BankChanged, Fate, ImportPlan, import_questions, plan_import
from courses.quizzes.models import QuestionBank

LARGEST = 10 * LARGEST_SHEET


class Command(BaseCommand):
    help = (
        "Brings the questions of a file into a bank (docs/question-formats.md). Questions are matched by "
        "code; new ones are drafts. With --dry-run nothing is written, and no bank is needed."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="a file, or - for what comes in")
        parser.add_argument("--format", choices=formats.NAMES, help="guessed from the file if left out")
        parser.add_argument("--bank", metavar="CODE", help="the question bank they go into")
        parser.add_argument(
            "--language",
            choices=settings.MODELTRANSLATION_LANGUAGES,
            help="of words that do not name theirs; that of the bank's course if left out",
        )
        parser.add_argument("--reviewed", action="store_true", help="new questions may be asked at once")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--json", action="store_true", help="the report as JSON, and nothing else")

    def handle(self, *, file, format, bank, language, reviewed, dry_run, **options):
        found = _bank(bank, is_needed=not dry_run)
        content = _content(file)
        language = language or (found.course.source_language if found else settings.LANGUAGE_CODE)
        try:
            plan = plan_import(
                content, format=format or formats.guessed(content), bank=found, language=language
            )
            if not dry_run:
                import_questions(plan, is_reviewed=reviewed)
        except UnreadableFile as unreadable:
            if options["json"]:
                self.stdout.write(_dumped(_report((), [unreadable.finding], dry_run)))
            raise CommandError(_line(unreadable.finding)) from None
        except BankChanged as changed:
            raise CommandError(str(changed)) from None
        if options["json"]:
            self.stdout.write(_dumped(_report(_told(plan), _of_none(plan), dry_run)))
        else:
            self._tell(plan, dry_run)

    def _tell(self, plan: ImportPlan, is_dry_run: bool) -> None:
        for item in plan.questions:
            if item.fate != Fate.REFUSED:
                said = f" ({', '.join(item.changes)})" if item.changes else ""
                self.stdout.write(f"{item.source.line}: {item.source.code}: {item.fate.value}{said}")
                for finding in item.findings:
                    self.stdout.write(f"    {finding.level.value}: {_line(finding)}")
        refused = [one for item in plan.with_fate(Fate.REFUSED) for one in item.findings]
        for finding in [*plan.findings, *refused]:
            self.stdout.write(f"{finding.level.value}: {_line(finding)}")
        counts = ", ".join(f"{number} {fate}" for fate, number in plan.counts.items())
        self.stdout.write(f"{counts}{'; nothing was written' if is_dry_run else ''}")


def _bank(code: str | None, *, is_needed: bool) -> QuestionBank | None:
    if not code and not is_needed:
        return None
    bank = QuestionBank.objects.select_related("course").filter(code=code or "").first()
    if bank is None:
        known = ", ".join(QuestionBank.objects.values_list("code", flat=True)) or "none"
        said = f"There is no question bank “{code}”." if code else "Say which bank with --bank."
        raise CommandError(f"{said} The banks: {known}.")
    return bank


def _content(name: str) -> bytes:
    """What is in the file, as far as any format would read it."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(name).open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no name of a file"
        raise CommandError(f"{name}: {reason}") from None


def _report(questions: Iterable[dict], others: Iterable[Finding], is_dry_run: bool) -> dict:
    """``others``: what is said of the file, and of no question in it."""
    return {
        "questions": list(questions),
        "findings": [{"level": item.level.value, "code": item.question, **_said(item)} for item in others],
        "dry_run": is_dry_run,
    }


def _told(plan: ImportPlan) -> list[dict]:
    """Every question of the file in its order, whether it comes in, was refused, or could not be read."""
    told = [
        _question(
            item.source.code, item.source.kind, item.source.line, item.fate, item.findings, item.changes
        )
        for item in plan.questions
    ]
    told += [
        _question(code, found[0].kind, line, Fate.REFUSED, [*found, *_losses(plan, line, code)])
        for (line, code), found in plan.unread.items()
        if line or code
    ]
    return sorted(told, key=itemgetter("line"))


def _question(code: str, kind: str, line: int, fate: Fate, findings: Iterable[Finding], changes=()) -> dict:
    return {
        "code": code,
        "kind": kind,
        "line": line,
        "outcome": fate.value,
        "changes": list(changes),
        "lost": [_said(finding) for finding in findings if finding.level != Level.NOTE],
        "notes": [_said(finding) for finding in findings if finding.level == Level.NOTE],
    }


def _losses(plan: ImportPlan, line: int, code: str) -> list[Finding]:
    """What else is said of a question that could not be read."""
    return [item for item in plan.findings if item.level != Level.REFUSED and _place(item) == (line, code)]


def _of_none(plan: ImportPlan) -> list[Finding]:
    """What is said of no question of the file."""
    unread = {place for place in plan.unread if any(place)}
    return [item for item in plan.findings if _place(item) not in unread]


def _place(finding: Finding) -> tuple[int, str]:
    return finding.line, finding.question


def _said(finding: Finding) -> dict:
    return {
        "reason": finding.code,
        "line": finding.line,
        "detail": finding.detail,
        "text": sentence(finding),
        **({"times": finding.number} if finding.number else {}),
    }


def _line(finding: Finding) -> str:
    """``7: code: Why. (detail)``, as far as there is any of it."""
    place = ": ".join(filter(None, [str(finding.line or ""), finding.question]))
    detail = f" ({finding.detail})" if finding.detail else ""
    return f"{place}: {sentence(finding)}{detail}" if place else f"{sentence(finding)}{detail}"


def _dumped(report: dict) -> str:
    return json.dumps(report, ensure_ascii=False, indent=1)
