"""Files of a work for whoever marks it: to be saved, and page by page as pictures.

A picture is kept by the browser of its reader alone, and asked for again each time: who may not see the
work any more gets nothing, and who may gets it without its being sent twice over a thin line.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from clikc.foundation import documents
from clikc.people.staff import staff_page
from enrolment.grading import api as grading

from ..workspace import tutor_page, tutors

if TYPE_CHECKING:
    from clikc.people.models import User

# On a phone, on a laptop, and to read small print.
WIDTHS = (640, 1100, 1800)
PICTURED = frozenset({"pdf", "jpeg", "png", "webp"})
ISOLATED = "default-src 'none'; sandbox"


@tutor_page
@require_safe
def file(request, pk):
    """A file to be saved, never shown by the browser."""
    found = _found(request.user, pk)
    response = FileResponse(
        BytesIO(_content(found)), as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["Content-Security-Policy"] = ISOLATED
    return response


@staff_page(tutors, is_kept=True)
@require_safe
def page(request, pk, number, width):
    """One page of a PDF, or a picture, as a picture of our own making."""
    found = _found(request.user, pk)
    if found.kind not in PICTURED or width not in WIDTHS or not 1 <= number <= max(found.pages, 1):
        raise Http404
    etag = f'"{found.record.digest[:32]}-{found.content.name.rpartition("/")[2]}-{number}-{width}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(_drawn(found, number, width), content_type="image/webp")
        response["Content-Security-Policy"] = ISOLATED
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


def _found(user: User, pk: UUID) -> grading.SheetFile:
    found = grading.file_for(user, pk)
    if found is None or not found.content:
        raise Http404
    return found


def _content(file: grading.SheetFile) -> bytes:
    try:
        with file.content.open("rb") as opened:
            return opened.read()
    except FileNotFoundError:
        raise Http404 from None


def _drawn(file: grading.SheetFile, number: int, width: int) -> bytes:
    try:
        return documents.page_picture(_content(file), file.kind, number, width)
    except documents.Refused:
        raise Http404 from None
