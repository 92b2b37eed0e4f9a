"""Officers from a file, by the same verbs as the pages: planned, confirmed, done. Begun again, it goes on."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from clikc.foundation.sheets import UnreadableSheet
from clikc.people.models import Administration, User
from enrolment.intake.confirming import confirm_import
from enrolment.intake.models import OfficerImport, Outcome
from enrolment.intake.opening import open_import
from enrolment.intake.permissions import may_bring_in
from enrolment.intake.planning import plan
from enrolment.intake.reading import BATCH
from enrolment.intake.reasons import file_sentence, row_sentence
from enrolment.intake.running import run_import
from enrolment.programmes import api as programmes


class Command(BaseCommand):
    help = "Bring the officers of an administration in from a CSV or XLSX file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--administration", required=True, metavar="CODE", help="two letters: KE")
        parser.add_argument("--cohort", type=int, metavar="ID", help="put everybody into this cohort")
        parser.add_argument("--by", metavar="EMAIL", default="", help="who brings them in; else the platform")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of each row")
        parser.add_argument("--json", action="store_true", help="for programs, to standard output")
        parser.add_argument("--batch", type=int, default=BATCH, metavar="ROWS", help="rows per transaction")

    def handle(self, file, administration, cohort, by, dry_run, batch, **options):
        place = Administration.objects.filter(code=administration.upper()).first()
        if place is None:
            raise CommandError(f"There is no administration {administration}.")
        if batch < 1:
            raise CommandError("A batch has at least one row.")
        actor = self._actor(by, place)
        item = self._open(file, place, actor, self._cohort(cohort, place), options["json"])
        try:
            item = plan(item)
            if item.state == OfficerImport.State.REFUSED:
                self._refuse(
                    UnreadableSheet(item.refusal, item.refusal_line, item.refusal_detail), options["json"]
                )
            if not dry_run:
                confirm_import(item=item, digest=item.plan_digest, by=actor)
                item = run_import(item=item, by=actor, batch=batch)
            self._report(item, options["json"])
        finally:
            if dry_run and item.state in (OfficerImport.State.READING, OfficerImport.State.PLANNED):
                item.file.delete(save=False)
                item.delete()

    def _actor(self, address: str, place: Administration) -> User | None:
        if not address:
            return None
        found = User.objects.filter(email__iexact=address, is_active=True).first()
        if found is None:
            raise CommandError("Nobody who is active has the address of --by.")
        if not may_bring_in(found, place.pk):
            raise CommandError(f"Whoever --by names does not coordinate {place.code}.")
        return found

    def _cohort(self, pk: int | None, place: Administration):
        if pk is None:
            return None
        found = next((item for item in programmes.open_cohorts_of(place.pk) if item.pk == pk), None)
        if found is None:
            raise CommandError(f"{place.code} has no open cohort {pk}.")
        return found

    def _open(self, path: Path, place, actor, cohort, as_json: bool) -> OfficerImport:
        try:
            with path.open("rb") as file:
                return open_import(
                    administration=place, owner=actor, file=file, name=path.name, cohort=cohort
                )
        except OSError as error:
            raise CommandError(f"{path} cannot be opened: {error.strerror}.") from None
        except UnreadableSheet as error:
            self._refuse(error, as_json)

    def _refuse(self, error: UnreadableSheet, as_json: bool):
        if as_json:
            told = {"refused": error.code, "line": error.line, "detail": error.detail, "rows": []}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            sys.exit(1)
        raise CommandError(file_sentence(error.code, error.line, error.detail))

    def _report(self, item: OfficerImport, as_json: bool) -> None:
        if as_json:
            self._report_json(item)
            return
        for line, outcome, reasons in self._rows(item):
            why = " ".join(row_sentence(reason) for reason in reasons)
            self.stdout.write(f"{line}: {Outcome(outcome).label}{f'. {why}' if why else ''}")
        counts = ", ".join(f"{Outcome(code).label}: {count}" for code, count in item.counts.items())
        self.stdout.write(self.style.SUCCESS(f"{item.get_state_display()}. {counts}"))

    def _report_json(self, item: OfficerImport) -> None:
        """Written row by row: the file may be long."""
        head = {
            "state": item.state,
            "total": item.total,
            "counts": item.counts,
            "digest": item.plan_digest,
            "notes": item.notes,
        }
        self.stdout.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [', ending="")
        for number, (line, outcome, reasons) in enumerate(self._rows(item)):
            row = {"line": line, "outcome": outcome, "reason": ", ".join(reasons)}
            self.stdout.write(("," if number else "") + "\n" + json.dumps(row), ending="")
        self.stdout.write("\n]}")

    def _rows(self, item: OfficerImport):
        rows = item.rows.order_by("line").values_list("line", "outcome", "reasons")
        return rows.iterator(chunk_size=2000)
