"""Releasing the results of an exam: what it would tell, and doing it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clikc.people.staff import staff_page
from courses.quizzes import api as quizzes

from ..models import Release
from ..permissions import can_settle
from ..releasing import ReleaseRefused, preview_release, release_results
from ..titles import page_names, quiz_or_404


@staff_page(can_settle)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request, pk):
    """How many pass and fail, and what follows; POST releases. Answers 409 while essays wait, or
    an attempt whose time is up cannot be closed."""
    quiz = quiz_or_404(pk)
    if quiz.mode != quizzes.QuizMode.EXAM:
        raise Http404
    status, refusal = 200, ""
    if request.method == "POST":
        try:
            release_results(quiz_id=quiz.pk, by=request.user)
        except ReleaseRefused as refused:
            status, refusal = 409, str(refused)
        else:
            messages.success(request, _("The results are released. Learners are told by mail."))
            return redirect("assessment_quiz", quiz.pk)
    context = page_names(quiz) | {
        "refusal": refusal,
        "preview": preview_release(quiz),
        "release": Release.objects.filter(quiz=quiz).select_related("by").first(),
    }
    return render(request, "assessment/desk/release.html", context, status=status)
