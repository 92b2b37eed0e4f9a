"""How a gradebook is arranged: the form, what it would change, and the confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from courses.catalogue import api as catalogue
from enrolment.grading import api as grading

from .arrange_form import ArrangeForm
from .words import STANDINGS

REFUSALS = {
    "has_grades": gettext_lazy(
        "Something was entered there, so it cannot be taken away. With the weight 0 it counts for nothing."
    ),
    "above_most": gettext_lazy("Somebody has more points there than would be the most."),
    "unknown": gettext_lazy("What you chose is not there any more."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request, desk, run):
    """The arrangement. What is sent is shown with all it changes; what was shown is saved."""
    book = grading.gradebook_of(run=run, viewer=request.user)
    plan = grading.plan_of(run)
    form = _form(request, run, book, plan)
    context = {"desk": desk, "run": run, "book": book, "form": form, "seen": plan.digest, "status": 200}
    if request.method == "POST" and _answered(request, context, plan):
        messages.success(request, _("The gradebook is arranged."))
        return redirect(desk.address("arrange", run))
    return render(request, "tutoring/gradebook/arrange.html", _laid_out(context), status=context["status"])


def _form(request, run, book, plan) -> ArrangeForm:
    found = grading.quizzes_to_add(run)
    entries = catalogue.entries_of([quiz.activity_id for quiz in found], get_language())
    quizzes = [(f"q{quiz.pk}", _title(quiz, entries.get(quiz.activity_id))) for quiz in found]
    data = request.POST if request.method == "POST" else None
    return ArrangeForm(data, plan=plan, modules=book.modules, quizzes=quizzes)


def _title(quiz, entry) -> str:
    return entry.title if entry else quiz.activity.code


def _answered(request, context: dict, plan: grading.Plan) -> bool:
    """Whether it is saved; if not, ``context`` says what comes next."""
    form = context["form"]
    if not form.is_valid():
        context["status"] = 422
        return False
    wanted, seen = form.wanted, request.POST.get("seen", "")
    if seen != plan.digest:
        context |= {"differences": form.differences(), "is_changed": True, "status": 409}
        return False
    # What was shown: this plan, in the place of that one.
    shown = f"{seen}:{wanted.digest}"
    if request.POST.get("again") or request.POST.get("shown") != shown:
        context |= {"changes": _changes(context["book"], wanted), "shown": shown, "is_preview": True}
        return False
    try:
        grading.arrange(run=context["run"], plan=wanted, by=request.user, seen=seen)
    except grading.ArrangeRefused as refused:
        is_changed = refused.reason == "changed_meanwhile"
        context |= {"is_changed": is_changed, "status": 409 if is_changed else 422}
        if not is_changed:
            column = context["book"].column(refused.column)
            where = f"{column.title}: " if column else ""
            form.add_error(None, f"{where}{REFUSALS[refused.reason]}")
        return False
    return True


def _changes(book: grading.Gradebook, wanted: grading.Plan) -> list[dict]:
    return [
        {
            "change": change,
            "before": STANDINGS[change.row.standing],
            "after": STANDINGS[change.standing_after],
        }
        for change in grading.preview(book, wanted)
    ]


def _laid_out(context: dict) -> dict:
    """The fields of the form, beside the modules and columns they are of."""
    form = context["form"]

    def field(name: str):
        return form[name] if name in form.fields else None

    context["modules"] = [
        {
            "module": module,
            "fields": [field(f"{name}.{module.key}") for name in ("title", "weight", "drop", "place")],
            "columns": [
                {
                    "column": column,
                    "title": field(f"title-{column.code}"),
                    "most": field(f"most-{column.code}"),
                    "weight": field(f"weight-{column.code}"),
                    "module": field(f"module-{column.code}"),
                    "place": field(f"place-{column.code}"),
                    "remove": field(f"remove-{column.code}"),
                }
                for column in module.columns
            ],
        }
        for module in context["book"].modules
    ]
    return context
