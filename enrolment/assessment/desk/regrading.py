"""A corrected key: whose grade changes, the confirmation, and the records of what was changed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.lists import page_of
from clikc.people.staff import staff_page
from courses.quizzes import api as quizzes

from ..models import Regrade
from ..permissions import can_see_attempts, can_settle, changes_seen_by, knows_questions
from ..regrading import Preview, RegradeRefused, preview_regrade, regrade
from .forms import RegradeForm, show_again

ROWS = 50


@staff_page(can_settle)
@require_safe
def regradings(request):
    """Questions that were corrected since they were asked, and every re-grading."""
    made = Regrade.objects.select_related("question", "made_by").annotate(changed=Count("changes"))
    corrected = quizzes.corrected_questions()
    context = {
        "corrected": page_of(request, corrected, ROWS),
        "regrades": made.order_by("-made_at")[:ROWS],
    }
    return render(request, "assessment/desk/regradings.html", context)


@staff_page(knows_questions)
@require_http_methods(["GET", "HEAD", "POST"])
def regrade_question(request, pk):
    """Old key beside new, whose grade changes; POST with the digest of the preview changes it.

    Who may read questions but not everybody's attempts gets 403. A preview that is old answers 409.
    """
    if not (can_see_attempts(request.user) and can_settle(request.user)):
        raise PermissionDenied
    form = RegradeForm(request.POST or None, initial={"spares_losses": True})
    if request.method == "POST" and form.is_valid():
        done = _regrade(request, pk, form)
        if done is not None:
            return done
    try:
        preview = preview_regrade(question_id=pk)
    except RegradeRefused:
        raise Http404 from None
    return _page(request, preview, form)


def _regrade(request, pk, form):
    """The way on after a re-grading; None where the preview must be looked at again."""
    sent = form.cleaned_data
    try:
        made = regrade(question_id=pk, by=request.user, **sent)
    except RegradeRefused as refused:
        reason = str(refused)
        if reason == "unknown":
            raise Http404 from None
        if reason == "made_before":
            messages.info(request, _("This was re-graded before. Nobody's points were changed again."))
            last = Regrade.objects.filter(question=pk).order_by("made_at").last()
            return redirect("assessment_regrading", last.pk)
        form.add_error(None, _refusal(reason))
        return None
    messages.success(request, _("The answers are re-graded."))
    return redirect("assessment_regrading", made.pk)


def _refusal(reason: str) -> str:
    if reason == "preview_is_old":
        return _("Attempts or the question have changed since you looked. Look again, and confirm again.")
    return _("Nobody's points would change.")


def _page(request, preview: Preview, form: RegradeForm):
    language, correction = get_language(), preview.correction
    show_again(form, digest=preview.digest)
    context = {
        "question": correction.question,
        "course": correction.question.bank.course,
        "now": quizzes.key_in_words(correction.version, language),
        "before": [quizzes.key_in_words(item, language) for item in correction.earlier],
        "preview": preview,
        "changes": page_of(request, preview.changes, ROWS),
        "form": form,
    }
    status = 409 if form.non_field_errors() else 422 if form.errors else 200
    return render(request, "assessment/desk/regrade.html", context, status=status)


@staff_page(can_settle)
@require_safe
def record(request, pk):
    """What one re-grading changed, attempt by attempt. As many queries for many as for one."""
    made = get_object_or_404(
        Regrade.objects.select_related(
            "question__bank__course", "made_by", "version__question__bank__course"
        ).annotate(spared_count=Count("spared")),
        pk=pk,
    )
    changes = changes_seen_by(request.user).filter(regrade=made)
    changes = changes.select_related("attempt__enrolment__learner__administration").defer("attempt__paper")
    context = {
        "regrade": made,
        "key": quizzes.key_in_words(made.version, get_language()),
        "rows": page_of(request, changes.order_by("pk"), ROWS),
    }
    return render(request, "assessment/desk/regrading.html", context)
