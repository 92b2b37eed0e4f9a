"""The columns of following: what the page shows is what a sheet gets, from one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from .lines import Line


@dataclass(frozen=True)
class Column:
    """``value(line)`` is a text, a number, a date or None. ``sort`` is a key of ``rows.SORTS``, or "".
    ``kind`` says how a page shows it; ``joins`` that it stands below the column before. ``width`` in letters.
    """

    key: str
    heading: object
    value: Callable[[Line], str | int | date | None]
    kind: str = "text"
    sort: str = ""
    joins: bool = False
    width: int = 14


COLUMNS = (
    Column("name", _("Name"), lambda line: line.person.get_full_name(), "name", "name", width=28),
    Column("address", _("E-mail address"), lambda line: line.person.address, "address", joins=True, width=30),
    Column("unit", _("Unit"), lambda line: line.person.unit.name if line.person.unit else "", sort="unit"),
    Column("cohort", _("Cohort"), lambda line: ", ".join(line.cohorts), sort="cohort", width=24),
    Column("course", _("Course"), lambda line: line.title, "course", "course", width=32),
    Column("standing", _("Standing"), lambda line: line.kind_words, "standing", "standing", width=20),
    Column("details", _("Details"), lambda line: line.details, joins=True, width=36),
    Column("share", _("Done, per cent"), lambda line: line.percent, "share", "share"),
    Column("active", _("Last activity"), lambda line: line.active_on, "day", "active"),
    Column("due", pgettext_lazy("a day", "Due"), lambda line: line.enrolment.due_on, "day", "due"),
    Column("finished", pgettext_lazy("a day", "Finished"), lambda line: line.finished_on, "day", "finished"),
    Column("score", _("Score, per cent"), lambda line: line.score, "number", "score"),
)
