"""Files of officers, and imports as far as a test wants them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from enrolment.intake.api import OfficerImport, confirm_import, open_import, plan, run_import
from enrolment.intake.models import ImportRow

HEADER = ("E-mail", "Name")


def csv_of(
    rows: Iterable[Sequence[str]],
    header: Sequence[str] = HEADER,
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def officers(number: int, start: int = 0) -> list[tuple[str, str]]:
    """Rows of officers nobody knows."""
    return [(f"new{place}@customs.example", f"New Officer {place}") for place in range(start, start + number)]


def make_import(
    administration, content, *, owner=None, cohort=None, name: str = "people.csv"
) -> OfficerImport:
    """A file that was sent; ``content`` is its bytes, or its rows."""
    content = content if isinstance(content, bytes) else csv_of(content)
    return open_import(
        administration=administration, owner=owner, file=io.BytesIO(content), name=name, cohort=cohort
    )


def planned(administration, content, **facts) -> OfficerImport:
    return plan(make_import(administration, content, **facts))


def done(administration, content, *, by=None, batch: int = 500, **facts) -> OfficerImport:
    """A file that was sent, confirmed and done."""
    item = planned(administration, content, owner=by, **facts)
    confirm_import(item=item, digest=item.plan_digest, by=by)
    return run_import(item=item, by=by, batch=batch)


def told(item: OfficerImport) -> dict[int, tuple[str, list[str]]]:
    """Line → outcome and reasons."""
    rows = ImportRow.objects.filter(officer_import=item).order_by("line")
    return {row.line: (row.outcome, row.reasons) for row in rows}
