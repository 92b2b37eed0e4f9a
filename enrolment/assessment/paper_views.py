"""The paper of an open attempt: shown, saved as a form, saved answer by answer, checked in practice."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from clikc.foundation.bodies import Unreadable
from clikc.foundation.templatetags.components import clock_or_date, clock_time
from courses.quizzes import api as quizzes

from . import api
from .models import Attempt
from .paper import OpenPaper, numbers_on, open_paper
from .places import clock_of, own_attempt, place_of
from .reading import changed_answers, known_sequences, read_answer, shown_on


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request, pk):
    """All questions on one page, or the one that is asked now; POST keeps every answer changed on it."""
    attempt = own_attempt(request, pk)
    if request.method == "POST":
        return _save_paper(request, attempt)
    if not attempt.is_open:
        return redirect("attempt_result", attempt.pk)
    if attempt.quiz.is_sequential and attempt.asked_now is None:
        return redirect("attempt_hand_in", attempt.pk)
    place = place_of(attempt.quiz)
    shown = open_paper(attempt, get_language(), place["outline"].by_key)
    context = {
        "attempt": attempt,
        "paper": shown,
        "number": attempt.place + 1,
        "is_last": attempt.place + 1 == len(attempt.paper),
        "asks_to_leave": _asks_to_leave(request, attempt, shown),
        **clock_of(attempt),
        **place,
    }
    return render(request, "assessment/paper.html", context)


def _asks_to_leave(request, attempt, shown: OpenPaper) -> bool:
    """Whether the reader wanted to leave this question, could still answer it, and has not."""
    if not attempt.quiz.is_sequential or request.GET.get("leave") != str(attempt.place):
        return False
    return any(not item.is_answered and not item.is_checked for item in shown.questions)


def _save_paper(request, attempt):
    form, items = request.POST, attempt.paper
    if attempt.quiz.is_sequential and attempt.is_open:
        if form.get("place") != str(attempt.place):
            return _gone_on(request, attempt)
        items = items[attempt.place : attempt.place + 1]
    changed = changed_answers(form, items)
    try:
        api.save_answers(attempt_id=attempt.pk, answers=changed, sequences=known_sequences(form, changed))
        return _after_saving(request, attempt)
    except api.AttemptSubmitted:
        return _too_late(request, attempt, is_lost=bool(changed))
    except api.AnswerRefused as refused:
        if str(refused) == "not_now":
            return _gone_on(request, attempt)
        if str(refused) == "checked":
            messages.warning(request, gettext("You have seen the feedback, so the answer before it stands."))
            return redirect("attempt", attempt.pk)
        if str(refused) == "open_elsewhere":
            messages.info(
                request,
                gettext(
                    "Your answer is saved. This question stands on a test that you have open, so its "
                    "feedback is kept back until you hand that test in."
                ),
            )
            return redirect("attempt", attempt.pk)
        return render(request, "assessment/unreadable.html", {"attempt": attempt}, status=400)


def _too_late(request, attempt, *, is_lost: bool):
    """The attempt was handed in or its time was up; ``is_lost``: answers came with the form."""
    if is_lost:
        words = gettext(
            "The answers you sent just now came too late: this attempt was closed. They do not count."
        )
    else:
        words = gettext("This attempt is closed. It takes no more answers.")
    messages.warning(request, words)
    return redirect("attempt_result", attempt.pk)


def _gone_on(request, attempt):
    """A second click, or a second tab: what it would have changed was left for good."""
    messages.info(request, gettext("You had gone on already. This is the question that is asked now."))
    return redirect("attempt", attempt.pk)


def _after_saving(request, attempt):
    form, address = request.POST, reverse("attempt", args=[attempt.pk])
    if question := form.get("check"):
        api.check_answer(attempt_id=attempt.pk, question_id=question)
        return redirect(f"{address}#question-{numbers_on(attempt.paper)[question]}")
    match form.get("next"):
        case "on" if attempt.quiz.is_sequential and _is_left_blank(attempt):
            return redirect(f"{address}?leave={attempt.place}#leave")
        case "on" | "leave" if attempt.quiz.is_sequential:
            asked = api.go_on(attempt_id=attempt.pk, place=attempt.place).asked_now
            return redirect(f"{address}#place") if asked else redirect("attempt_hand_in", attempt.pk)
        case "hand-in":
            return redirect("attempt_hand_in", attempt.pk)
        case "stay":
            messages.success(request, gettext("Your answers are saved."))
            return redirect(address)
    messages.success(request, gettext("Your answers are saved. You can go on at any time."))
    return redirect(place_of(attempt.quiz)["test_url"])


def _is_left_blank(attempt) -> bool:
    """Whether the question that is asked now could still be answered, and is not."""
    question = attempt.asked_now
    if question is None or not quizzes.existing_questions({question}):
        return False
    return not attempt.responses.filter(question=question).exclude(answer=[], checked_at=None).exists()


@never_cache
@require_POST
def answers(request, pk):
    """One answer as JSON; tells in JSON what the server has, or why it does not take it."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": "signed_out", "sign_in": reverse("account_login")}, status=401)
    if not api.may_sit(request.user, pk):
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
        return JsonResponse(_closed(api.attempt_for(request.user, pk)), status=409)
    return JsonResponse(
        {
            "saved_at": saved.saved_at.isoformat(),
            "saved_time": clock_time(saved.saved_at),
            "shown": shown_on(saved.attempt.paper, sent.question, saved.answers[sent.question]),
            "sequence": saved.sequence,
            "answered": saved.answered,
            "total": saved.total,
            "seconds_left": saved.seconds_left,
            "ends": clock_or_date(saved.attempt.deadline_at),
        }
    )


def _closed(attempt: Attempt) -> dict:
    """What a page is told that still wants to save: how the attempt ended, and with how many answers."""
    return {
        "reason": "submitted",
        "is_timed_out": attempt.is_timed_out,
        "answered": attempt.responses.exclude(answer=[]).count(),
        "total": len(attempt.paper),
        "result": reverse("attempt_result", args=[attempt.pk]),
    }
