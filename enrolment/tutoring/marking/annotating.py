"""A new comment at a place of the work, by the form: choose the place, write, send."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enrolment.grading import api as grading

from ..workspace import tutor_page
from . import reasons
from .bench import Bench
from .notes import SPOTS, Place
from .reading import COUNT
from .views import must_be_hers, sheet_or_404


@tutor_page
@require_POST
def annotate(request, pk):
    """Keep the comment, and lead to where it stands."""
    sheet = sheet_or_404(request.user, pk)
    must_be_hers(request.user, sheet)
    key = uuid4()
    address = reverse("tutoring_marking", args=[pk])
    comment = request.POST.get("comment", "")
    if not comment.strip():
        messages.warning(request, _("The comment was empty, so nothing was added."))
        return redirect(address)
    try:
        grading.save_piece(
            marking_id=pk,
            by=request.user,
            piece=f"annotation:{key}",
            value={"comment": comment, **_place(request.POST, Bench(sheet, request.user))},
            base=sheet.marking.version,
        )
    except grading.MarkingUnknown:
        raise Http404 from None
    except grading.MarkingRefused as refused:
        messages.error(request, reasons.why_refused(refused.reason))
        return redirect(address)
    return redirect(f"{address}#note-{key}")


def _place(form, bench: Bench) -> dict:
    """Where it shall stand, as ``save_piece`` takes it; what cannot be a place is refused there."""
    file = form.get("file", "")
    place = _place_named(bench, file)
    if place is None:
        return {}
    where = {"file": file} if file else {}
    if place.paragraphs:
        number = _number(form.get("paragraph", ""))
        found = next((one for one in place.paragraphs if one.number == number), None)
        return {**where, "start": found.start, "end": found.end} if found else where
    x, _dash, y = (
        form.get("spot", "") if form.get("spot") in {spot.value for spot in SPOTS} else ""
    ).partition("-")
    return {**where, "page": _number(form.get("page", "")), "x": _number(x), "y": _number(y)}


def _place_named(bench: Bench, file: str) -> Place | None:
    if not file:
        return bench.text_place
    return next((shown.place for shown in bench.files if shown.place.file == file), None)


def _number(text: str) -> int:
    return int(text) if COUNT.fullmatch(text) else 0
