"""Who is to be in a cohort: found by filter, pasted, taken out again."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clikc.foundation.lists import page_of
from clikc.people.models import LANGUAGES
from courses.catalogue import api as catalogue
from enrolment.programmes import api as programmes

from ..members.finding import NO_UNIT, members_of
from ..workspace import coordinator_page
from .choosing import Choice, candidates
from .forms import PasteForm
from .found import draft_or_404, ids_in
from .pasted import entries_in
from .recognising import FATES, recognise

PAGE = 50


@coordinator_page
@require_safe
def who(request, administration, draft):
    """Three ways to choose, and how many are chosen. As many queries for 20 people as for 2,000."""
    return _page(request, administration, draft_or_404(request, administration, draft), PasteForm())


def _page(request, administration, draft, paste_form, fates=None, status=200):
    choice = Choice.of(request.GET)
    is_asked = "find" in request.GET or bool(choice.asked)
    titles = catalogue.titles_of(catalogue.courses().values_list("pk", flat=True), get_language())
    context = {
        "administration": administration,
        "section": "cohorts",
        "draft": draft,
        "choice": choice,
        "rows": _found(request, administration, draft, choice) if is_asked else None,
        "chosen": len(draft.people),
        "units": list(administration.units.all()),
        "no_unit": NO_UNIT,
        "languages": LANGUAGES,
        "courses": sorted(titles.items(), key=lambda item: item[1].title.casefold()),
        "form": paste_form,
        "fates": fates,
        "tally": _tally(fates or []),
        "upload": _upload(administration, draft),
    }
    return render(request, "coordination/cohorts/who.html", context, status=status)


def _found(request, administration, draft, choice):
    rows = page_of(request, candidates(administration, choice).select_related("unit"), PAGE)
    chosen = set(draft.people)
    for person in rows:
        person.is_chosen = person.pk in chosen
    return rows


def _tally(fates) -> list[tuple[str, int]]:
    counted = Counter(fate.fate for fate in fates)
    return [(FATES[fate], counted[fate]) for fate in FATES if counted[fate]]


def _upload(administration, draft) -> str:
    """Where a spreadsheet of people for a cohort that is there is sent to; "" before it is there."""
    if draft.cohort is None:
        return ""
    try:
        address = reverse("coordination_import_new", kwargs={"code": administration.code})
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode({'cohort': draft.cohort.pk})}"


@coordinator_page
@require_POST
def add(request, administration, draft):
    """Choose who was ticked, or everybody the filter means."""
    draft = draft_or_404(request, administration, draft)
    choice = Choice.of(request.POST)
    found = candidates(administration, choice)
    if not request.POST.get("all"):
        found = members_of(administration).filter(is_active=True, pk__in=ids_in(request, "person"))
    before = len(draft.people)
    draft = programmes.choose_people(draft=draft, add=found.values_list("pk", flat=True))
    new = len(draft.people) - before
    said = ngettext("%(number)d person more is chosen.", "%(number)d people more are chosen.", new)
    messages.success(request, said % {"number": new})
    address = reverse("coordination_cohort_who", kwargs={"code": administration.code, "draft": draft.pk})
    return redirect(f"{address}?{urlencode({'find': '1', **choice.asked})}")


@coordinator_page
@require_POST
def paste(request, administration, draft):
    """Choose who is named, and say of each line what became of it. Sending it again changes nothing."""
    draft = draft_or_404(request, administration, draft)
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _page(request, administration, draft, form, status=422)
    fates = recognise(administration, entries_in(form.cleaned_data["text"]))
    chosen = [fate.person.pk for fate in fates if fate.is_chosen]
    draft = programmes.choose_people(draft=draft, add=chosen)
    return _page(request, administration, draft, form, fates)


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def chosen(request, administration, draft):
    """Who is chosen so far; POST takes those who are ticked out again."""
    draft = draft_or_404(request, administration, draft)
    if request.method == "POST":
        gone = draft.people if request.POST.get("all") else ids_in(request, "person")
        programmes.choose_people(draft=draft, drop=gone)
        messages.success(request, _("Taken out."))
        return redirect("coordination_cohort_chosen", code=administration.code, draft=draft.pk)
    people = members_of(administration).filter(pk__in=draft.people).order_by("search_name", "pk")
    context = {
        "administration": administration,
        "section": "cohorts",
        "draft": draft,
        "rows": page_of(request, people.select_related("unit"), PAGE),
    }
    return render(request, "coordination/cohorts/chosen.html", context)
