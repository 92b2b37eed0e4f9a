"""The door of every page here: those who make and keep course runs."""

from __future__ import annotations

from functools import wraps

from django.http import Http404
from django.utils.translation import get_language

from clikc.people import api as people
from clikc.people.staff import staff_page
from courses.catalogue import api as catalogue
from enrolment.programmes import api as programmes

LARGEST_ID = 2**31 - 1


def manages_runs(user) -> bool:
    return people.may(user, "cohort", "U", "*")


def run_page(view):
    """``view(request, run, …)`` for managers; an unknown run is 404."""

    @staff_page(manages_runs)
    @wraps(view)
    def guarded(request, pk, **names):
        run = programmes.runs().select_related("scheme").filter(pk=pk).first() if pk <= LARGEST_ID else None
        if run is None:
            raise Http404
        return view(request, run, **names)

    return guarded


def heading(run) -> dict:
    """What the head of every page shows. One query."""
    titles = catalogue.titles_of([run.course_id], get_language())
    return {"run": run, "entry": titles.get(run.course_id)}
