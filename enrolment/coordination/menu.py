"""The ways through the workspace of an administration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from enrolment.membership import api as membership

if TYPE_CHECKING:
    from clikc.people.models import Administration

# Section, route, label; the sections that have a count are fields of ``membership.Waiting``.
SECTIONS = (
    ("overview", "coordination_home", _("Overview")),
    ("people", "coordination_people", _("People")),
    ("registrations", "coordination_registrations", _("Registrations")),
    ("transfers", "coordination_transfers", _("Transfers")),
    ("cohorts", "coordination_cohorts", _("Cohorts")),
    ("following", "coordination_following", _("Following")),
    # Translators: courses in which officers hand in written work to a tutor.
    ("tutored", "coordination_tutored", _("Tutored courses")),
    ("nominations", "coordination_nominations", _("Nominations")),
    ("imports", "coordination_imports", _("Files")),
    ("duplicates", "coordination_duplicates", _("Duplicates")),
    ("report", "coordination_report", _("Report")),
    # Translators: what was done to whom by whom, as kept by the platform.
    ("record", "coordination_record", pgettext_lazy("what was done", "Record")),
)


@dataclass(frozen=True)
class Entry:
    """A section with its address; ``count`` of what waits there, or None where nothing can wait."""

    section: str
    label: object
    url: str
    count: int | None = None


def entries_of(administration: Administration) -> list[Entry]:
    """The menu of an administration. One query."""
    waiting = membership.waiting_in(administration)
    return [
        Entry(
            section,
            label,
            reverse(route, kwargs={"code": administration.code}),
            getattr(waiting, section, None),
        )
        for section, route, label in SECTIONS
    ]
