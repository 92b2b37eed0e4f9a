"""More time, attempts or a later closing for one learner: who has which, and granting them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.lists import page_of, searched
from clikc.people.staff import staff_page
from enrolment.admissions import api as admissions

from ..extending import ExtensionRefused, grant_extension
from ..models import Attempt, Extension
from ..permissions import can_settle, extensions_seen_by
from ..terms import can_be_extended, extensions_of, terms_of
from ..titles import page_names, quiz_or_404
from ..windows import as_in_run
from .forms import ExtensionForm, show_again
from .quizzes import named

ROWS, FOUND = 25, 20


@staff_page(can_settle)
@require_safe
def extension_list(request, pk):
    """The extensions granted at a quiz, and a search for the learner who needs one."""
    quiz, query = quiz_or_404(pk), searched(request)
    granted = extensions_seen_by(request.user).filter(quiz=quiz).order_by("-granted_at", "-pk")
    rows = granted.select_related("enrolment__learner__administration", "granted_by")
    context = page_names(quiz) | {
        "rows": page_of(request, rows, ROWS),
        "q": query,
        "learners": learners_of(request.user, quiz, query) if query else [],
        "can_extend": can_be_extended(quiz) or quiz.run_quizzes.exists(),
    }
    return render(request, "assessment/desk/extensions.html", context)


def learners_of(user, quiz, query: str) -> list:
    """The first enrolments in the quiz's course that the search finds. One query."""
    found = _enrolments(user, quiz).filter(named("learner__", query), is_active=True)
    return list(found.order_by("learner__printed_name", "learner__email")[:FOUND])


def _enrolments(user, quiz):
    return admissions.enrolments_seen_by(user, course_id=quiz.activity.course_id)


@staff_page(can_settle)
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request, pk, enrolment):
    """One learner: what she has, a form, what it would give her, and the grant. Times are the quiz's."""
    quiz = quiz_or_404(pk)
    learner = _enrolments(request.user, quiz).filter(pk=enrolment).first()
    if learner is None:
        raise Http404
    quiz = as_in_run(quiz, enrolment)
    granted = extensions_of(enrolment_id=enrolment, quiz=quiz)
    with timezone.override(ZoneInfo(quiz.time_zone)):
        form = ExtensionForm(request.POST or None, quiz=quiz, initial={"seen": len(granted)})
        is_sent = request.method == "POST" and form.is_valid()
    if is_sent and request.POST.get("step") == "grant" and _grant(request, form, quiz, learner):
        return redirect("assessment_extend", quiz.pk, learner.pk)
    return _page(request, quiz, learner, form, is_previewed=is_sent and form.is_valid())


def _grant(request, form, quiz, enrolment) -> bool:
    """Whether it was granted; if not, the form says why."""
    try:
        grant_extension(
            enrolment_id=enrolment.pk,
            quiz=quiz,
            by=request.user,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            **form.granted,
        )
    except ExtensionRefused as refused:
        form.add_error(None, _reason(str(refused)))
        return False
    messages.success(request, _("The extension is granted."))
    return True


def _reason(refusal: str) -> str:
    return {
        "nothing": _("Say what is granted: minutes, attempts or a later closing."),
        "not_later": _("The test closes at that moment or later for this learner already."),
        "changed": _("Another extension was granted meanwhile. Look at what she has now."),
    }.get(refusal, _("This cannot be granted."))


def _page(request, quiz, enrolment, form, *, is_previewed: bool):
    granted = extensions_of(enrolment_id=enrolment.pk, quiz=quiz)
    attempts = Attempt.objects.filter(enrolment=enrolment, quiz=quiz).defer("paper")
    open_attempt = next((item for item in attempts if item.is_open), None)
    terms = terms_of(quiz, granted)
    preview = _preview(form, quiz, granted, open_attempt) if is_previewed else None
    show_again(form, seen=len(granted))
    context = page_names(quiz) | {
        "enrolment": enrolment,
        "learner": enrolment.learner,
        "granted": granted,
        "terms": terms,
        "made": sum(not item.is_open for item in attempts),
        "open_attempt": open_attempt,
        "is_over": bool(open_attempt and open_attempt.is_due(timezone.now())),
        "form": form,
        "preview": preview,
    }
    return render(request, "assessment/desk/extend.html", context, status=422 if form.errors else 200)


def _preview(form, quiz, granted, open_attempt) -> dict | None:
    """What the form would give: the terms then, and the deadline of the attempt that is open."""
    asked = form.granted
    if not any(asked.values()):
        form.add_error(None, _reason("nothing"))
        return None
    before = terms_of(quiz, granted)
    if asked["closes_at"] and asked["closes_at"] <= before.closes_at:
        form.add_error("closes_at", _reason("not_later"))
        return None
    terms = terms_of(quiz, [*granted, Extension(**asked)])
    deadline = None
    if open_attempt and open_attempt.deadline_at and not open_attempt.is_due(timezone.now()):
        deadline = terms.deadline(open_attempt.started_at)
    return {"terms": terms, "deadline": max(deadline, open_attempt.deadline_at) if deadline else None}
