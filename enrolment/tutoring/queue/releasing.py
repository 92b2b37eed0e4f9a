"""Releasing many at once: asked first, done by a job."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clikc.people import api as people
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from ..workspace import tutor_page
from .asked import Asked, State
from .left_out import left_out, uuid_of
from .piles import in_pile, looked_at, own_markings

if TYPE_CHECKING:
    from clikc.people.models import User

MOST_TICKED = 200
CODES = {
    grading.State.WAITING: "not_finished",
    grading.State.BEGUN: "not_finished",
    grading.State.SECOND: "second_waiting",
    grading.State.DISPUTED: "disputed",
}


@dataclass(frozen=True)
class Desk:
    """From where works are released. ``markings``: those that all, or what is ticked, are chosen from;
    ``action``: where the form goes; ``back``: where one comes from; ``here``: the page that shows the job.
    ``crumbs``: addresses with their words."""

    markings: QuerySet[grading.Marking]
    action: str
    back: str
    here: str
    crumbs: Sequence[tuple[str, object]]


@tutor_page
@require_POST
def release_many(request):
    """What would be released, and what not and why; with ``step=release`` it is."""
    asked, queue = Asked.of(request.GET), reverse("tutoring_queue")
    back = f"{queue}{asked.query(state=State.FINISHED)}"
    desk = Desk(
        markings=looked_at(own_markings(request.user), asked).filter(in_pile(State.FINISHED)),
        action=f"{reverse('tutoring_release_many')}{asked.query()}",
        back=back,
        here=queue,
        crumbs=[(back, _("My markings"))],
    )
    return released_in_two_steps(request, desk)


def released_in_two_steps(request, desk: Desk):
    """``which`` says all or what is ticked (``marking``); it is asked first, then a job does it."""
    works = _works(request, desk)
    if not works:
        messages.warning(request, _("Tick the works you mean first."))
        return redirect(desk.back)
    if request.POST.get("step") == "release":
        return _release(request, desk, works)
    refused = {pk: code for pk, code in _codes(request.user, works).items() if code}
    context = {
        "desk": desk,
        "number": len(works) - len(refused),
        "refused": left_out(request.user, refused),
        "which": "all" if request.POST.get("which") == "all" else "ticked",
        "ticked": request.POST.getlist("marking")[:MOST_TICKED],
    }
    return render(request, "tutoring/release.html", context)


def _codes(user: User, works: dict[UUID, int]) -> dict[UUID, str]:
    """Why each cannot be released now, as far as can be told for many at once; "" where it can. The job
    judges each again when its turn comes."""
    standings = grading.standings_of(works)
    is_manager = people.may(user, "grade", "P", "*")
    return {pk: _code(standings.get(pk), user, is_manager=is_manager) for pk in works}


def _code(standing: grading.Standing | None, user: User, *, is_manager: bool) -> str:
    if standing is None:
        return "unknown"
    if standing.state != grading.State.READY:
        return CODES.get(standing.state, "")
    scheme = programmes.scheme_of(standing.first.submission.run_assignment.run)
    is_hers = scheme.tutors_release and standing.first.tutor_id == user.pk
    return "" if is_manager or is_hers else "not_yours"


def _works(request, desk: Desk) -> dict[UUID, int]:
    """Submission → run of what was ticked, or of all that the filters leave."""
    rows = desk.markings
    if request.POST.get("which") != "all":
        ticked = [found for text in request.POST.getlist("marking")[:MOST_TICKED] if (found := uuid_of(text))]
        rows = rows.filter(pk__in=ticked)
    return dict(rows.order_by().values_list("submission", "submission__run_assignment__run"))


def _release(request, desk: Desk, works: dict[UUID, int]):
    by_run: dict[int, list[UUID]] = defaultdict(list)
    for pk, run in works.items():
        by_run[run].append(pk)
    runs = programmes.runs_by_id(by_run)
    jobs = [
        grading.start_release(run=runs[run], submission_ids=ids, by=request.user)
        for run, ids in by_run.items()
    ]
    query = urlencode([("state", State.RELEASED.value), *(("job", str(job.pk)) for job in jobs)])
    return redirect(f"{desk.here}?{query}")
