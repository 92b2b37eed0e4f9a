"""The page of all markings of a run, and releasing what is ready."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_POST, require_safe

from clikc.foundation.lists import page_of
from clikc.people.models import User
from courses.catalogue import api as catalogue
from enrolment.programmes import api as programmes

from ...queue.left_out import releases_asked
from ...queue.releasing import Desk, released_in_two_steps
from ..workspace import heading, run_page
from .asked import NOBODY, PILES, SORTS, Asked, Pile
from .lines import lines_of
from .piles import counts, in_order, in_pile, looked_at, markings_of

ROWS = 25


@dataclass(frozen=True)
class PileShown:
    """A pile with how many lie in it, and where it leads."""

    words: object
    number: int
    query: str
    is_current: bool


@run_page
@require_safe
def marking(request, run):
    """As many queries for 1,000 markings as for one."""
    asked, there = Asked.of(request.GET), markings_of(request.user, run)
    rows = looked_at(there, asked)
    numbers = counts(rows)
    page = page_of(
        request, in_order(rows.filter(in_pile(asked.pile)), asked.sort).values_list("pk", flat=True), ROWS
    )
    works = list(programmes.work_of_runs([run.pk]))
    context = heading(run) | {
        "asked": asked,
        "page": page,
        "lines": lines_of(request.user, there, list(page)),
        "is_blind": programmes.scheme_of(run).is_blind,
        "piles": [
            PileShown(words, numbers[pile], asked.query(state=pile), pile == asked.pile)
            for pile, words in PILES.items()
        ],
        "sorts": SORTS,
        "works": works,
        "titles": catalogue.entries_of({work.assignment.activity_id for work in works}, get_language()),
        "tutors": _tutors_of(there),
        "nobody": NOBODY,
        "can_release": asked.pile == Pile.READY,
        "releases": releases_asked(request),
        "query": asked.query(),
        "has_any": any(numbers.values()) or asked.is_narrowed,
    }
    return render(request, "tutoring/managing/marking.html", context)


@run_page
@require_POST
def release(request, run):
    """What is ready and ticked, or all of it that the filters leave: asked first, then done by a job."""
    asked, here = Asked.of(request.GET), reverse("run_marking", args=[run.pk])
    ready = looked_at(markings_of(request.user, run), asked).filter(in_pile(Pile.READY))
    back = f"{here}{asked.query(state=Pile.READY)}"
    desk = Desk(
        markings=ready,
        action=f"{reverse('run_marking_release', args=[run.pk])}{asked.query()}",
        back=back,
        here=here,
        crumbs=[(reverse("run", args=[run.pk]), run), (back, _("Marking"))],
    )
    return released_in_two_steps(request, desk)


def _tutors_of(markings: QuerySet) -> QuerySet[User]:
    """Everybody who marks something of the run, or did, by name. One query."""
    return User.objects.filter(pk__in=markings.order_by().values("tutor")).order_by("search_name", "pk")
