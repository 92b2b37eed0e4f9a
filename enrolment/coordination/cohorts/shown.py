"""Cohorts of an administration, and one of them with its people."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clikc.foundation.lists import page_of, searched
from clikc.foundation.zones import zone_named
from clikc.people.names import name_words
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.following import api as following
from enrolment.programmes import api as programmes

from ..workspace import coordinator_page
from .found import cohort_or_404

PAGE, PEOPLE = 25, 50


@coordinator_page
@require_safe
def cohorts(request, administration):
    """The open ones, what is due first first; or the closed ones. As many queries for 1 as for 25."""
    query, is_closed = searched(request).replace("\x00", ""), request.GET.get("state") == "closed"
    found = programmes.cohorts_seen_by(request.user, administration_id=administration.pk)
    found = found.filter(closed_at__isnull=not is_closed)
    if query:
        found = found.filter(name__icontains=query)
    order = ["-closed_at", "-pk"] if is_closed else [F("due_on").asc(nulls_last=True), "-pk"]
    rows = page_of(request, found.order_by(*order), PAGE)
    figures = following.cohort_figures(request.user, administration, [cohort.pk for cohort in rows])
    today = _today(request)
    context = {
        "administration": administration,
        "section": "cohorts",
        "q": query,
        "is_closed": is_closed,
        "rows": rows,
        "lines": [
            {
                "cohort": cohort,
                "figures": figures.get(cohort.pk),
                "due": admissions.due_as_of(cohort.due_on, today) if cohort.is_open else None,
                "is_soon": bool(cohort.opens_on and cohort.opens_on > today),
            }
            for cohort in rows
        ],
        "drafts": [
            draft
            for draft in programmes.drafts_of(request.user, administration_id=administration.pk)[:10]
            if draft.made_id is None
        ],
    }
    return render(request, "coordination/cohorts/cohorts.html", context)


def _today(request):
    return admissions.today_in(zone_named(request.user.time_zone), timezone.now())


@dataclass(frozen=True)
class MemberLine:
    """Somebody in the cohort with where she stands in each of its courses; ``waits``: titles of those she
    has no seat in yet."""

    member: object
    standings: list
    waits: list

    @property
    def person(self):
        return self.member.person


@coordinator_page
@require_safe
def cohort(request, administration, pk):
    """A cohort: what it is, how far its people are, what was changed. The same for 20 people and 2,000."""
    cohort = cohort_or_404(request, administration, pk)
    courses = list(cohort.courses.select_related("run"))
    titles = catalogue.titles_of([item.course_id for item in courses], get_language())
    found = programmes.members_seen_by(request.user, cohort=cohort)
    query = searched(request).replace("\x00", "")
    for word in name_words(query):
        found = found.filter(person__search_name__contains=word)
    found = found.select_related("person__unit").order_by("person__search_name", "pk")
    rows = page_of(request, found, PEOPLE)
    figures = following.cohort_figures(request.user, administration, [cohort.pk]).get(cohort.pk)
    context = {
        "administration": administration,
        "section": "cohorts",
        "cohort": cohort,
        "due": admissions.due_as_of(cohort.due_on, _today(request)) if cohort.is_open else None,
        "courses": [{"item": item, "entry": titles.get(item.course_id)} for item in courses],
        "seats": admissions.counts_of(
            [item.run_id for item in courses if item.run_id], administration_id=administration.pk
        ),
        "q": query,
        "rows": rows,
        "lines": _member_lines(request, administration, courses, titles, list(rows)),
        "figures": figures,
        "changes": list(cohort.changes.select_related("by")[:10]),
        "job": admissions.filling_of(request.user, cohort),
    }
    return render(request, "coordination/cohorts/cohort.html", context)


def _member_lines(request, administration, courses, titles, members) -> list[MemberLine]:
    ids, here = [member.person_id for member in members], {item.course_id for item in courses}
    standings = following.standings_of(request.user, administration, people=ids)
    run_ids = [item.run_id for item in courses if item.run_id]
    waiting = admissions.waiting_in(person_ids=ids, run_ids=run_ids) if run_ids else set()
    return [
        MemberLine(
            member,
            [line for line in standings.get(member.person_id, []) if line.enrolment.course_id in here],
            [
                titles[course]
                for course in sorted(here)
                if (member.person_id, course) in waiting and course in titles
            ],
        )
        for member in members
    ]
