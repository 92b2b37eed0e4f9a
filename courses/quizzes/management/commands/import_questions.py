import json
import sys
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
                self.stdout.write(_dumped(_report(None, [unreadable.finding], dry_run)))
            raise CommandError(_line(unreadable.finding)) from None
        except BankChanged as changed:
            raise CommandError(str(changed)) from None
        if options["json"]:
            self.stdout.write(_dumped(_report(plan, [], dry_run)))
        else:
            self._tell(plan, dry_run)

    def _tell(self, plan: ImportPlan, is_dry_run: bool) -> None:
        for item in plan.questions:
            if item.fate != Fate.REFUSED:
                said = f" ({', '.join(item.changes)})" if item.changes else ""
                self.stdout.write(f"{item.source.line}: {item.source.code}: {item.fate.value}{said}")
                for finding in item.findings:
                    self.stdout.write(f"    {finding.level.value}: {_line(finding)}")
        for finding in [*plan.findings, *(one for one in plan.refused if one not in plan.findings)]:
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


def _report(plan: ImportPlan | None, refused: list[Finding], is_dry_run: bool) -> dict:
    kinds = {item.source.code: item.source.kind for item in plan.questions} if plan else {}
    questions = [
        {
            "code": item.source.code,
            "kind": item.source.kind,
            "line": item.source.line,
            "outcome": item.fate.value,
            "changes": list(item.changes),
            "lost": [_said(finding) for finding in item.lost],
            "notes": [_said(finding) for finding in item.findings if finding.level == Level.NOTE],
        }
        for item in (plan.questions if plan else ())
        if item.fate != Fate.REFUSED
    ]
    refused = plan.refused if plan else refused
    others = [item for item in plan.findings if item.level != Level.REFUSED] if plan else []
    return {
        "questions": questions,
        "refused": [
            {"code": item.question, "kind": kinds.get(item.question, ""), **_said(item)} for item in refused
        ],
        "findings": [{"level": item.level.value, "code": item.question, **_said(item)} for item in others],
        "dry_run": is_dry_run,
    }


def _said(finding: Finding) -> dict:
    return {
        "reason": finding.code,
        "line": finding.line,
        "detail": finding.detail,
        "text": sentence(finding),
    }


def _line(finding: Finding) -> str:
    """``7: code: Why. (detail)``, as far as there is any of it."""
    place = ": ".join(filter(None, [str(finding.line or ""), finding.question]))
    detail = f" ({finding.detail})" if finding.detail else ""
    return f"{place}: {sentence(finding)}{detail}" if place else f"{sentence(finding)}{detail}"


def _dumped(report: dict) -> str:
    return json.dumps(report, ensure_ascii=False, indent=1)
