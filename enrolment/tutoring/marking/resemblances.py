"""What a work has in common with another one of its run: passages side by side, for a person to judge."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enrolment.assessment import api as assessment

from ..workspace import tutor_page
from .bench import Bench
from .views import sheet_or_404


@tutor_page
@require_safe
def resemblance(request, pk, other):
    """The common passages of two works. Of the other one nothing else is shown, and its code alone."""
    sheet = sheet_or_404(request.user, pk)
    found = assessment.resemblances_of(sheet.hand_in)
    item = next((item for item in found if item.other.pk == other), None)
    if item is None:
        raise Http404
    here, there = assessment.text_of(sheet.hand_in), assessment.text_of(item.other)
    passages = [(here[a:b], there[c:d]) for a, b, c, d in item.passages]
    context = {
        "bench": Bench(sheet, request.user),
        "marking": sheet.marking,
        "item": item,
        "passages": passages,
        "other_language": item.other.language or sheet.run.course.source_language,
    }
    return render(request, "tutoring/resemblance.html", context)
