"""One grade with its history, and what may be done with it; one participant; one column."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clikc.people.roles import Role
from enrolment.grading import api as grading

from .forms import GradeForm, PointsField
from .places import Place, column_or_404, place_or_404, rows_for
from .words import KINDS, REFUSALS, STANDINGS, notes_in_words

VERBS = {
    "record": grading.record_grade,
    "override": grading.override_grade,
    "excuse": grading.excuse,
    "take_back": grading.take_back,
}


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request, desk, run, column, who):
    """A grade: how it stands, its history, and the forms for what this reader may do with it."""
    place = place_or_404(run, request.user, column, who)
    forms = _forms_of(place)
    step = request.POST.get("step", "")
    context = {"desk": desk, "run": run, "place": place, "forms": forms, "status": 200}
    if request.method == "POST":
        if step not in forms:
            raise Http404
        done = _do(request, place, step, context)
        if done:
            messages.success(request, _("Saved."))
            return redirect(desk.address("cell", run, column=column, who=who))
    return _shown(request, context)


def _do(request, place: Place, step: str, context: dict) -> bool:
    """Whether it is done; if not, ``context`` says why."""
    form = GradeForm(request.POST, step=step, most=place.column.most)
    context["forms"][step] = form
    context["open"] = step
    if not form.is_valid():
        context["status"] = 422
        return False
    facts = {name: value for name, value in form.cleaned_data.items() if value is not None}
    try:
        VERBS[step](
            run=place.book.run,
            column=place.column.code,
            enrolment_id=place.row.enrolment_id,
            by=request.user,
            **facts,
        )
    except grading.GradeRefused as refused:
        _say(refused, form, place, context)
        return False
    return True


def _say(refused: grading.GradeRefused, form: GradeForm, place: Place, context: dict) -> None:
    if refused.reason == "unknown":
        raise Http404
    if refused.reason == "changed_meanwhile":
        form.shown_again(refused.theirs.number if refused.theirs else 0)
        context |= {"theirs": refused.theirs, "mine": form.cleaned_data, "status": 409}
        return
    form.add_error(None, REFUSALS[refused.reason])
    context["status"] = 422


def _forms_of(place: Place) -> dict[str, GradeForm]:
    """What may be done: tutors enter a first grade by hand, managers everything."""
    cell, steps = place.cell, []
    stands = cell.state in ("graded", "excused")
    if place.column.is_manual and not stands:
        steps.append("record")
    if place.book.sees_all:
        steps += ["override", "excuse"]
        steps += ["take_back"] if stands else []
    initial = {"seen": cell.history}
    return {step: GradeForm(step=step, most=place.column.most, initial=initial) for step in steps}


def _shown(request, context: dict):
    place: Place = context["place"]
    context |= {
        "book": place.book,
        "column": place.column,
        "row": place.row,
        "cell": place.cell,
        "notes": notes_in_words(place.cell.notes),
        "kind": KINDS[place.column.kind],
        "history": _history_of(place, request.user),
    }
    return render(request, "tutoring/gradebook/cell.html", context, status=context["status"])


def _history_of(place: Place, viewer) -> list[dict]:
    """Every entry with the role it was made in."""
    entries = grading.history_of(
        run=place.book.run,
        viewer=viewer,
        item_id=place.column.item_id,
        enrolment_id=place.row.enrolment_id,
    )
    roles = dict(Role.choices)
    return [{"entry": entry, "role": roles.get(entry.role, "")} for entry in entries]


@require_safe
def person(request, desk, run, who):
    """One participant: every column of hers, by module. The table, for who holds a phone."""
    book = grading.gradebook_of(run=run, viewer=request.user)
    row = book.row(who)
    if row is None:
        raise Http404
    context = {
        "desk": desk,
        "run": run,
        "book": book,
        "row": row,
        "standing": STANDINGS[row.standing],
        "modules": [
            {
                "module": module,
                "total": row.total.modules.get(module.key),
                "lines": [
                    {
                        "column": column,
                        "cell": row.cells[column.code],
                        "notes": notes_in_words(row.cells[column.code].notes),
                    }
                    for column in module.columns
                ],
            }
            for module in book.modules
        ],
    }
    return render(request, "tutoring/gradebook/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request, desk, run, column):
    """One column for everybody. What is graded by hand and not graded yet is entered here, many at once."""
    book = grading.gradebook_of(run=run, viewer=request.user)
    found = column_or_404(book, column)
    if request.method == "POST" and not found.is_manual:
        raise Http404
    lines = [
        {"row": row, "cell": row.cells[column], "notes": notes_in_words(row.cells[column].notes), "typed": ""}
        for row in rows_for(book, found, request.user)
    ]
    status = 200
    if request.method == "POST":
        entered = _enter(request, book, found, lines)
        if entered:
            said = ngettext("%(number)s grade is entered.", "%(number)s grades are entered.", entered)
            messages.success(request, said % {"number": entered})
        if not any(line.get("error") or line.get("theirs") for line in lines):
            return redirect(desk.address("item", run, column=column))
        status = 409 if any(line.get("theirs") for line in lines) else 422
    context = {
        "desk": desk,
        "run": run,
        "book": book,
        "column": found,
        "kind": KINDS[found.kind],
        "lines": lines,
        "is_open": found.is_manual and any(_is_open(line) for line in lines),
        "has_errors": status != 200,
        "figures": grading.figures_of(tuple(line["row"] for line in lines), column),
    }
    return render(request, "tutoring/gradebook/item.html", context, status=status)


def _is_open(line: dict) -> bool:
    return line["cell"].state in ("waiting", "missing") and not line.get("is_done")


def _enter(request, book, column, lines: list[dict]) -> int:
    """Enter what was typed, each by itself: what is refused keeps nobody else's from being entered."""
    field, entered = PointsField(most=column.most, required=False), 0
    for line in lines:
        text = request.POST.get(f"points-{line['row'].key}", "")
        if text.strip() and _is_open(line):
            line["typed"] = text[:20]
            entered += _enter_one(request, book, column, line, field)
    return entered


def _enter_one(request, book, column, line: dict, field: PointsField) -> bool:
    try:
        points = field.clean(line["typed"])
        grading.record_grade(
            run=book.run,
            column=column.code,
            enrolment_id=line["row"].enrolment_id,
            points=points,
            by=request.user,
            seen=_seen(request, line),
        )
    except ValidationError as wrong:
        line["error"] = " ".join(wrong.messages)
        return False
    except grading.GradeRefused as refused:
        if refused.theirs is not None:
            line["theirs"] = refused.theirs
        else:
            line["error"] = str(
                REFUSALS.get(refused.reason, _("She is not among your participants any more."))
            )
        return False
    line["is_done"] = True
    return True


def _seen(request, line: dict) -> int:
    text = request.POST.get(f"seen-{line['row'].key}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
