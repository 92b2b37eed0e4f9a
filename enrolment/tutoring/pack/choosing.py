"""Choosing the works that go into a pack, and sending what came of one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from clikc.foundation.lists import page_of
from clikc.jobs import api as jobs
from courses.catalogue import api as catalogue
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from ..queue.asked import SORTS, STATES, Asked, State
from ..queue.lines import lines_of
from ..queue.piles import in_pile, looked_at, sorted_by
from ..workspace import tutor_page
from .forms import UploadForm

PILES = (State.TO_DO, State.WAITING, State.BEGUN)
ROWS, LATEST = 50, 5


@tutor_page
@require_safe
def choose(request):
    """What waits for this person, to be ticked; the packs she has, and what she sent back."""
    return render(request, "tutoring/pack/choose.html", context_of(request, UploadForm()))


def context_of(request, form: UploadForm) -> dict:
    asked = _asked(request)
    own = grading.queue_of(request.user)
    rows = looked_at(own, asked).filter(in_pile(asked.state))
    page = page_of(request, sorted_by(rows, asked.sort).values_list("pk", flat=True), ROWS)
    works = list(programmes.work_of_runs(_runs_in(own)))
    return {
        "asked": asked,
        "page": page,
        "lines": lines_of(request.user, own, list(page)),
        "states": {state: STATES[state] for state in PILES},
        "sorts": SORTS,
        "works": works,
        "runs": {work.run_id: work.run for work in works},
        "titles": catalogue.entries_of({work.assignment.activity_id for work in works}, get_language()),
        "query": asked.query(),
        "most": grading.packs.MOST_WORKS,
        "packs": _packs(request.user),
        "uploads": grading.packs.PackUpload.objects.visible_to(request.user)[:LATEST],
        "form": form,
    }


@tutor_page
@require_POST
def make(request):
    """Have a pack made, of what is ticked or of all that the filters leave."""
    asked = _asked(request)
    try:
        job = grading.packs.start_pack(owner=request.user, ids=_chosen(request, asked))
    except grading.packs.PackTooLarge as large:
        messages.warning(request, _too_large(large))
    else:
        if job is None:
            messages.warning(request, _("Tick the works you mean first."))
    return redirect(f"{reverse('tutoring_pack')}{asked.query()}")


def _asked(request) -> Asked:
    asked = Asked.of(request.GET)
    return asked if asked.state in PILES else Asked.of(request.GET.dict() | {"state": ""})


def _runs_in(own: QuerySet[grading.Marking]) -> set[int]:
    return set(own.order_by().values_list("submission__run_assignment__run", flat=True).distinct())


def _packs(user) -> list[jobs.Job]:
    """The last packs of this person."""
    own = jobs.Job.objects.visible_to(user).filter(kind=grading.packs.PACK, owner=user)
    return list(own.select_related("owner")[:LATEST])


def _chosen(request, asked: Asked) -> Iterable[UUID]:
    if request.POST.get("which") != "all":
        ticked = request.POST.getlist("marking")[: grading.packs.MOST_WORKS + 1]
        return [found for text in ticked if (found := _uuid(text))]
    rows = looked_at(grading.queue_of(request.user), asked).filter(in_pile(asked.state))
    return rows.values_list("pk", flat=True)


def _too_large(large: grading.packs.PackTooLarge) -> str:
    if large.what == "works":
        text = ngettext(
            "At most %(most)s work goes into one pack. Choose fewer, and make another one of the others.",
            "At most %(most)s works go into one pack. Choose fewer, and make another one of the others.",
            large.most,
        )
        return text % {"most": large.most}
    return _("The files of these works are larger than %(most)s together. Choose fewer works.") % {
        "most": filesizeformat(large.most)
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
