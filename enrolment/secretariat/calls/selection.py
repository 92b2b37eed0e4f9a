"""The selection of a call: what is proposed, why, in which balance; the results, and what became of them."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.lists import page_of
from clikc.people import api as people
from enrolment.admissions import api as admissions

from .door import call_page
from .showing import Line, State, balance_of, free_words, lines_of, overbooked_words, unfollowed_words

PAGE = 50
SHOWS = ("seats", "reserve", "others")


@call_page
@require_safe
def selection(request, call):
    """The proposal as it is now; once the results are told, the board of answers instead."""
    if call.published_at is not None:
        return redirect("call_results", pk=call.pk)
    found = admissions.select(call)
    show = _shown(request)
    parts = {"seats": found.seated, "reserve": found.reserve, "others": found.others}
    rows = page_of(request, parts[show], PAGE)
    first = rows.start_index() if show != "others" else None
    context = {
        "call": call,
        "selection": found,
        "show": show,
        "facets": [(name, len(parts[name])) for name in SHOWS],
        "rows": rows,
        "lines": lines_of(found, rows.object_list, first),
        "balance": balance_of(found),
        "overbooked": overbooked_words(found),
        "free": free_words(found),
        "unfollowed": unfollowed_words(found) if found.quotas.reserve != 0 else [],
    }
    return render(request, "secretariat/calls/selection.html", context)


@call_page
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, call):
    """What would be told, letter by letter; POST tells it, if it is still what was shown. Where many are
    told, the page says how far that is."""
    if call.published_at is not None:
        return redirect("call_results", pk=call.pk)
    status = 200
    if request.method == "POST":
        try:
            return _tell(request, call)
        except admissions.PublishingRefused as refused:
            messages.error(request, refused.words)
        call.refresh_from_db()
        status = 409
    job = admissions.telling_of(call)
    context = {"call": call, "job": job, "is_own_job": job is not None and job.owner_id == request.user.pk}
    if job is None or not job.is_open:
        context |= _previewed(call)
    return render(request, "secretariat/calls/publish.html", context, status=status)


def _previewed(call) -> dict[str, object]:
    found = admissions.preview_publication(call)
    return {
        "found": found,
        "counts": found.counts,
        "samples": list(found.samples()),
        "overbooked": overbooked_words(found.selection),
        "unfollowed": unfollowed_words(found.selection) if found.selection.quotas.reserve != 0 else [],
        "is_too_many": len(found.selection.proposal.seated) > found.selection.quotas.seats,
        "unscored": sum(not one.scored.is_done for one in found.selection.field.values()),
    }


@call_page
@require_safe
def results(request, call):
    """Who holds which seat and has answered what, who waits, or who is out."""
    if call.published_at is None:
        return redirect("call_selection", pk=call.pk)
    lines = [Line(one) for one in admissions.field_of(call, TOLD).values()]
    by_state = {state: [line for line in lines if line.nomination.state == state] for state in TOLD}
    seated = [line for line in lines if line.nomination.seat is not None]
    parts = {
        "seats": sorted(seated, key=lambda line: line.nomination.seat),
        "reserve": sorted(by_state[State.RESERVE], key=lambda line: line.nomination.reserve_position or 0),
        "others": [line for state in GONE for line in by_state[state]],
    }
    show = _shown(request)
    context = {
        "call": call,
        "show": show,
        "facets": [(name, len(parts[name])) for name in SHOWS],
        "rows": page_of(request, parts[show], PAGE),
        "figures": [(state.label, len(by_state[state])) for state in TOLD],
        "beside": (beside := admissions.seats_beside(call)),
        "free": max(call.seats - len(seated) - beside, 0),
    }
    return render(request, "secretariat/calls/results.html", context)


def _shown(request) -> str:
    show = request.GET.get("show")
    return show if show in SHOWS else SHOWS[0]


GONE = (State.DECLINED, State.WITHDRAWN, State.NOT_SELECTED)
TOLD = (State.ACCEPTED, State.ENROLLED, State.RESERVE, *GONE)


def _tell(request, call):
    """To the results where everybody is told; back to see how far it is where the worker does it."""
    role, digest = people.role_in(request.user, None), request.POST.get("digest", "")[:64]
    if admissions.tell_results(call=call, digest=digest, by=request.user, role=role) is not None:
        return redirect("call_publish", pk=call.pk)
    messages.success(request, _("The results are told; the letters are on their way."))
    return redirect("call_results", pk=call.pk)
