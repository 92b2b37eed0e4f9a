"""Writing to participants of a session: whom, what, how it reads, and what was written before."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.lists import page_of
from enrolment.following import api as following
from enrolment.grading import api as grading

from .asked import EVERYBODY, NOBODY, SHOWS, Asked, standing, within
from .board import administrations_of
from .door import session_page
from .forms import MessageForm

PAGE = 25


@session_page
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, session):
    """To those whom the query of the address chooses, or one (``to``). POST shows how it reads; with
    ``step=send`` it is sent, once."""
    asked = Asked.of(request.GET)
    board = following.board_of(session, request.user)
    receivers = _receivers(board, asked, request.GET.get("to", ""))
    is_sent = request.POST.get("step") == "send"
    if is_sent:
        # Those that were shown, however they stand by now.
        shown = set(request.POST.getlist("row"))
        receivers = [line for line in _in(board.lines) if str(line.participation.pk) in shown]
    initial = {"token": uuid.uuid4(), "language": get_language()}
    form = MessageForm(request.POST or None, initial=initial)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and is_sent and _send(request, session, form, receivers, asked):
        return redirect("running_messages", pk=session.pk)
    samples = _samples(request, session, form, receivers) if is_valid and form.is_valid() else []
    context = _choices(board, asked) | {
        "session": session,
        "form": form,
        "receivers": receivers,
        "samples": samples,
        "is_one": bool(request.GET.get("to")),
        "address": request.get_full_path(),
    }
    return render(request, "secretariat/running/write.html", context, status=422 if form.errors else 200)


def _receivers(board: following.Board, asked: Asked, one: str) -> list[following.SessionLine]:
    """Those who are in the session and meant, by name."""
    lines = standing(within(board.lines, asked), asked.show)
    if one:
        lines = [line for line in board.lines if str(line.participation.pk) == one]
        if not lines:
            raise Http404
    return _in(lines)


def _in(lines: Sequence[following.SessionLine]) -> list[following.SessionLine]:
    return [line for line in lines if line.participation.state == "enrolled"]


def _choices(board: following.Board, asked: Asked) -> dict:
    tutors = grading.session_tutors_of(board.runs)
    return {
        "asked": asked,
        "shows": [show for show in SHOWS if show != "left"],
        "tutors": [(item.tutor.pk, item.tutor.get_full_name()) for item in tutors],
        "administrations": administrations_of(board),
        "nobody": NOBODY,
        "everybody": EVERYBODY,
    }


def _samples(request, session, form: MessageForm, receivers: Sequence[following.SessionLine]):
    facts = form.cleaned_data
    return following.message_samples_of(
        following.draft_message(
            session=session,
            by=request.user,
            subject=facts["subject"],
            words=facts["words"],
            language=facts["language"],
        ),
        [line.participation for line in receivers],
    )


def _send(request, session, form: MessageForm, receivers, asked: Asked) -> bool:
    facts = form.cleaned_data
    one = {"one": True} if request.GET.get("to") else asked.facts()
    try:
        _message, is_new = following.send_message(
            session=session,
            by=request.user,
            participations=[line.participation.pk for line in receivers],
            chosen=one,
            **facts,
        )
    except following.NobodyToWriteTo:
        form.add_error(None, _("Nobody is written to: none of those you chose is in the session."))
        return False
    if not is_new:
        messages.info(request, _("This message has been sent already; once is enough."))
        return True
    number = len(receivers)
    said = ngettext("%(number)d letter is on its way.", "%(number)d letters are on their way.", number)
    messages.success(request, said % {"number": number})
    return True


@session_page
@require_safe
def written(request, session):
    """What was written, the latest first."""
    rows = page_of(request, following.messages_in(session, request.user), PAGE)
    context = {"session": session, "rows": rows}
    return render(request, "secretariat/running/messages.html", context)


@session_page
@require_safe
def message(request, session, key):
    """One message, and who got it."""
    found = following.messages_in(session, request.user).filter(pk=key).first()
    if found is None:
        raise Http404
    context = {"session": session, "message": found, "receivers": following.receivers_of_message(found)}
    return render(request, "secretariat/running/message.html", context)
