"""Keeping a draft: as JSON while it is typed, or with the form."""

from __future__ import annotations

import time

from django.http import Http404, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clikc.foundation.bodies import Unreadable, read_object
from clikc.foundation.templatetags.components import clock_or_date
from enrolment.assessment import api as assessment

from .files import keep_files, take_out
from .refusals import words_of
from .shown import Desk, mark_of_typed

MOST_BEFORE = 200
STATUS = {"unreadable": 400, "too_long": 413}


@never_cache
@require_POST
def draft(request, pk):
    """The draft as JSON, ``{html, sequence, base, after}``; what the server has, or why it takes it not."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": "signed_out", "sign_in": reverse("account_login")}, status=401)
    try:
        saved = assessment.save_draft(run_assignment_id=pk, person=request.user, **_read(request))
    except Unreadable:
        return JsonResponse({"reason": "unreadable"}, status=400)
    except assessment.DraftChanged as changed:
        return JsonResponse(_conflict(request, changed), status=409)
    except assessment.WorkRefused as refused:
        reasons = [str(reason) for reason in refused.reasons]
        # Who wrote it and has left learns why; who never had anything to do with it, not that it is there.
        if reasons == ["not_in_run"] and assessment.place_of(request.user, pk) is None:
            raise Http404 from refused
        status = STATUS.get(reasons[0], 409)
        said = {"reason": reasons[0], "words": words_of(reasons, refused.facts)}
        return JsonResponse(said, status=status)
    return JsonResponse(
        {
            "saved_at": saved.saved_at.isoformat(),
            "saved_time": clock_or_date(saved.saved_at),
            "version": saved.version,
            "sequence": saved.sequence,
        }
    )


def _conflict(request, changed: assessment.DraftChanged) -> dict:
    theirs = changed.theirs
    is_own = theirs.draft_by_id == request.user.pk
    return {
        "reason": "changed",
        "theirs": theirs.draft,
        "version": theirs.draft_version,
        "sequence": theirs.draft_sequence,
        "time": clock_or_date(theirs.draft_saved_at),
        "by": "" if is_own or theirs.draft_by is None else theirs.draft_by.get_full_name(),
    }


def _read(request) -> dict:
    sent = read_object(request)
    html, sequence, base, after = (sent.get(name) for name in ("html", "sequence", "base", "after"))
    is_whole = isinstance(html, str) and _is_number(sequence) and (base is None or _is_number(base))
    after = after or []
    if not is_whole or not isinstance(after, list) or not all(map(_is_number, after[:MOST_BEFORE])):
        raise Unreadable
    return {"html": html, "sequence": sequence, "base": base, "after": after[:MOST_BEFORE]}


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def keep_form(request, work: Desk) -> list[str]:
    """Keep what the form of the page holds: the text, what is to be taken out, files. Words about what was
    not taken of it. Raises DraftChanged and WorkRefused where the text is not."""
    _keep_text(request, work)
    refused = take_out(request)
    return refused + keep_files(request, work.pk)


def _keep_text(request, work: Desk) -> None:
    """Without JavaScript the field holds plain text: where nobody changed it, the draft keeps its looks."""
    form = request.POST
    html, typed = form.get("html", ""), form.get("text")
    if not html:
        if typed is None or mark_of_typed(typed) == form.get("shown", mark_of_typed(work.typed)):
            return
        html = assessment.from_typed(typed)
    known = _number(form.get("sequence"))
    assessment.save_draft(
        run_assignment_id=work.pk,
        person=request.user,
        html=html,
        sequence=max(int(time.time() * 1000), known + 1),
        base=_number(form.get("base")),
    )


def _number(text: str | None) -> int:
    text = text or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
