"""How quickly officers come in by file, and at what memory, beside the raw ``bulk_create`` of the same rows.

    .venv/bin/python benchmarks/import_officers.py [ROWS]

Each part runs in a process of its own; SQLite, in a temporary folder.
"""

import csv
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BATCH = 500
COURSES = 2
# What being a new, enrolled officer is; and what is noted about it beside that.
ACCOUNTS = ("people.User", "account.EmailAddress", "membership.Invitation")
ENROLMENTS = ("programmes.CohortMember", "admissions.Enrolment")
NOTES = ("admissions.EnrolmentChange", "people.AuditEntry", "post.Letter", "intake.ImportRow")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        set_up(folder)
        in_a_process(build)
        shutil.copy(folder / "made.sqlite3", folder / "raw.sqlite3")
        file = write_file(folder / "officers.csv", rows)
        print(f"{rows} new officers into a cohort of {COURSES} courses; {os.cpu_count()} processors")
        tell("nothing", in_a_process(lambda: None), 0)
        tell("dry run", in_a_process(lambda: bring_in(file, dry_run=True)), rows)
        tell("import, dry run included", in_a_process(lambda: bring_in(file)), rows)
        five = ACCOUNTS + ENROLMENTS
        tell("raw bulk_create of accounts and enrolments", in_a_process(lambda: copy(folder, five)), rows)
        tell("raw bulk_create of what is noted beside", in_a_process(lambda: copy(folder, NOTES)), rows)


def set_up(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clikc.settings.dev")
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'made.sqlite3'}"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.conf import settings

    settings.MEDIA_ROOT = folder / "media"


def build() -> None:
    """A site with an administration, courses and a cohort, without people."""
    from django.core.management import call_command

    from clikc.people.administrations import load_administrations
    from clikc.people.models import Administration
    from courses.catalogue.models import Course, Subject
    from enrolment.programmes.api import CohortFacts, make_cohort

    call_command("migrate", verbosity=0)
    load_administrations()
    subject = Subject.objects.create(code="measured")
    courses = [Course.objects.create(code=f"measured-{n}", subject=subject).pk for n in range(COURSES)]
    facts = CohortFacts(name="Measured", course_ids=tuple(courses))
    make_cohort(administration=Administration.objects.get(code="KE"), facts=facts, by=None)


def write_file(path: Path, rows: int) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["E-mail", "Name", "Language", "Unit", "Gender"])
        for place in range(rows):
            unit = f"Border post {place % 40}"
            writer.writerow([f"officer{place}@customs.example", f"Officer {place}", "fr", unit, "woman"])
    return path


def bring_in(path: Path, **options) -> None:
    from django.core.management import call_command

    from enrolment.programmes.models import Cohort

    with open(os.devnull, "w") as nowhere:
        cohort = Cohort.objects.get().pk
        facts = {"administration": "KE", "cohort": cohort, "json": True, "stdout": nowhere}
        call_command("import_officers", path, **facts | options)


def copy(folder: Path, labels: tuple[str, ...]) -> tuple[float, float]:
    """Write the rows that the import wrote into the other database; the seconds ``bulk_create`` took."""
    from django.apps import apps
    from django.db import connection, transaction

    clock = processor = 0.0
    for model in map(apps.get_model, labels):
        _look_at(folder / "made.sqlite3")
        made = list(model.objects.order_by())
        _look_at(folder / "raw.sqlite3")
        with connection.constraint_checks_disabled():
            begun = clocks()
            for start in range(0, len(made), BATCH):
                with transaction.atomic():
                    model.objects.bulk_create(made[start : start + BATCH])
            taken = since(begun)
            clock, processor = clock + taken[0], processor + taken[1]
    return clock, processor


def _look_at(path: Path) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(path)


def in_a_process(work) -> tuple[float, float, float]:
    """Seconds by the clock and of the processor (those that ``work`` says, if it does), and peak memory in
    MB, of a copy of this process."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measure, args=(work, theirs))
    process.start()
    theirs.close()
    measured = ours.recv()
    process.join()
    return measured


def _measure(work, pipe) -> None:
    begun = clocks()
    said = work() or since(begun)
    pipe.send((*said, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def since(begun: tuple[float, float]) -> tuple[float, float]:
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def tell(label: str, measured: tuple[float, float, float], rows: int) -> None:
    """On a busy machine the processor's time says more than the clock's."""
    clock, processor, memory = measured
    speed = f"{rows / clock:7.0f} rows/s" if rows else ""
    print(f"{label:44} {clock:7.1f} s {processor:7.1f} s cpu {speed:14} {memory:5.0f} MB", flush=True)


if __name__ == "__main__":
    main()
