"""The closing report of sessions of a programme, for people or for programs."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from enrolment.certificates.reporting import ReportLine, session_report, sessions_named


class Command(BaseCommand):
    help = "Report participants, administrations, certificates and honours of sessions of a programme."

    def add_arguments(self, parser):
        parser.add_argument("programme", metavar="CODE", help="as in VCOA")
        parser.add_argument("numbers", type=int, nargs="+", metavar="NUMBER", help="of a session, as in 4 5")
        parser.add_argument("--json", action="store_true", help="for programs, to standard output")

    def handle(self, programme, numbers, **options):
        report = session_report(self._sessions(programme, numbers))
        if options["json"]:
            self.stdout.write(json.dumps(report.as_data(), ensure_ascii=False, indent=2))
            return
        with override("en"):
            for line in (*report.sessions, report.total):
                self.stdout.write(_sentence(line))

    def _sessions(self, programme: str, numbers: list[int]):
        there = sessions_named(programme)
        if not there:
            raise CommandError(f"There is no programme {programme}, or it has no session.")
        missing = sorted(set(numbers) - {session.number for session in there})
        if missing:
            raise CommandError(f"{programme.upper()} has no session {', '.join(map(str, missing))}.")
        return [session for session in there if session.number in numbers]


def _sentence(line: ReportLine) -> str:
    figures = line.figures
    return (
        f"{line.name or 'Total'}: {figures.participants} participants from {figures.administrations} "
        f"administrations, {figures.certified} certified, {figures.with_honours} with honours, "
        f"{figures.withdrawn} withdrawn."
    )
