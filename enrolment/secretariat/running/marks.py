"""Marks of modules without a course, for everybody at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.templatetags.components import points as as_number
from enrolment.admissions import api as admissions
from enrolment.grading import api as grading

from .door import CLOSED, session_page
from .forms import EndForm

MOST = Decimal(100)
REFUSED = {
    "not_in_session": gettext_lazy("Somebody has left the session meanwhile: look again who is in it."),
    "reason": gettext_lazy("Say why marks that are there are changed or taken back."),
    "changed": gettext_lazy(
        "Somebody has entered a mark meanwhile. What is there now stands beside what you typed."
    ),
    "percent": gettext_lazy("A mark is a number from 0 to 100, with two decimals at most."),
    "closed": CLOSED,
}


@dataclass(frozen=True)
class Line:
    """A participant; ``there`` is the mark that counts now, ``typed`` what stands in the field, ``number``
    that of the newest mark, ``is_wrong``: something has to be done about it."""

    participation: object
    there: object
    typed: str
    number: int
    is_wrong: bool = False


@session_page
@require_safe
def modules(request, session):
    """The modules that people mark, and how many have a mark."""
    found = _modules(session)
    marks = grading.module_marks_of([module.pk for module in found])
    people = {item.pk for item in _people(session)}
    counted = Counter(
        pk for (pk, person), mark in marks.items() if mark.percent is not None and person in people
    )
    lines = [(module, counted[module.pk]) for module in found]
    context = {"session": session, "lines": lines, "number": len(people)}
    return render(request, "secretariat/running/marks.html", context)


def _modules(session) -> list:
    return list(session.modules.filter(course=None))


def _people(session):
    return admissions.participants_of(session).current().order_by("learner__search_name", "pk")


@session_page
@require_http_methods(["GET", "HEAD", "POST"])
def module(request, session, module_id):
    """Everybody's mark in one module."""
    found = next((item for item in _modules(session) if item.pk == module_id), None)
    if found is None:
        raise Http404
    found.session = session
    form = EndForm(request.POST or None)
    people = list(_people(session))
    wrong: frozenset = frozenset()
    if request.method == "POST" and form.is_valid():
        wrong = _save(request, found, people, form)
        if not form.errors:
            return redirect("running_marks", pk=session.pk)
    marks = grading.module_marks_of([found.pk])
    lines = [_line(request, item, marks.get((found.pk, item.pk)), wrong) for item in people]
    context = {"session": session, "module": found, "lines": lines, "form": form}
    return render(request, "secretariat/running/module.html", context, status=422 if form.errors else 200)


def _line(request, participation, mark, wrong) -> Line:
    there = mark if mark is not None and mark.percent is not None else None
    typed = request.POST.get(f"mark-{participation.pk}")
    if typed is None:
        typed = as_number(there.percent) if there else ""
    return Line(participation, there, typed[:20], mark.number if mark else 0, participation.pk in wrong)


def _save(request, module, people, form: EndForm) -> frozenset:
    """The participations that something is wrong with; the form says what."""
    marks, seen, wrong = _typed(request, people)
    if wrong:
        form.add_error(None, REFUSED["percent"])
        return frozenset(wrong)
    try:
        number = grading.set_module_mark(
            module=module, marks=marks, seen=seen, by=request.user, reason=form.cleaned_data["reason"]
        )
    except grading.MarkNotEntered as refusal:
        form.add_error("reason" if refusal.reason == "reason" else None, REFUSED[refusal.reason])
        return frozenset(refusal.participations)
    said = ngettext("%(number)d mark was entered.", "%(number)d marks were entered.", number)
    messages.success(request, said % {"number": number} if number else _("Nothing was changed."))
    return frozenset()


def _typed(request, people) -> tuple[dict, dict, list]:
    """Participation id → mark, and → the number that was seen; the ids of what is no mark. Whoever the form
    does not name is left as she is."""
    marks, seen, wrong = {}, {}, []
    for item in people:
        text, number = request.POST.get(f"mark-{item.pk}"), request.POST.get(f"seen-{item.pk}", "")
        if text is None:
            continue
        percent = grading.typed_points(text, MOST)
        if percent is None and text.strip():
            wrong.append(item.pk)
        marks[item.pk] = percent
        seen[item.pk] = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else -1
    return marks, seen, wrong
