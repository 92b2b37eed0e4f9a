"""How a session goes: everybody in it, week by week or module by module."""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clikc.foundation.lists import page_of
from clikc.people.collation import sort_key
from enrolment.following import api as following
from enrolment.programmes import api as programmes

from .asked import MODULES, NOBODY, SHOWS, Asked, standing, within
from .door import session_page
from .table import module_rows, sums_of, week_rows, weeks_in

PAGE = 50


@session_page
@require_safe
def board(request, session):
    """Who is on time, behind, silent. As many queries for 1 as for 200 participants."""
    asked = Asked.of(request.GET)
    found = following.board_of(session, request.user)
    terms = programmes.tutors_of_runs([run.pk for run in found.runs])
    tutors = {item.tutor_id: item.tutor.get_full_name() for item in terms}
    meant = within(found.lines, asked)
    lines = standing(meant, asked.show)
    rows = page_of(request, lines, PAGE)
    context = {
        "session": session,
        "board": found,
        "asked": asked,
        "facets": [(show, len(standing(meant, show)), asked.query(show=show)) for show in SHOWS],
        "tutors": sorted(tutors.items(), key=lambda item: sort_key(item[1], get_language())),
        "administrations": administrations_of(found),
        "nobody": NOBODY,
        "rows": rows,
        "number": len(lines),
        "query": asked.query(),
    }
    if asked.view == MODULES:
        context["table"] = module_rows(found, rows.object_list, tutors)
    else:
        context["table"] = week_rows(found, rows.object_list)
        context |= {"weeks": weeks_in(found), "sums": sums_of(found, lines)}
    return render(request, "secretariat/running/board.html", context)


def administrations_of(found: following.Board) -> list[tuple[int, str]]:
    """Id and name of those that sent somebody, in the reader's order. No query."""
    named = {line.participation.administration_id: line.participation.administration for line in found.lines}
    pairs = [(pk, str(administration)) for pk, administration in named.items()]
    return sorted(pairs, key=lambda item: sort_key(item[1], get_language()))
