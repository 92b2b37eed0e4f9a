"""The events of a programme: one is added, changed or taken out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.catalogue import api as catalogue
from enrolment.programmes import api as programmes
from enrolment.programmes.rules.templates import Event, Module, digest_of

from .door import programme_page
from .editing import METHODS, said, save
from .event_forms import EventForm

LONGEST_DIGEST = 64


@programme_page
@require_http_methods(METHODS)
def event(request, programme, event_code=None):
    """A new event (``event_code`` None), or one that is there."""
    template = programmes.template_of(programme)
    there = {item.code: item for item in template.events}
    if event_code is not None and event_code not in there:
        raise Http404
    form = event_form(programme, template.modules, there.get(event_code), request.POST or None)
    seen, is_stale = digest_of(template), False
    if request.method == "POST" and form.is_valid():
        events, place = _with(template.events, event_code, form.event)
        try:
            known = request.POST.get("seen", "")[:LONGEST_DIGEST]
            saved = save(request, programme, replace(template, events=events), known)
        except programmes.TemplateRefused as refused:
            form.refuse(_here(refused.faults, place))
        except programmes.TemplateChanged:
            is_stale = True
        else:
            return said(request, programme, saved)
    context = {
        "programme": programme,
        "section": "programmes",
        "form": form,
        "event": there.get(event_code),
        "seen": seen,
        "is_stale": is_stale,
    }
    status = 409 if is_stale else 422 if form.errors else 200
    return render(request, "secretariat/programmes/event.html", context, status=status)


@programme_page
@require_POST
def remove(request, programme, event_code):
    """Take an event out, unless others hang on it."""
    template = programmes.template_of(programme)
    rest = tuple(item for item in template.events if item.code != event_code)
    try:
        saved = save(request, programme, replace(template, events=rest), digest_of(template))
    except programmes.TemplateRefused as refused:
        messages.error(request, refused.faults[0].message)
        return redirect("secretariat_programme", code=programme.code)
    except programmes.TemplateChanged:
        messages.error(request, _("Somebody else changed the programme just now. Look at it again."))
        return redirect("secretariat_programme", code=programme.code)
    return said(request, programme, saved)


def event_form(record, modules: Iterable[Module], now: Event | None, data) -> EventForm:
    """A form of an event of a programme, or of a session: of its modules, behind its other events."""
    there = [item for item in record.events.all() if not now or item.code != now.code]
    others = [(item.code, programmes.titled(item).title) for item in there]
    return EventForm(
        data,
        event=now,
        modules=modules,
        others=others,
        activities=_activities(record),
    )


def _activities(record) -> list[tuple[str, str]]:
    """Code and title of the tests and assignments of its courses; what several courses have has its code."""
    courses = record.modules.filter(course__isnull=False).values("course")
    kinds = [catalogue.ActivityKind.QUIZ, catalogue.ActivityKind.ASSIGNMENT]
    found = list(catalogue.Activity.objects.filter(course__in=courses, kind__in=kinds, is_archived=False))
    entries = catalogue.entries_of([item.pk for item in found], get_language())
    titles: dict[str, set[str]] = {}
    for item in found:
        titles.setdefault(item.code, set()).add(entries[item.pk].title if item.pk in entries else item.code)
    return [(code, said.pop() if len(said) == 1 else code) for code, said in sorted(titles.items())]


def _with(events: tuple[Event, ...], code: str | None, event: Event) -> tuple[tuple[Event, ...], int]:
    """The events with this one in the place of that of a code, or behind them; and its place."""
    codes = [item.code for item in events]
    place = codes.index(code) if code in codes else len(events)
    return (*events[:place], event, *events[place + 1 :]), place


def _here(faults, place: int) -> list[programmes.Refusal]:
    """Faults of this event at their fields, those of others with their names."""
    return [
        fault if fault.where[:2] == ("events", place) else replace(fault, where=("events", 0, ""))
        for fault in faults
    ]
