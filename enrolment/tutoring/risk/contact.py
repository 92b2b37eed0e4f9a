"""Writing to several participants of a run at once: looked at first, then sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from enrolment.following import api as following
from enrolment.grading import api as grading

from ..workspace import tutor_page
from .forms import ContactForm

MOST_TICKED = 200


@tutor_page
@require_POST
def contact(request, run_id):
    """Who would be written to what, and who not and why (``row``: enrolments); ``step=send``: it is sent."""
    run = grading.run_seen_by(request.user, run_id)
    if run is None:
        raise Http404
    chosen = [found for text in request.POST.getlist("row")[:MOST_TICKED] if (found := _uuid(text))]
    recipients = following.recipients_of(run, request.user, chosen)
    back = _way_back(request.user, run)
    if not recipients:
        messages.warning(request, _("Tick the participants you mean first."))
        return redirect(back)
    is_first = "step" not in request.POST
    form = ContactForm(None if is_first else request.POST, initial={"token": uuid.uuid4()})
    if request.POST.get("step") == "send" and form.is_valid():
        return _send(request, run, chosen, form, back)
    return _preview(request, run, recipients, form, back)


def _preview(request, run, recipients: Sequence[following.Recipient], form: ContactForm, back: str):
    line = form.cleaned_data.get("line", "") if form.is_bound and form.is_valid() else ""
    getting = [item.standing for item in recipients if item.why is None]
    context = {
        "run": run,
        "form": form,
        "back": back,
        "getting": getting,
        "samples": following.contact_samples_of(recipients, line),
        "others": [
            (words, names)
            for why, words in following.NOT_WRITTEN.items()
            if (names := [item.standing for item in recipients if item.why == why])
        ],
        "chosen": [item.standing.enrolment.pk for item in recipients],
    }
    return render(request, "tutoring/risk/contact.html", context, status=422 if form.errors else 200)


def _send(request, run, chosen: Sequence[UUID], form: ContactForm, back: str):
    number = following.write_to_many(
        run=run,
        by=request.user,
        enrolment_ids=chosen,
        token=form.cleaned_data["token"].hex,
        line=form.cleaned_data["line"],
    )
    if number:
        said = ngettext("%(number)d message was sent.", "%(number)d messages were sent.", number)
        messages.success(request, said % {"number": number})
    else:
        messages.warning(request, _("Nothing was sent: they have been written to already, or are well."))
    return redirect(back)


def _way_back(user, run) -> str:
    return reverse("run_risk", args=[run.pk]) if grading.sees_all(user) else reverse("tutoring_people")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
