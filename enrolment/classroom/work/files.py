"""Files of a work: sent by page or by form, taken out, and given back to those whose work it is."""

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

from .refusals import words_of
from .shown import Desk


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
@never_cache
def download(request, pk):
    """A file of one's own work, as it was sent. Whoever marks it or looks after it has it at the desk of
    tutoring, behind the second factor; here it is unknown to her."""
    kept = assessment.own_file(request.user, pk)
    if kept is None:
        raise Http404
    response = FileResponse(
        kept.file.open("rb"), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )
    response["Content-Security-Policy"] = assessment.ISOLATED
    response["X-Content-Type-Options"] = "nosniff"
    return response
