"""What is done with a marking beside writing it: opened again, released, handed over, moderated."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enrolment.grading import api as grading

from ..workspace import tutor_page
from . import reasons
from .bench import Bench
from .forms import HandOverForm, ReasonForm
from .sheets import compared
from .views import sheet_or_404


@tutor_page
@require_POST
def reopen(request, pk):
    form = ReasonForm(request.POST)
    return _done(
        request,
        pk,
        _("It is open again."),
        lambda: grading.reopen_marking(
            marking_id=pk, by=request.user, reason=form.cleaned_data["reason"] if form.is_valid() else ""
        ),
    )


@tutor_page
@require_POST
def release(request, pk):
    """Let the participant know this one grade."""
    sheet = sheet_or_404(request.user, pk)
    released = grading.release_grades(submission_ids=[sheet.marking.submission_id], by=request.user)
    for code in released.refused.values():
        messages.warning(request, reasons.why_not_released(code))
    if released.done:
        messages.success(request, _("Released. The participant is told by a letter."))
    return redirect("tutoring_marking", pk)


@tutor_page
@require_POST
def moderate(request, pk):
    """A manager marks it herself, as its moderator."""
    sheet = sheet_or_404(request.user, pk)
    try:
        made = grading.moderate(submission_id=sheet.marking.submission_id, by=request.user)
    except grading.MarkingUnknown:
        raise Http404 from None
    except grading.MarkingRefused as refused:
        messages.warning(request, reasons.why_refused(refused.reason))
        return redirect("tutoring_marking", pk)
    return redirect("tutoring_marking", made.pk)


@tutor_page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, pk):
    """To another tutor of the run, with what is begun, for a reason."""
    sheet = sheet_or_404(request.user, pk)
    if not sheet.may.hand_over:
        messages.warning(
            request, reasons.why_refused("finished" if sheet.marking.is_finished else "not_yours")
        )
        return redirect("tutoring_marking", pk)
    receivers = _receivers(sheet)
    form = HandOverForm(request.POST or None, receivers=receivers)
    if request.method == "POST" and form.is_valid():
        try:
            grading.hand_over(
                marking_id=pk, to=form.cleaned_data["to"], by=request.user, reason=form.cleaned_data["reason"]
            )
        except grading.MarkingUnknown:
            raise Http404 from None
        except grading.MarkingRefused as refused:
            form.add_error("to", reasons.why_refused(refused.reason))
        else:
            messages.success(
                request, _("It is handed over, with all that is written. The other tutor is told.")
            )
            return redirect("tutoring_queue")
    context = {"bench": Bench(sheet, request.user), "marking": sheet.marking, "form": form}
    context["has_receivers"] = bool(receivers)
    return render(request, "tutoring/hand_over.html", context, status=422 if form.errors else 200)


def _receivers(sheet: grading.MarkingSheet) -> list[grading.Load]:
    """The tutors of the run whom it may be handed to, with their loads; who is away comes last."""
    allowed = {tutor.pk for tutor in grading.receivers_for(sheet.marking)}
    found = [load for load in grading.loads_of(sheet.run) if load.tutor.pk in allowed]
    return sorted(found, key=lambda load: load.is_away)


@tutor_page
@require_safe
def sheets(request, pk):
    """The sheets of all who marked the work, side by side; back to her own while she may see no other."""
    sheet = sheet_or_404(request.user, pk)
    if not sheet.others:
        return redirect("tutoring_marking", pk)
    bench = Bench(sheet, request.user, words=request.GET.get("words", ""))
    context = {"bench": bench, "marking": sheet.marking, "compared": compared(bench)}
    return render(request, "tutoring/sheets.html", context)


def _done(request, pk, words: str, act):
    try:
        act()
    except grading.MarkingUnknown:
        raise Http404 from None
    except grading.MarkingRefused as refused:
        messages.warning(request, reasons.why_refused(refused.reason))
    else:
        messages.success(request, words)
    return redirect("tutoring_marking", pk)
