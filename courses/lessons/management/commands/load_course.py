from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.lessons.api import LoadReport, SourceProblems, check_course, load_course


class Command(BaseCommand):
    help = (
        "Checks the folder of a course (docs/authoring.md), then builds or updates its pages. "
        "Anything wrong is named by file and line, and nothing is written."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "folders", nargs="+", type=Path, metavar="FOLDER", help="folder with a course.yaml"
        )
        parser.add_argument("--check", action="store_true", help="only check, write nothing")

    def handle(self, *, folders: list[Path], check: bool, verbosity: int, **options):
        work = check_course if check else load_course
        refused = 0
        for folder in folders:
            try:
                report = work(folder)
            except SourceProblems as found:
                refused += len(found.problems)
                for problem in found.problems:
                    self.stderr.write(_placed(folder, problem))
                continue
            self._tell(folder, report, verbosity)
        if refused:
            raise CommandError(
                f"{refused} {'problem' if refused == 1 else 'problems'}; nothing was written there."
            )

    def _tell(self, folder: Path, report: LoadReport, verbosity: int) -> None:
        if verbosity < 1:
            return
        for note in report.notes:
            self.stdout.write(f"{_placed(folder, note)} (note)")
        if report.is_only_checked:
            self.stdout.write(f"{report.code}: nothing is wrong")
            return
        if verbosity > 1:
            self._tell_each(report)
        pages = (
            f"{len(report.created)} new pages, {len(report.updated)} changed, {report.unchanged} as before"
        )
        rest = (
            f"{len(report.unpublished)} unpublished, {len(report.moved)} moved, {len(report.files)} new files"
        )
        self.stdout.write(f"{report.code}: {pages}, {rest}")

    def _tell_each(self, report: LoadReport) -> None:
        done = {
            "new": report.created,
            "changed": report.updated,
            "unpublished": report.unpublished,
            "moved": report.moved,
            "file": report.files,
            "record": report.records,
        }
        for what, names in done.items():
            for name in names:
                self.stdout.write(f"  {what} {name}")


def _placed(folder: Path, problem) -> str:
    """A problem with the folder as it was typed before its file, so that an editor can open it."""
    path = folder.parent / problem.path[3:] if problem.path.startswith("../") else folder / problem.path
    return f"{path}:{problem.line}: {problem.message}"
