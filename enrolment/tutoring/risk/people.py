"""My participants: how each stands in every run one tutors, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from enrolment.following import api as following
from enrolment.programmes import api as programmes

from ..workspace import tutor_page
from .asked import EVERYBODY, Asked
from .lines import FOR_TUTORS, columns_of, lines_of
from .table import Table, facets_of, table_of

if TYPE_CHECKING:
    from clikc.people.models import User


@tutor_page
@require_safe
def people(request):
    """As many queries for ten runs of sixty as for one of one."""
    asked = Asked.of(request.GET, show=EVERYBODY)
    tables = tables_of(request.user, asked)
    context = {
        "asked": asked,
        "tables": tables,
        "facets": facets_of(tables, asked),
    }
    return render(request, "tutoring/risk/people.html", context)


def tables_of(user: User, asked: Asked) -> list[Table]:
    """One for each run in which somebody tutors, those that are closed last."""
    runs = [terms.run for terms in programmes.runs_tutored_by(user)]
    standings = [item for item in following.standings_in_runs(runs, user) if item.tutor_id == user.pk]
    columns, lines = columns_of(runs, FOR_TUTORS), lines_of(user, standings)
    return [
        table_of(run, [line for line in lines if line.standing.run.pk == run.pk], columns[run.pk], asked)
        for run in runs
    ]
