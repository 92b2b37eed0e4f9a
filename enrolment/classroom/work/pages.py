"""What is due, one work being written, and what came back of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from enrolment.assessment import api as assessment
from enrolment.grading import api as grading

from .feedback import feedback_on
from .refusals import words_of
from .saving import keep_form
from .shown import Desk, tasks_of


@require_GET
@login_required
@never_cache
def due(request):
    """Everything to hand in, and what became of the rest."""
    tasks = tasks_of(request.user)
    # Who has left her runs has nothing to do, but her grades are hers.
    is_graded = bool(tasks) or bool(grading.runs_graded_for(request.user))
    return render(request, "classroom/work/due.html", {"tasks": tasks, "is_graded": is_graded})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def desk(request, pk):
    """The draft and its files. POST keeps what is in the form, with JavaScript or without, and goes on."""
    work = Desk(request.user, pk)
    if request.method != "POST":
        return _shown(request, work)
    try:
        told = keep_form(request, work)
    except assessment.DraftChanged as changed:
        return _shown(request, Desk(request.user, pk), status=409, conflict=changed)
    except assessment.WorkRefused as refused:
        mine = request.POST.get("text", "")
        told = words_of(refused.reasons, refused.facts)
        return _shown(request, Desk(request.user, pk), status=403, refused=told, mine=mine)
    if told:
        return _shown(request, Desk(request.user, pk), status=422, refused=told)
    if request.POST.get("next") == "hand-in":
        return redirect("work_hand_in", pk)
    messages.success(request, gettext("Your draft is saved."))
    return redirect("work_desk", pk)


def _shown(request, work: Desk, *, status: int = 200, conflict=None, refused=(), mine=None):
    context = {"work": work, "conflict": conflict, "refused": refused, "mine": mine}
    if conflict is not None:
        context["mine"] = assessment.plain_of(conflict.mine)
        context["mine_html"] = conflict.mine
    return render(request, "classroom/work/desk.html", context, status=status)


@require_GET
@login_required
@never_cache
def feedback(request, pk):
    """The grade and why, and comments beside the work, once it is released."""
    work = Desk(request.user, pk)
    if work.released is None:
        if work.last is None:
            raise Http404
        return redirect("work_desk", pk)
    context = {"work": work, "feedback": feedback_on(work)}
    return render(request, "classroom/work/feedback.html", context)
