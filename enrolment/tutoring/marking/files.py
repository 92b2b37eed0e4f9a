"""Files of a work for whoever marks it: to be saved, and page by page as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from clikc.people.staff import staff_page
from enrolment.assessment import api as assessment
from enrolment.grading import api as grading

from ..workspace import tutor_page, tutors

if TYPE_CHECKING:
    from clikc.people.models import User


@tutor_page
@require_safe
def file(request, pk):
    """A file to be saved, never shown by the browser."""
    found = _found(request.user, pk)
    try:
        content = found.content.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.media_type)
    response["Content-Security-Policy"] = assessment.ISOLATED
    return response


@staff_page(tutors, is_kept=True)
@require_safe
def page(request, pk, number, width):
    """One page of a PDF, or a picture, as a picture of our own making."""
    found = _found(request.user, pk)
    return assessment.page_answer(request, found.record, found.content, number=number, width=width)


def _found(user: User, pk: UUID) -> grading.SheetFile:
    found = grading.file_for(user, pk)
    if found is None or not found.content:
        raise Http404
    return found
