"""What a cohort is to be, a look at what it comes to, and making it: once."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods

from clikc.people.models import LANGUAGES
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from ..members.finding import members_of
from ..workspace import coordinator_page
from .forms import FactsForm, tutors
from .found import draft_or_404


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def what(request, administration, draft):
    """Courses, language, dates, tutor, welcome text."""
    draft = draft_or_404(request, administration, draft)
    if draft.cohort is not None:
        return redirect("coordination_cohort_review", code=administration.code, draft=draft.pk)
    facts = programmes.facts_from_data(draft.facts) if draft.facts else None
    form = FactsForm.of(facts, request.POST or None, administration=administration)
    if request.method == "POST" and form.is_valid():
        draft.facts = programmes.facts_as_data(form.facts)
        draft.save(update_fields=["facts", "touched_at"])
        return redirect("coordination_cohort_review", code=administration.code, draft=draft.pk)
    context = {"administration": administration, "section": "cohorts", "draft": draft, "form": form}
    status = 422 if form.errors else 200
    return render(request, "coordination/cohorts/what.html", context, status=status)


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, administration, draft):
    """What it comes to, course by course; POST does it. Sent twice, it is done once."""
    draft = draft_or_404(request, administration, draft, is_made=True)
    if draft.made is not None and request.method != "POST":
        return redirect("coordination_cohort", code=administration.code, pk=draft.made_id)
    if draft.cohort is None and not draft.facts:
        return redirect("coordination_cohort_what", code=administration.code, draft=draft.pk)
    if request.method == "POST":
        return _done(request, administration, draft)
    cohort = draft.cohort
    facts = programmes.facts_of(cohort) if cohort else programmes.facts_from_data(draft.facts)
    people = list(_people(administration, draft))
    language = _language(request, facts, people)
    context = {
        "administration": administration,
        "section": "cohorts",
        "draft": draft,
        "facts": facts,
        "number": len(people),
        "missing": len(draft.people) - len(people),
        "lines": _lines(facts, people),
        "tutor": tutors(administration, facts.tutor_id).filter(pk=facts.tutor_id).first(),
        "letter": admissions.read_welcome(facts=facts, language=language),
        "letter_language": language,
        "languages": LANGUAGES,
    }
    return render(request, "coordination/cohorts/review.html", context)


def _people(administration, draft):
    """Who is chosen, and still a member whose account is open."""
    return members_of(administration).filter(pk__in=draft.people, is_active=True)


def _language(request, facts, people) -> str:
    """In which language the letter is shown: the one asked for, else the one most of its readers have."""
    asked = request.GET.get("as", "")
    if asked in dict(LANGUAGES):
        return asked
    counted = Counter(person.preferred_language for person in people)
    return counted.most_common(1)[0][0] if counted else facts.language or get_language()


def _lines(facts, people) -> list[dict]:
    said = admissions.preview(
        course_ids=facts.course_ids, person_ids=[person.pk for person in people], runs=facts.runs
    )
    titles = catalogue.titles_of(facts.course_ids, get_language())
    languages = catalogue.languages_of(facts.course_ids)
    runs = programmes.runs_by_id(facts.runs.values())
    return [
        {
            "entry": titles.get(item.course_id),
            "said": item,
            "run": runs.get(facts.runs.get(item.course_id)),
            "lacks": bool(facts.language) and facts.language not in languages.get(item.course_id, []),
        }
        for item in said
    ]


def _done(request, administration, draft):
    try:
        filled = admissions.fill_cohort(draft=draft, by=request.user)
    except admissions.CohortIsClosed:
        messages.error(request, _("This cohort was closed meanwhile. Nobody was added."))
        return redirect("coordination_cohort", code=administration.code, pk=draft.cohort_id)
    if filled.job is not None:
        return redirect("job", filled.job.pk)
    if filled.added is not None:
        _tell(request, draft, filled.added)
    return redirect("coordination_cohort", code=administration.code, pk=filled.cohort.pk)


def _tell(request, draft, added) -> None:
    said = _("Done: %(joined)d joined the cohort, %(waiting)d of them wait for a seat.") % {
        "joined": len(added.joined),
        "waiting": len(added.waiting),
    }
    if draft.cohort is None:
        said += " " + _("If this was a mistake, close the cohort and take the courses away again.")
    messages.success(request, said)
