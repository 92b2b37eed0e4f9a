"""How a session goes: everybody in it, week by week or module by module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clikc.foundation.lists import page_of
from clikc.people.collation import sort_key
from enrolment.admissions import api as admissions
from enrolment.certificates import api as certificates
from enrolment.following import api as following
from enrolment.programmes import api as programmes

from ..closing.forms import AWARDS
from .asked import MODULES, NOBODY, SHOWS, Asked, standing, within
from .door import session_page
from .table import module_rows, sums_of, week_rows, weeks_in

PAGE = 50
WORDS = dict(AWARDS)


@session_page
@require_safe
def board(request, session):
    """Who is on time, behind, silent; once it is closed, with which result. As many queries for 1 as for 200
    participants."""
    if session.closed_at is not None:
        return _closed(request, session)
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
        context["timeline"] = programmes.timeline_of(session, request.user.time_zone)
    return render(request, "secretariat/running/board.html", context)


def _closed(request, session):
    """What came of everybody."""
    people = admissions.participants_of(session).select_related("learner", "administration")
    people = list(people.order_by("learner__search_name", "pk"))
    awards = {item.participation_id: WORDS[item.award] for item in certificates.decisions_of(session)}

    def result(item) -> object:
        is_in = item.state == item.State.ENROLLED
        return awards.get(item.pk, "") if is_in else item.get_state_display()

    rows = page_of(request, people, PAGE)
    context = {
        "session": session,
        "rows": rows,
        "table": [(item, result(item)) for item in rows],
        "counts": _counted([result(item) for item in people]),
    }
    return render(request, "secretariat/running/closed.html", context)


def _counted(results: Sequence[object]) -> list[tuple[object, int]]:
    """The highest award first, then what else there is."""
    number = Counter(results)
    awards = [words for words in reversed(WORDS.values()) if words in number]
    return [(words, number[words]) for words in dict.fromkeys([*awards, *number])]


def administrations_of(found: following.Board) -> list[tuple[int, str]]:
    """Id and name of those that sent somebody, in the reader's order. No query."""
    named = {line.participation.administration_id: line.participation.administration for line in found.lines}
    pairs = [(pk, str(administration)) for pk, administration in named.items()]
    return sorted(pairs, key=lambda item: sort_key(item[1], get_language()))
