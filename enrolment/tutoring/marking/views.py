"""One marking: shown, saved as one goes and by a button, and finished."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clikc.foundation.bodies import Unreadable
from clikc.foundation.templatetags.components import clock_time
from enrolment.grading import api as grading

from ..workspace import tutor_page
from . import reasons
from .bench import Bench
from .conflicts import chosen
from .reading import COUNT, SentPiece, changed_pieces, read_piece


@tutor_page
@require_http_methods(["GET", "HEAD", "POST"])
def marking(request, pk):
    """The work and the rubric side by side. POST keeps what was changed on the page; then it stays, or the
    marking is finished."""
    sheet = sheet_or_404(request.user, pk)
    if request.method == "POST":
        return _save(request, sheet)
    return _page(request, sheet)


def _page(request, sheet, *, missing=(), status: int = 200):
    bench = Bench(sheet, request.user, words=request.GET.get("words", ""), missing=missing)
    context = {"bench": bench, "marking": sheet.marking}
    return render(request, "tutoring/marking.html", context, status=status)


def _save(request, sheet):
    pk = sheet.marking.pk
    must_be_hers(request.user, sheet)
    if request.POST.get("settle"):
        return _settle(request, sheet)
    expected = _number(request.POST.get("version", ""))
    is_alone, is_whole = True, True
    for sent in changed_pieces(request.POST, sheet):
        saved = _kept(request, pk, sent)
        if saved is None:
            is_whole = False
            continue
        is_alone = is_alone and saved.version in (expected, expected + 1)
        expected = saved.version
    if request.POST.get("do") == "finish" and is_whole:
        return _finish(request, pk, base=expected if is_alone else -1)
    if is_whole:
        messages.success(request, _("Saved."))
    return redirect(_address(request, pk))


def _kept(request, pk: UUID, sent: SentPiece) -> grading.PieceSaved | None:
    """What was saved; None, with the reason said, where it was not."""
    try:
        return grading.save_piece(marking_id=pk, by=request.user, **vars(sent))
    except grading.PieceConflict:
        words = _("One place was saved on another page meanwhile. Nothing is lost: please choose below.")
        messages.warning(request, words)
    except grading.MarkingUnknown:
        raise Http404 from None
    except grading.MarkingRefused as refused:
        messages.error(request, reasons.why_refused(refused.reason))
    return None


def _finish(request, pk: UUID, *, base: int):
    try:
        grading.finish_marking(marking_id=pk, by=request.user, base=max(base, 0))
    except grading.MarkingUnknown:
        raise Http404 from None
    except grading.MarkingRefused as refused:
        if refused.reason == "incomplete":
            sheet = sheet_or_404(request.user, pk)
            return _page(request, sheet, missing=refused.facts["missing"], status=422)
        messages.warning(request, reasons.why_refused(refused.reason))
        return redirect(_address(request, pk))
    messages.success(request, _("Finished. Nobody else knows of it before it is released."))
    return redirect(_address(request, pk))


def _settle(request, sheet):
    """Of two texts for one place the one that was chosen."""
    how, _space, name = request.POST["settle"].partition(" ")
    value = chosen(sheet, name, how)
    if value is not None:
        sent = SentPiece(name, value, sheet.marking.version, request.POST.get("tab", "")[:40], 0)
        if _kept(request, sheet.marking.pk, sent):
            messages.success(request, _("Saved."))
    return redirect(_address(request, sheet.marking.pk))


@tutor_page
@require_POST
def piece(request, pk):
    """One piece as JSON: what the server has now, or both texts where another page was quicker (409)."""
    try:
        sent = read_piece(request)
        saved = grading.save_piece(marking_id=pk, by=request.user, **vars(sent))
    except Unreadable as unreadable:
        return JsonResponse({"reason": "unreadable"}, status=unreadable.status)
    except grading.PieceConflict as conflict:
        return JsonResponse(_both(conflict), status=409)
    except grading.MarkingUnknown:
        return JsonResponse({"reason": "unknown"}, status=404)
    except grading.MarkingRefused as refused:
        told = {"reason": refused.reason, "words": reasons.why_refused(refused.reason)}
        return JsonResponse(told, status=403 if refused.reason == "not_yours" else 409)
    return JsonResponse(
        {
            "saved_at": saved.saved_at.isoformat(),
            "saved_time": clock_time(saved.saved_at),
            "before": saved.before,
            "version": saved.version,
            "value": saved.value,
        }
    )


def _both(conflict: grading.PieceConflict) -> dict:
    return {
        "reason": "changed_meanwhile",
        "mine": conflict.mine,
        "theirs": conflict.theirs,
        "version": conflict.version,
        "is_own": conflict.is_own,
        "saved_time": clock_time(conflict.saved_at),
    }


def must_be_hers(user, sheet: grading.MarkingSheet) -> None:
    """Who only looks after a marking changes nothing in it."""
    if sheet.marking.tutor_id != user.pk and not sheet.may.save:
        raise PermissionDenied


def sheet_or_404(user, pk: UUID) -> grading.MarkingSheet:
    sheet = grading.sheet_of(user, pk)
    if sheet is None:
        raise Http404
    return sheet


def _address(request, pk: UUID) -> str:
    words = request.GET.get("words", "")
    query = f"?words={words}" if words.isalpha() and words.isascii() and len(words) < 4 else ""
    return reverse("tutoring_marking", args=[pk]) + query


def _number(text: str) -> int:
    return int(text) if COUNT.fullmatch(text) else 0
