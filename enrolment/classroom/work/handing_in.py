"""Handing in, after a page that says what would be; and the receipt."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from enrolment.assessment import api as assessment

from .refusals import words_of
from .shown import Desk


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def hand_in(request, pk):
    """What would be handed in, and the statement of own work; POST hands in exactly that."""
    work = Desk(request.user, pk)
    if request.method != "POST":
        return _asked(request, work, refused=words_of(work.decision.handing_in))
    if request.POST.get("agreed") != "yes":
        refused = [gettext("Read the statement and tick it: without it nothing is handed in.")]
        return _asked(request, work, refused=refused, status=422)
    try:
        assessment.hand_in(
            run_assignment_id=pk,
            person=request.user,
            language=get_language(),
            seen=request.POST.get("seen", ""),
        )
    except assessment.WorkRefused as why:
        return _asked(request, Desk(request.user, pk), refused=words_of(why.reasons), status=403)
    messages.success(request, gettext("Your work is handed in. A receipt was sent to you by e-mail."))
    return redirect("work_receipt", pk)


def _asked(request, work: Desk, *, refused=(), status: int = 200):
    context = {"work": work, "refused": refused}
    return render(request, "classroom/work/hand_in.html", context, status=status)


@require_GET
@login_required
@never_cache
def receipt(request, pk):
    """When what was received: to be kept and printed."""
    work = Desk(request.user, pk)
    if work.last is None:
        raise Http404
    return render(request, "classroom/work/receipt.html", {"work": work})
