"""Changing one part of a programme; making a programme."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from enrolment.programmes import api as programmes
from enrolment.programmes.rules.templates import Template, digest_of

from .door import manager_page, programme_page
from .module_rows import Rows
from .sections import SECTIONS, NewForm

METHODS = ["GET", "HEAD", "POST"]
HEADINGS = {
    "facts": gettext_lazy("Title and facts"),
    "regulation": gettext_lazy("Regulation"),
    "scheme": gettext_lazy("How work is graded"),
    "eligibility": gettext_lazy("Who may be nominated"),
    "letters": gettext_lazy("Words of the letters"),
}


@manager_page
@require_http_methods(METHODS)
def new(request):
    """A programme without modules and events; these are given to it on its page."""
    form = NewForm(Template(titles={}), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = programmes.save_programme(
                code=form.cleaned_data["code"], template=form.applied(), by=request.user, seen=""
            )
        except programmes.TemplateRefused as refused:
            form.refuse(refused.faults)
        else:
            messages.success(request, _("The programme is made. Give it modules and events next."))
            return redirect("secretariat_programme", code=saved.programme.code)
    context = {"form": form, "section": "programmes"}
    status = 422 if form.errors else 200
    return render(request, "secretariat/programmes/new.html", context, status=status)


@programme_page
@require_http_methods(METHODS)
def section(request, programme, part):
    """One part of a programme. Where somebody else changed it meanwhile, that is said and nothing lost."""
    made = SECTIONS.get(part)
    if made is None:
        raise Http404
    template = programmes.template_of(programme)
    form = made(template, request.POST or None, seen=digest_of(template))
    is_stale = False
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(request, programme, form.applied(), form.cleaned_data["seen"])
        except programmes.TemplateRefused as refused:
            form.refuse(refused.faults)
        except programmes.TemplateChanged as changed:
            is_stale = True
            look_again(form, changed)
        else:
            return said(request, programme, saved)
    context = {
        "programme": programme,
        "section": "programmes",
        "heading": HEADINGS[part],
        "part": part,
        "form": form,
        "is_stale": is_stale,
    }
    return render(request, "secretariat/programmes/section.html", context, status=status_of(form, is_stale))


@programme_page
@require_http_methods(METHODS)
def modules(request, programme):
    """All modules at once; another empty row without losing what is typed."""
    template = programmes.template_of(programme)
    data = request.POST or None
    if data and "add" in data:
        data = data.copy()
        data["modules-TOTAL_FORMS"] = str(_one_more(data.get("modules-TOTAL_FORMS")))
    rows, seen = Rows(data, template=template), digest_of(template)
    elsewhere, is_stale = [], False
    if data and "add" in data:
        rows.without_errors()
        seen = data.get("seen", "")
    elif data and rows.is_valid():
        try:
            saved = save(request, programme, rows.applied(), data.get("seen", ""))
        except programmes.TemplateRefused as refused:
            elsewhere = rows.refuse(refused.faults)
        except programmes.TemplateChanged:
            is_stale = True
        else:
            return said(request, programme, saved)
    is_bad = bool(data) and "add" not in data
    context = {
        "programme": programme,
        "section": "programmes",
        "rows": rows,
        "seen": seen,
        "elsewhere": elsewhere,
        "is_stale": is_stale,
    }
    status = 409 if is_stale else 422 if is_bad else 200
    return render(request, "secretariat/programmes/modules.html", context, status=status)


def save(request, programme, template: Template, seen: str):
    return programmes.save_programme(
        code=programme.code, template=template, by=request.user, seen=seen or "unknown"
    )


def said(request, programme, saved):
    messages.success(request, _("Saved.") if saved.changed else _("Nothing was changed."))
    return redirect("secretariat_programme", code=programme.code)


def status_of(form, is_stale: bool) -> int:
    return 409 if is_stale else 422 if form.errors else 200


def look_again(form, changed: programmes.TemplateChanged) -> None:
    """Keep what was typed; sent again, it is meant in the knowledge of what others changed."""
    form.data = form.data.copy()
    form.data["seen"] = digest_of(changed.now)


def _one_more(said: str | None) -> int:
    return min(int(said), 99) + 1 if said and said.isascii() and said.isdigit() and len(said) < 4 else 1
