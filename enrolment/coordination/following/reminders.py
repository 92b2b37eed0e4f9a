"""A round of reminders: looked at, sent, and what became of it."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from enrolment.following import api as following
from enrolment.membership import api as membership

from ..workspace import coordinator_page
from .forms import LineForm

# So many names are shown of each group.
SHOWN = 20


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request, administration, pk):
    """Who would get which letter, and who none and why; after that, how many got it."""
    found = following.round_of(request.user, administration, pk)
    if found is None:
        raise Http404
    form = LineForm(request.POST or None)
    step = request.POST.get("step", "")
    if step == "invite":
        return _invite(request, administration, found)
    if step == "send" and form.is_valid():
        return _send(request, administration, found, form.cleaned_data["line"])
    if found.confirmed_at is not None:
        return render(request, "coordination/following/sent.html", _sent(administration, found))
    line = form.cleaned_data["line"] if form.is_bound and form.is_valid() else ""
    context = _preview(request, administration, found, line) | {"form": form}
    return render(request, "coordination/following/preview.html", context)


def _preview(request, administration, found, line: str) -> dict:
    receivers = following.receivers_of(found, by=request.user)
    getting = [item for item in receivers if item.why is None]
    whys = Counter(item.why for item in receivers if item.why)
    return {
        "administration": administration,
        "section": "following",
        "round": found,
        "number": len(getting),
        "shown": [item.person for item in getting[:SHOWN]],
        "samples": following.samples_of(found, receivers, line),
        "others": [
            {
                "why": why,
                "words": words,
                "number": whys[why],
                "shown": [item.person for item in receivers if item.why == why][:SHOWN],
            }
            for why, words in following.NOT_REMINDED.items()
            if whys[why]
        ],
    }


def _send(request, administration, found, line: str):
    sent = following.send_round(round=found, by=request.user, line=line)
    if sent.job is not None:
        return redirect("job", sent.job.pk)
    return redirect("coordination_reminders", code=administration.code, pk=found.pk)


def _invite(request, administration, found):
    """Another letter to those of the round who have not accepted their invitation."""
    receivers = following.receivers_of(found, by=request.user)
    invited = [item.person.pk for item in receivers if item.why == following.NoReminder.INVITED]
    open_ones = membership.open_invitations_of(invited).values()
    mine = [item for item in open_ones if item.administration_id == administration.pk]
    written = membership.send_again(invitations=mine, by=request.user)
    if written:
        text = ngettext(
            "%(number)d invitation was sent again.", "%(number)d invitations were sent again.", len(written)
        )
        messages.success(request, text % {"number": len(written)})
    else:
        messages.warning(request, _("They had a letter within the last 24 hours. None was sent."))
    return redirect("coordination_reminders", code=administration.code, pk=found.pk)


def _sent(administration, found) -> dict:
    return {
        "administration": administration,
        "section": "following",
        "round": found,
        "number": found.reminders.count(),
    }
