from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from courses.lessons.api import SourceProblems
from enrolment.programmes.api import check_programme, load_programme


class Command(BaseCommand):
    help = (
        "Makes or changes a programme by its file (docs/programmes.md). Anything wrong is named by its line, "
        "and nothing is written."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a programme as YAML")
        parser.add_argument("--check", action="store_true", help="only check, write nothing")

    def handle(self, *, files: list[Path], check: bool, **options):
        refused = 0
        with override("en"):
            for path in files:
                try:
                    self.stdout.write(self.said(path, check))
                except SourceProblems as found:
                    refused += len(found.problems)
                    for problem in found.problems:
                        self.stderr.write(str(path.parent / str(problem)))
        if refused:
            raise CommandError(f"{refused} wrong; nothing was written of those files.")

    def said(self, path: Path, check: bool) -> str:
        if check:
            return f"{check_programme(path)}: nothing is wrong"
        saved = load_programme(path)
        changed = "made" if saved.is_new else ", ".join(saved.changed) or "as before"
        return f"{saved.programme.code}: {changed}"
