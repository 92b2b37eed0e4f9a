"""One participant of a session: how she stands, what happened, more time, her tutor."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clikc.foundation.lists import searched
from clikc.people.models import User
from enrolment.admissions import api as admissions
from enrolment.following import api as following
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from .door import AWARDED, CLOSED, participant_page, session_page, unless_closed
from .forms import AddForm, GivenTutorForm, MoreTimeForm
from .table import Part, Row, module_rows
from .words import day_said

FOUND = 30
MOST_ADDED = 100
NO_TIME = {
    "nothing": ("what", gettext_lazy("Choose for what more time is given.")),
    "reason": ("reason", gettext_lazy("Say why.")),
    "passed": ("days", gettext_lazy("This time has passed already.")),
    "not_later": ("until", gettext_lazy("All of it is due then or later already.")),
    "changed": (
        None,
        gettext_lazy(
            "The times were changed meanwhile, perhaps by this very form: they are shown as they are now."
        ),
    ),
}
NO_TUTOR = {
    "not_a_tutor": gettext_lazy("This tutor does not tutor every module that the participant takes part in."),
    "own_administration": gettext_lazy(
        "Nobody marks work from their own administration. Choose another tutor."
    ),
    "own_work": gettext_lazy("Nobody marks their own work. Choose another tutor."),
    "not_a_participant": gettext_lazy("This participant has no seat in any module."),
}


@participant_page
@require_safe
def participant(request, session, participation):
    return _page(request, session, participation)


def _page(request, session, participation, *, tutor_form=None, time_form=None, status=200):
    board = following.board_of(session, request.user, only=participation)
    [line] = board.lines
    tutors = _tutors(board.runs)
    names = {item.tutor.pk: item.tutor.get_full_name() for item in tutors}
    [row] = module_rows(board, [line], names)
    hers = set(line.tutors.values())
    usual = hers.pop() if len(hers) == 1 and len(line.tutors) == len(line.enrolments) else ""
    context = {
        "session": session,
        "participation": participation,
        "row": row,
        "stand": Row(line, []),
        "parts": [Part(answer) for answer in line.answers],
        "entries": following.history_of(participation, board, request.user),
        "tutor_form": tutor_form or GivenTutorForm(tutors=tutors, initial={"tutor": usual}),
        "time_form": time_form or MoreTimeForm(session=session, line=line, named=_named(line)),
        "is_in": participation.state == participation.State.ENROLLED,
    }
    return render(request, "secretariat/running/participant.html", context, status=status)


def _tutors(runs) -> list:
    """The terms of each who tutors in one of these runs, by name. One query."""
    terms = {item.tutor_id: item for item in programmes.tutors_of_runs([run.pk for run in runs])}
    return sorted(terms.values(), key=lambda item: (item.tutor.search_name, item.tutor_id))


def _named(line: following.SessionLine) -> list[tuple[str, str]]:
    return [
        (
            following.key_of(answer),
            _("%(module)s, “%(title)s”, due on %(day)s")
            % {
                "module": answer.asked.module.code.upper(),
                "title": answer.asked.title,
                "day": day_said(answer.due_at),
            },
        )
        for answer in line.answers
    ]


@participant_page
@require_POST
@unless_closed
def more_time(request, session, participation):
    """Give her more time for what was chosen, with the reason."""
    [line] = following.board_of(session, request.user, only=participation).lines
    form = MoreTimeForm(request.POST, session=session, line=line, named=_named(line))
    if not form.is_valid() or not _grant(request, session, participation, form):
        return _page(request, session, participation, time_form=_shown_again(form, line), status=422)
    return redirect("running_participant", pk=session.pk, key=participation.pk)


def _shown_again(form: MoreTimeForm, line: following.SessionLine) -> MoreTimeForm:
    """With the times as they are now, so that it can be sent once more."""
    form.data = form.data.copy()
    form.data["digest"] = following.due_digest(line)
    return form


def _grant(request, session, participation, form: MoreTimeForm) -> bool:
    facts = form.cleaned_data
    try:
        granted = following.give_more_time(
            session=session,
            participation_id=participation.pk,
            keys=facts["keys"],
            by=request.user,
            reason=facts["reason"],
            digest=facts["digest"],
            days=facts["days"] or 0,
            until=facts["moment"],
        )
    except following.MoreTimeRefused as refusal:
        field, words = NO_TIME[refusal.reason]
        form.add_error(field, words)
        return False
    number = len(granted)
    said = ngettext(
        "More time is given for %(number)d work or test; a letter says so.",
        "More time is given for %(number)d works and tests; a letter says so.",
        number,
    )
    messages.success(request, said % {"number": number})
    return True


@participant_page
@require_POST
@unless_closed
def give_tutor(request, session, participation):
    """Give her another tutor through all modules, or none."""
    runs = programmes.runs_of_session(session)
    tutors = _tutors(runs)
    form = GivenTutorForm(request.POST, tutors=tutors)
    if not form.is_valid():
        return _page(request, session, participation, tutor_form=form, status=422)
    chosen = {item.tutor.pk: item.tutor for item in tutors}.get(form.cleaned_data["tutor"])
    try:
        grading.give_session_tutor(
            runs=runs,
            person=participation.learner,
            tutor=chosen,
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
    except grading.TutorRefused as refusal:
        form.add_error("tutor", NO_TUTOR[refusal.reason])
        return _page(request, session, participation, tutor_form=form, status=422)
    messages.success(request, _("Saved."))
    return redirect("running_participant", pk=session.pk, key=participation.pk)


@session_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, session):
    """Officers are searched for, and put into the session by hand with a reason."""
    query = searched(request)
    form = AddForm(request.POST or None)
    if request.method == "POST" and session.closed_at is not None:
        form.add_error(None, CLOSED)
    people = _found(request.user, session, query) if query else []
    chosen = _chosen(request)
    if request.method == "POST" and not chosen:
        form.add_error(None, _("Tick the officers you mean first."))
    if request.method == "POST" and form.is_valid():
        return _add(request, session, chosen, form.cleaned_data["reason"])
    context = {"session": session, "form": form, "q": query, "people": people, "ticked": set(chosen)}
    return render(request, "secretariat/running/add.html", context, status=422 if form.errors else 200)


def _found(user, session, query: str) -> list[tuple[User, str]]:
    """The first officers of that name, with how they stand in the session."""
    found = (
        User.objects.visible_to(user)
        .named(query)
        .filter(is_active=True, merged_into=None, administration__isnull=False)
    )
    people = list(found.select_related("administration").order_by("search_name", "pk")[:FOUND])
    there = admissions.participants_of(session).filter(learner__in=people)
    states = {item.learner_id: item for item in there}
    return [(person, states.get(person.pk)) for person in people]


def _chosen(request) -> list[int]:
    texts = request.POST.getlist("person")[:MOST_ADDED]
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]


def _moved_on(number: int, chosen: int) -> str:
    """Why nobody came in: who has moved on to a later session is in that one."""
    if not number:
        return _("Everybody you chose is in the session already.")
    said = ngettext(
        "%(number)d officer has moved on to a later session, and takes part there.",
        "%(number)d officers have moved on to a later session, and take part there.",
        number,
    ) % {"number": number}
    return said if number == chosen else f"{said} {_('The others are in the session already.')}"


@transaction.atomic
def _add(request, session, chosen: list[int], reason: str):
    able = User.objects.visible_to(request.user).filter(
        pk__in=chosen, is_active=True, merged_into=None, administration__isnull=False
    )
    people = list(able.order_by("pk"))
    if not people:
        raise Http404
    try:
        came = admissions.take_part(session=session, people=people, by=request.user, reason=reason)
    except admissions.AwardStands:
        messages.error(request, AWARDED)
        return redirect("running_add", pk=session.pk)
    for participation in came:
        admissions.tell_of_change(participation)
    number = len(came)
    if number:
        said = ngettext("%(number)d officer takes part now.", "%(number)d officers take part now.", number)
        messages.success(request, said % {"number": number})
    else:
        there = admissions.participants_of(session).filter(learner__in=people, state="moved").count()
        messages.info(request, _moved_on(there, len(people)))
    return redirect("running_board", pk=session.pk)
