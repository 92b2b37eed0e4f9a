"""Files of a work: sent by page or by form, taken out, and given only to those who may have them."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from enrolment.assessment import api as assessment
from enrolment.grading import api as grading

from .refusals import words_of
from .shown import Desk

# Whoever opens a file in the browser after all runs nothing of it, and it reaches nothing of ours.
SANDBOX = "default-src 'none'; sandbox"


@never_cache
@require_POST
def add(request, pk):
    """One file, sent by the script of the page, or ``remove``: an id. The list of files as it is then."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": "signed_out", "sign_in": reverse("account_login")}, status=401)
    Desk(request.user, pk)
    refused = take_out(request) + keep_files(request, pk)
    if not request.FILES and "remove" not in request.POST:
        refused = words_of(["no_file"])
    work = Desk(request.user, pk)
    said = {
        "saved_at": timezone.now().isoformat(),
        "files": render_to_string("classroom/work/_files.html", {"work": work}, request),
        "words": refused,
        "is_full": work.is_full,
    }
    return JsonResponse(said, status=422 if refused else 200)


def keep_files(request, pk: int) -> list[str]:
    """Put each file that was sent into the draft; words about those that were not taken."""
    refused = []
    for sent in request.FILES.getlist("files"):
        refused += [f"\u2068{_name(sent.name)}\u2069: {words}" for words in _kept(request, pk, sent)]
    return refused


def _name(name: str) -> str:
    shown = "".join(letter for letter in (name or "") if letter.isprintable())
    return shown if len(shown) <= 60 else f"{shown[:40]}…{shown[-15:]}"


def _kept(request, pk: int, sent) -> list[str]:
    most = Desk(request.user, pk).assignment.most_megabytes
    if sent.size > most * 1024 * 1024:
        return words_of(["too_large"], {"megabytes": most})
    try:
        assessment.add_file(run_assignment_id=pk, person=request.user, data=sent.read(), name=sent.name or "")
    except assessment.WorkRefused as refused:
        return words_of(refused.reasons, refused.facts)
    return []


def take_out(request) -> list[str]:
    """Take the files out of the draft that the form says; words about why not."""
    refused = []
    for text in request.POST.getlist("remove"):
        try:
            assessment.remove_file(file_id=UUID(text), person=request.user)
        except ValueError:
            continue
        except assessment.WorkRefused as why:
            refused += words_of(why.reasons, why.facts)
    return refused


@require_GET
@login_required
def download(request, pk):
    """A file, for its authors and for who marks it or looks after it; nobody else learns that it is there."""
    found = _found(request.user, pk)
    if found is None or not found[0]:
        raise Http404
    content, name, media_type = found
    response = FileResponse(content.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _found(user, pk: UUID):
    """Who wrote it has it as she sent it; who marks it without names where she marks blind; who looks after
    all work has the rest."""
    kept = assessment.file_seen_by(user, pk)
    sheet = None if kept and kept.is_own else grading.file_for(user, pk)
    if sheet is not None:
        return sheet.content, sheet.name, sheet.media_type
    return (kept.file, kept.name, kept.media_type) if kept else None
