"""A learner sits a test: the start, handing in, the result. The paper between is in paper_views.py."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.quizzes import api as quizzes
from enrolment.admissions import api as admissions

from . import api, rules
from .corrections import corrections_of
from .gains import gain_of
from .paper import (
    has_marker,
    lessons_to_reread,
    open_paper,
    regradings_of,
    responses_of,
    reviewed_paper,
)
from .places import clock_of, own_attempt, place_of


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, activity_id):
    """POST starts an attempt, or goes on with the open one.

    GET asks first where starting spends something that does not come back: time, an attempt, a
    question left for good. Otherwise (after signing in, say) it leads to the test.
    """
    quiz = quizzes.quiz_of(activity_id)
    if quiz is None:
        raise Http404
    enrolment = admissions.enrolment_of(learner=request.user, course_id=quiz.activity.course_id)
    if request.method != "POST":
        return _ask_first(request, quiz, enrolment)
    try:
        if enrolment is None:
            raise api.AttemptRefused([rules.Refusal.NOT_ENROLLED])
        attempt = api.start_attempt(enrolment_id=enrolment.pk, quiz=quiz)
    except api.AttemptRefused as refused:
        standing = api.standing_of(enrolment=enrolment, quiz=quiz)
        decision = rules.Decision(is_allowed=False, reasons=refused.reasons, from_at=refused.from_at)
        context = {"decision": decision, "standing": standing, **place_of(quiz)}
        return render(request, "assessment/refused.html", context, status=403)
    return redirect("attempt", attempt.pk)


def _ask_first(request, quiz, enrolment):
    place = place_of(quiz)
    standing = api.standing_of(enrolment=enrolment, quiz=quiz)
    may_start = standing.decision.is_allowed and standing.open_attempt is None
    if not may_start or not standing.terms.spends:
        return redirect(place["test_url"])
    context = {"standing": standing, "minutes": standing.terms.minutes_from(timezone.now()), **place}
    return render(request, "assessment/start.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request, pk):
    """What is not answered yet, and the button that hands in."""
    attempt = own_attempt(request, pk)
    if not attempt.is_open:
        return redirect("attempt_result", attempt.pk)
    if attempt.quiz.is_sequential and attempt.asked_now is not None:
        return redirect("attempt", attempt.pk)
    if request.method == "POST":
        api.submit_attempt(attempt_id=attempt.pk)
        return redirect("attempt_result", attempt.pk)
    context = {
        "attempt": attempt,
        "paper": open_paper(attempt, get_language()),
        **clock_of(attempt),
        **place_of(attempt.quiz),
    }
    return render(request, "assessment/hand_in.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def result(request, pk):
    """Score, what next, and what the review policy allows to see."""
    attempt = own_attempt(request, pk)
    if attempt.is_open:
        return redirect("attempt", attempt.pk)
    place = place_of(attempt.quiz)
    standing = api.standing_of(enrolment=attempt.enrolment, quiz=attempt.quiz)
    review, responses = api.review_of(attempt, standing), responses_of(attempt)
    context = {
        "attempt": attempt,
        "answered": sum(bool(item.answer) for item in responses.values()),
        "standing": standing,
        "review": review,
        "has_marker": attempt.waiting > 0 and has_marker(attempt.quiz),
        "questions": reviewed_paper(
            attempt, get_language(), responses=responses, review=review, lessons=place["outline"].by_key
        ),
        **_lessons(attempt, responses, review, place["outline"]),
        "regradings": regradings_of(attempt) if review.score and attempt.was_regraded else [],
        "corrections": corrections_of(attempt, responses) if review.score else [],
        **place,
    }
    return render(request, "assessment/result.html", context)


def _lessons(attempt, responses, review, outline) -> dict:
    """What the result tells by lesson; nothing while answers are withheld, because it tells of them."""
    if not review.score or review.is_withheld or review.shown_from or review.kept_back:
        return {}
    return {
        "reread": lessons_to_reread(attempt, responses, outline) if not attempt.is_passed else [],
        "gain": gain_of(attempt, responses, outline),
    }
