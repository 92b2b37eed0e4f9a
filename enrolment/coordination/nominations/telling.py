"""What a row of a list says of a candidate, in words: what would be written, and what stands there so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import pgettext

from enrolment.admissions import api as admissions, bases
from enrolment.intake import api as intake

from .forms import NominationForm

DAYS = ("served_since", "born_on")


@dataclass(frozen=True)
class Told:
    """A fact; ``was``: what it takes the place of, "" where it takes none."""

    label: str
    words: str
    was: str = ""


def facts_told(row) -> list[Told]:
    """The facts that a confirmation would write, or has written; none of a row of which nothing is done. Of a
    draft that is changed, those that change."""
    if row.outcome not in intake.NOMINATIONS_DONE:
        return []
    fields = NominationForm.base_fields
    names = [name for name in fields if name in row.facts and (row.outcome == "new" or name in row.was)]
    return [_told(str(fields[name].label), name, row) for name in names]


def _told(label: str, name: str, row) -> Told:
    was = ""
    if name in row.was:
        was = _words(name, row.was[name]) or pgettext("what a draft says so far", "nothing")
    return Told(label, _words(name, row.facts[name]), was)


def _words(name: str, value) -> str:
    if not value:
        return ""
    if name in DAYS:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if name == "post":
        return str(dict(bases.CANDIDATE_POSTS)[value])
    if name == "languages":
        return pgettext("between names", ", ").join(admissions.language_label(code) for code in value)
    return value
