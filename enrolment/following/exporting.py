"""What the page shows, as a file: the same rows, columns and order, in the language of now."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from django.core.files import File
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext

from clikc.foundation.sheets import SheetOut, write_csv, write_xlsx
from clikc.foundation.zones import zone_named
from clikc.jobs import api as jobs
from clikc.people.models import Administration

from .columns import COLUMNS
from .lines import Line, lines_by_id

if TYPE_CHECKING:
    from clikc.people.models import User

KIND = "following.export"
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# More rows than these are written by the worker.
MOST_AT_ONCE = 5_000


def export(stream: BinaryIO, lines: Iterable[Line], form: str) -> None:
    """Write the lines into a file of this format. No row is held. Raises KeyError for another format."""
    headers = [str(column.heading) for column in COLUMNS]
    rows = ([column.value(line) for column in COLUMNS] for line in lines)
    write = {"xlsx": _xlsx, "csv": _csv}[form]
    write(stream, headers, rows)


def name_of_file(form: str) -> str:
    day = timezone.localdate().isoformat()
    return f"{slugify(gettext('Following'), allow_unicode=True)}-{day}.{form}"


def start_export(user: User, administration: Administration, *, ids: Sequence[UUID], form: str) -> jobs.Job:
    """Have the rows of these enrolments written in the language of now, in this order."""
    payload = {
        "administration": administration.pk,
        "enrolments": [str(pk) for pk in ids],
        "form": form,
        "language": translation.get_language(),
    }
    return jobs.start_job(kind=KIND, owner=user, payload=payload)


def run_export(job: jobs.Running) -> dict:
    """The work of the job: as the owner may see it when it is done. Safe to do again."""
    ids, form = job.payload["enrolments"], job.payload["form"]
    administration = Administration.objects.get(pk=job.payload["administration"])
    with (
        translation.override(job.payload["language"]),
        timezone.override(zone_named(job.owner.time_zone)),
        tempfile.TemporaryFile() as file,
    ):
        lines = lines_by_id(job.owner, administration, ids)
        export(file, _counted(job, lines, len(ids)), form)
        file.seek(0)
        job.attach(File(file), name=name_of_file(form))
    return {"rows": job.job.done}


def may_have(job: jobs.Job) -> bool:
    """Whether the owner of a job about an administration still coordinates it."""
    return job.payload.get("administration") in job.owner.administrations_coordinated


def _counted(job: jobs.Running, lines: Iterable[Line], total: int) -> Iterator[Line]:
    number = 0
    for number, line in enumerate(lines, start=1):
        job.advance(number, total)
        yield line
    job.advance(number, total)


def _xlsx(stream: BinaryIO, headers: list[str], rows: Iterable) -> None:
    sheet = SheetOut(gettext("Following"), headers, rows, [column.width for column in COLUMNS])
    write_xlsx(stream, sheets=[sheet], right_to_left=translation.get_language_bidi())


def _csv(stream: BinaryIO, headers: list[str], rows: Iterable) -> None:
    write_csv(stream, _below(headers, rows))


def _below(headers: list[str], rows: Iterable) -> Iterator:
    yield headers
    yield from rows
