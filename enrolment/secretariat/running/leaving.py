"""Out of a session, on to a later one, and back: looked at, confirmed, told in a letter."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from enrolment.admissions import api as admissions
from enrolment.following import api as following
from enrolment.programmes import api as programmes

from .door import AWARDED, CLOSED, participant_page
from .forms import LeaveForm, MoveForm, ReturnForm

MOVED_BEFORE = gettext_lazy("This participant has moved to %(session)s already: nothing was changed.")
CANNOT_MOVE = {
    "there": gettext_lazy("This participant is in %(session)s already. If two are too many, withdraw here."),
    "moved_on": gettext_lazy("This participant has been in %(session)s, and has moved on from it."),
    "withdrawn": gettext_lazy(
        "This participant had moved to %(session)s before, and was withdrawn there: bring back there, and "
        "withdraw here."
    ),
}


@participant_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, session, participation):
    """GET says what it means; POST does it."""
    form = LeaveForm(request.POST or None)
    is_in = participation.state == participation.State.ENROLLED
    if not is_in:
        return _back(request, session, participation, _("This participant is not in the session any more."))
    if request.method == "POST" and form.is_valid() and _withdraw(request, participation, form):
        said = _("Withdrawn. The participant and the national coordinator are written to.")
        return _back(request, session, participation, said, is_done=True)
    next_one = admissions.seat_goes_to(participation)
    context = _context(session, participation, form) | {
        "done": _done(request, session, participation),
        "next": next_one and next_one.person.get_full_name(),
    }
    return render(request, "secretariat/running/withdraw.html", context, status=422 if form.errors else 200)


def _withdraw(request, participation, form: LeaveForm) -> bool:
    try:
        with transaction.atomic():
            reason = form.cleaned_data["reason"]
            gone = admissions.withdraw_participant(
                participation=participation, by=request.user, reason=reason
            )
            admissions.tell_of_change(gone)
    except programmes.SessionIsClosed:
        form.add_error(None, CLOSED)
        return False
    except admissions.AwardStands:
        form.add_error(None, AWARDED)
        return False
    return True


@participant_page
@require_http_methods(["GET", "HEAD", "POST"])
def bring_back(request, session, participation):
    """Who was withdrawn takes part again, with all she did; beyond the seats there are, only if that is
    confirmed with their number."""
    room = admissions.room_in(session.pk)
    is_full = room is not None and not room.free and not admissions.holds_seat(participation)
    form = ReturnForm(request.POST or None, is_full=is_full)
    if participation.state != participation.State.WITHDRAWN:
        return _back(request, session, participation, _("Only who was withdrawn is brought back."))
    if request.method == "POST" and form.is_valid() and _bring_back(request, session, participation, form):
        said = _("Brought back. The participant and the national coordinator are written to.")
        return _back(request, session, participation, said, is_done=True)
    context = _context(session, participation, form) | {"room": room, "is_full": is_full}
    return render(request, "secretariat/running/return.html", context, status=422 if form.errors else 200)


def _bring_back(request, session, participation, form: ReturnForm) -> bool:
    reason, is_beyond = form.cleaned_data["reason"], form.cleaned_data.get("beyond", False)
    facts = {"participation": participation, "by": request.user, "reason": reason, "is_beyond": is_beyond}
    try:
        with transaction.atomic():
            for item in admissions.bring_back(**facts):
                admissions.tell_of_change(item)
    except programmes.SessionIsClosed:
        form.add_error(None, CLOSED)
    except admissions.AwardStands:
        form.add_error(None, AWARDED)
    except admissions.NoSeat:
        form.add_error(None, _("The last seat has been given to somebody else just now: look again."))
    return not form.errors


@participant_page
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, session, participation):
    """GET: which later sessions there are, and what stays and what begins anew; POST moves her."""
    later = admissions.later_sessions(session)
    form = MoveForm(request.POST or None, later=later)
    if participation.state == participation.State.MOVED and participation.moved_to:
        return _moved_before(request, session, participation, participation.moved_to)
    if participation.state != participation.State.ENROLLED:
        return _back(request, session, participation, _("This participant is not in the session any more."))
    if request.method == "POST" and form.is_valid() and _move(request, participation, later, form):
        said = _("Moved to %(session)s. The participant and the national coordinator are written to.")
        said %= {"session": participation.moved_to.session.name}
        return _back(request, session, participation, said, is_done=True)
    context = _context(session, participation, form) | {
        "later": later,
        "done": _done(request, session, participation),
    }
    return render(request, "secretariat/running/move.html", context, status=422 if form.errors else 200)


def _move(request, participation, later, form: MoveForm) -> bool:
    to = next(item for item in later if item.pk == form.cleaned_data["to"])
    try:
        with transaction.atomic():
            reason = form.cleaned_data["reason"]
            admissions.move_participant(participation=participation, to=to, by=request.user, reason=reason)
            participation.refresh_from_db()
            admissions.tell_of_change(participation)
    except programmes.SessionIsClosed:
        form.add_error(None, CLOSED)
    except admissions.NotInSession:
        form.add_error(None, _("This participant is not in the session any more."))
    except admissions.NotLater:
        form.add_error("to", _("This session is not a later one, or it is over."))
    except admissions.AwardStands:
        form.add_error(None, AWARDED)
    except admissions.CannotMove as refused:
        words = CANNOT_MOVE.get(refused.code, MOVED_BEFORE)
        form.add_error("to", words % {"session": refused.there.session.name})
    return form.is_valid()


def _moved_before(request, session, participation, there):
    return _back(request, session, participation, MOVED_BEFORE % {"session": there.session.name})


def _context(session, participation, form) -> dict:
    return {"session": session, "participation": participation, "form": form}


def _done(request, session, participation) -> dict[str, int]:
    """How many works and tests she has done here."""
    [line] = following.board_of(session, request.user, only=participation).lines
    there = [answer for answer in line.answers if answer.at is not None]
    tests = sum(answer.asked.is_test for answer in there)
    return {"works": len(there) - tests, "tests": tests}


def _back(request, session, participation, said: str, *, is_done: bool = False):
    (messages.success if is_done else messages.info)(request, said)
    return redirect("running_participant", pk=session.pk, key=participation.pk)
