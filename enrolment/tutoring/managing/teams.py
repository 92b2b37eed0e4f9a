"""The teams of a run, and who is in which."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clikc.people.validators import collapse_whitespace, printable_name
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from .forms import TeamForm
from .workspace import heading, run_page


@run_page
@require_http_methods(["GET", "HEAD", "POST"])
def teams(request, run):
    """Make a team (``name``), or say who is in which (``person-<id>``: a team's id, or empty)."""
    form = TeamForm(request.POST if "name" in request.POST else None)
    people = [
        item.learner for item in admissions.participants_in([run.pk]).order_by("learner__search_name", "pk")
    ]
    made = programmes.teams_of(run)
    if request.method == "POST" and "name" in request.POST:
        if form.is_valid() and _make(run, form):
            return redirect("run_teams", pk=run.pk)
    elif request.method == "POST":
        _put(run, people, made, request.POST)
        messages.success(request, _("Saved."))
        return redirect("run_teams", pk=run.pk)
    held = programmes.team_members_of(run)
    lines = [{"person": person, "team_id": held.get(person.pk)} for person in people]
    context = heading(run) | {"form": form, "teams": made, "lines": lines}
    return render(request, "tutoring/managing/teams.html", context, status=422 if form.errors else 200)


def _make(run, form: TeamForm) -> bool:
    name = collapse_whitespace(form.cleaned_data["name"])
    try:
        printable_name(name)
        programmes.make_team(run=run, name=name)
    except forms.ValidationError as wrong:
        form.add_error("name", wrong)
    except programmes.TeamExists:
        form.add_error("name", _("There is a team of this name."))
    return form.is_valid()


@transaction.atomic
def _put(run, people, made, data) -> None:
    by_id = {str(team.pk): team for team in made}
    for person in people:
        chosen = data.get(f"person-{person.pk}")
        if chosen is not None and (chosen == "" or chosen in by_id):
            programmes.put_into_team(run=run, team=by_id.get(chosen), person=person)
