"""My queue: what waits, what is begun, what is finished; and on to the next."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from clikc.foundation.lists import page_of
from courses.catalogue import api as catalogue
from enrolment.assessment import api as assessment
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from ..load.table import loads_beside
from ..session.views import own_sessions
from ..workspace import tutor_page
from .asked import SORTS, STATES, Asked, State
from .left_out import releases_asked, uuid_of
from .lines import lines_of
from .piles import counts, in_pile, looked_at, most_urgent, own_markings, sorted_by

ROWS = 25


@dataclass(frozen=True)
class Pile:
    """A pile with how many lie in it, and where it leads."""

    words: object
    number: int
    query: str
    is_current: bool


@tutor_page
@require_safe
def queue(request):
    """As many queries for 5,000 markings as for one."""
    asked = Asked.of(request.GET)
    own = own_markings(request.user)
    rows = looked_at(own, asked)
    numbers = counts(rows)
    # Keys alone are sorted; what is said of them is asked of one page.
    keys = sorted_by(rows.filter(in_pile(asked.state)), asked.sort).values_list("pk", flat=True)
    page = page_of(request, keys, ROWS)
    works = _works_in(own)
    context = {
        "asked": asked,
        "page": page,
        "lines": lines_of(request.user, own, list(page)),
        "piles": [
            Pile(words, numbers[state], asked.query(state=state), state == asked.state)
            for state, words in STATES.items()
        ],
        "sorts": SORTS,
        "works": works,
        "runs": {work.run_id: work.run for work in works},
        "titles": catalogue.entries_of({work.assignment.activity_id for work in works}, get_language()),
        "beside": loads_beside(request.user, asked.run),
        "essays": assessment.markable_by(request.user).count(),
        "releases": releases_asked(request),
        "can_release": asked.state == State.FINISHED,
        "query": asked.query(),
        "next_query": asked.query(state="", sort="", q=""),
        "sessions": own_sessions(request.user),
        "has_any": any(numbers.values()) or asked.is_narrowed,
    }
    return render(request, "tutoring/queue.html", context)


@tutor_page
@require_safe
def next_marking(request):
    """To what should be marked next; back to the queue where nothing else waits."""
    asked = Asked.of(request.GET)
    found = most_urgent(request.user, asked, after=uuid_of(request.GET.get("after", "")))
    if found is None:
        messages.success(request, _("Nothing else waits for you."))
        return redirect(f"{reverse('tutoring_queue')}{asked.query(state='')}")
    return redirect(f"{reverse('tutoring_marking', args=[found])}{asked.query(state='', sort='', q='')}")


def _works_in(own: QuerySet[grading.Marking]) -> list:
    """The assignments of the runs that something of the queue belongs to, to choose from. Two queries."""
    runs = set(own.order_by().values_list("submission__run_assignment__run", flat=True).distinct())
    return list(programmes.work_of_runs(runs))
