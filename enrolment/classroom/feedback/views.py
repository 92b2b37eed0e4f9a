"""The page of the survey."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes
from enrolment.surveys import api as surveys

from .forms import FeedbackForm


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request, pk):
    """Her own session alone; before and after its days the page says so."""
    own = admissions.participations_of(request.user).prefetch_related("session__closed_days")
    participation = own.filter(pk=pk).first()
    if participation is None:
        raise Http404
    session = participation.session
    is_open = participation.state == "enrolled" and surveys.is_survey_open(session)
    is_done = surveys.has_answered(participation)
    form = FeedbackForm(request.POST or None) if is_open and not is_done else None
    if request.method == "POST" and form is not None and form.is_valid():
        given = {"agreements": form.agreements, "words": form.cleaned_data["words"]}
        with suppress(surveys.SurveyIsClosed):
            surveys.answer_survey(participation=participation, **given)
            messages.success(request, _("Thank you. Your answers are kept without your name."))
        return redirect("session_feedback", pk=pk)
    context = {
        "participation": participation,
        "session": session,
        "words": programmes.titled(session),
        "form": form,
        "is_done": is_done,
        "opens_on": surveys.opens_on(session),
        "is_over": surveys.closes_at(session) < timezone.now(),
        "closes_at": surveys.closes_at(session),
        "fewest": surveys.FEWEST,
    }
    is_bad = form is not None and bool(form.errors)
    return render(request, "classroom/feedback/feedback.html", context, status=400 if is_bad else 200)
