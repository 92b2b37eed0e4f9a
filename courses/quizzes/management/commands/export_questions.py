import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.quizzes.exchange import formats
from courses.quizzes.exchange.model import Finding
from courses.quizzes.explaining import sentence
from courses.quizzes.exporting import export_questions
from courses.quizzes.models import Question, QuestionBank


class Command(BaseCommand):
    help = (
        "Writes the questions of a bank into a file (docs/question-formats.md). What the format cannot say "
        "is named on the standard error."
    )

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=formats.NAMES, required=True)
        parser.add_argument("--bank", metavar="CODE", required=True, help="the question bank")
        parser.add_argument(
            "--language",
            choices=settings.MODELTRANSLATION_LANGUAGES,
            help="where the format has only one; that of the bank's course if left out",
        )
        parser.add_argument("--qti-version", choices=formats.QTI_VERSIONS, default=formats.QTI_VERSIONS[0])
        parser.add_argument("--output", metavar="FILE", help="standard output if left out")
        parser.add_argument("--code", action="append", metavar="CODE", help="only this question; repeatable")

    def handle(self, *, format, bank, language, output, code, **options):
        found = QuestionBank.objects.select_related("course").filter(code=bank).first()
        if found is None:
            known = ", ".join(QuestionBank.objects.values_list("code", flat=True)) or "none"
            raise CommandError(f"There is no question bank “{bank}”. The banks: {known}.")
        writing = export_questions(
            _asked_for(found, code),
            format=format,
            language=language or found.course.source_language,
            version=options["qti_version"],
        )
        if not writing.count:
            raise CommandError("\n".join(map(_line, writing.findings)))
        for finding in writing.findings:
            self.stderr.write(_line(finding))
        _put(writing.content, output)


def _line(finding: Finding) -> str:
    detail = f" ({finding.detail})" if finding.detail else ""
    return f"{finding.level.value}: {finding.question}: {sentence(finding)}{detail}"


def _asked_for(bank: QuestionBank, codes: list[str] | None):
    questions = Question.objects.filter(bank=bank)
    if not codes:
        return questions
    missing = sorted(set(codes) - set(questions.filter(code__in=codes).values_list("code", flat=True)))
    if missing:
        raise CommandError(f"The bank {bank.code} has no question {', '.join(missing)}.")
    return questions.filter(code__in=codes)


def _put(content: bytes, name: str | None) -> None:
    if not name or name == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        Path(name).write_bytes(content)
    except (OSError, ValueError) as error:
        raise CommandError(f"{name}: {getattr(error, 'strerror', None) or 'no name of a file'}") from None
