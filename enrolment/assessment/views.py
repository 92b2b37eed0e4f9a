"""A learner sits a test: start, the paper, each answer as it is given, handing in, the result."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.catalogue import api as catalogue
from courses.quizzes import api as quizzes
from enrolment.admissions import api as admissions

from . import api, rules
from .paper import lessons_to_reread, open_paper, responses_of, reviewed_paper
from .reading import Unreadable, changed_answers, read_answer


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, activity_id):
    """POST starts an attempt, or goes on with the open one; GET (after signing in) leads to the test."""
    quiz = quizzes.quiz_of(activity_id)
    if quiz is None:
        raise Http404
    if request.method != "POST":
        return redirect(_place_of(quiz)["test_url"])
    course = quiz.activity.course
    enrolment = admissions.enrolment_of(learner=request.user, course_id=course.pk)
    try:
        if enrolment is None:
            raise api.AttemptRefused([rules.Refusal.NOT_ENROLLED])
        attempt = api.start_attempt(enrolment_id=enrolment.pk, quiz=quiz)
    except api.AttemptRefused as refused:
        standing = api.standing_of(enrolment=enrolment, quiz=quiz)
        context = {"reasons": refused.reasons, "standing": standing, **_place_of(quiz)}
        return render(request, "assessment/refused.html", context, status=403)
    return redirect("attempt", attempt.pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request, pk):
    """All questions on one page; POST keeps every answer that was changed on it."""
    attempt = _own_attempt(request, pk)
    if request.method == "POST":
        return _save_paper(request, attempt)
    if not attempt.is_open:
        return redirect("attempt_result", attempt.pk)
    questions = open_paper(attempt, get_language())
    context = {
        "attempt": attempt,
        "questions": questions,
        "answered": sum(question.is_answered for question in questions),
        "saved_at": max((item.saved_at for item in questions if item.saved_at), default=None),
        **_place_of(attempt.quiz),
    }
    return render(request, "assessment/paper.html", context)


def _save_paper(request, attempt):
    try:
        api.save_answers(attempt_id=attempt.pk, answers=changed_answers(request.POST, attempt.paper))
    except api.AttemptSubmitted:
        messages.warning(request, gettext("This attempt was handed in before. It takes no more answers."))
        return redirect("attempt_result", attempt.pk)
    except api.AnswerRefused:
        return render(request, "assessment/unreadable.html", {"attempt": attempt}, status=400)
    if request.POST.get("next") == "hand-in":
        return redirect("attempt_hand_in", attempt.pk)
    messages.success(request, gettext("Your answers are saved. You can go on at any time."))
    return redirect(_place_of(attempt.quiz)["test_url"])


@never_cache
@require_POST
def answers(request, pk):
    """One answer as JSON; tells in JSON what the server has, or why it does not take it."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": "signed_out", "sign_in": reverse("account_login")}, status=401)
    if api.attempt_for(request.user, pk) is None:
        return JsonResponse({"reason": "unknown"}, status=404)
    try:
        sent = read_answer(request)
        saved = api.save_answer(
            attempt_id=pk, question_id=sent.question, answer=sent.answer, sequence=sent.sequence
        )
    except Unreadable as unreadable:
        return JsonResponse({"reason": "unreadable"}, status=unreadable.status)
    except api.AnswerRefused as refused:
        return JsonResponse({"reason": str(refused)}, status=400)
    except api.AttemptSubmitted:
        return JsonResponse({"reason": "submitted"}, status=409)
    return JsonResponse(
        {
            "saved_at": saved.saved_at.isoformat(),
            "sequence": saved.sequence,
            "answered": saved.answered,
            "total": saved.total,
        }
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request, pk):
    """What is not answered yet, and the button that hands in."""
    attempt = _own_attempt(request, pk)
    if request.method == "POST":
        api.submit_attempt(attempt_id=attempt.pk)
        return redirect("attempt_result", attempt.pk)
    if not attempt.is_open:
        return redirect("attempt_result", attempt.pk)
    questions = open_paper(attempt, get_language())
    context = {
        "attempt": attempt,
        "questions": questions,
        "blank": [question for question in questions if not question.is_answered],
        "incomplete": [question for question in questions if question.is_incomplete],
        **_place_of(attempt.quiz),
    }
    return render(request, "assessment/hand_in.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def result(request, pk):
    """Score, what next, and what the review policy allows to see."""
    attempt = _own_attempt(request, pk)
    if attempt.is_open:
        return redirect("attempt", attempt.pk)
    place = _place_of(attempt.quiz)
    standing = api.standing_of(enrolment=attempt.enrolment, quiz=attempt.quiz)
    review = api.review_of(attempt, standing)
    responses = responses_of(attempt)
    is_told_lessons = review.score and not review.is_withheld and not attempt.is_passed
    context = {
        "attempt": attempt,
        "standing": standing,
        "review": review,
        "reread": lessons_to_reread(attempt, responses, place["outline"]) if is_told_lessons else [],
        "questions": reviewed_paper(
            attempt, get_language(), responses=responses, review=review, lessons=place["outline"].by_key
        ),
        **place,
    }
    return render(request, "assessment/result.html", context)


def _own_attempt(request, pk):
    """The attempt, if it is the reader's own; anybody else's answers 404 like one there never was."""
    attempt = api.attempt_for(request.user, pk)
    if attempt is None:
        raise Http404
    return attempt


def _place_of(quiz) -> dict:
    """Where a test stands: its course and its own page, in the reader's language. Four queries."""
    course, language = quiz.activity.course, get_language()
    outline = catalogue.outline_of(course, language)
    entry = outline.by_key.get(quiz.activity_id)
    course_entry = catalogue.titles_of([course.pk], language).get(course.pk)
    course_url = course_entry.url if course_entry else reverse("home")
    return {
        "quiz": quiz,
        "outline": outline,
        "course": course_entry,
        "course_url": course_url,
        "test": entry,
        "test_url": entry.url if entry else course_url,
    }
