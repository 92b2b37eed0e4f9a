"""The programmes there are, and one of them: its parts, and its sessions."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Max
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_POST, require_safe

from clikc.foundation.lists import page_of
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.admissions.rules.eligibility import rules_of
from enrolment.programmes import api as programmes
from enrolment.programmes.rules.templates import SOME_DAY

from .door import manager_page, programme_page
from .sentences import place_in_words, regulation_in_words

PAGE, SESSIONS = 25, 12


@manager_page
@require_safe
def listing(request):
    """As many queries for 25 as for 1."""
    found = programmes.all_programmes().annotate(number=Count("sessions"), latest=Max("sessions__starts_on"))
    rows = page_of(request, found, PAGE)
    lines = [{"programme": item, "words": programmes.titled(item)} for item in rows]
    context = {"rows": rows, "lines": lines, "section": "programmes"}
    return render(request, "secretariat/programmes/programmes.html", context)


@programme_page
@require_safe
def show(request, programme):
    """Everything that a session of it begins with."""
    template = programmes.template_of(programme)
    modules = list(programme.modules.select_related("course"))
    entries = catalogue.titles_of([item.course_id for item in modules if item.course_id], get_language())
    context = {
        "programme": programme,
        "section": "programmes",
        "words": programmes.titled(programme),
        "summary": programmes.titled(programme, "summary"),
        "modules": [
            {"module": item, "words": programmes.titled(item), "entry": entries.get(item.course_id)}
            for item in modules
        ],
        "events": _events(programme),
        "regulation": regulation_in_words(programme),
        "scheme": template.scheme,
        "asks": [(admissions.rule_in_words(rule), rule.is_wish) for rule in rules_of(template.eligibility)],
        "letters": [
            (label, template.letters.get(kind, {})) for kind, label in programmes.ProgrammeLetter.Kind.choices
        ],
        "sessions": list(programmes.all_sessions().filter(programme=programme)[:SESSIONS]),
    }
    return render(request, "secretariat/programmes/programme.html", context)


def _events(programme) -> list[dict]:
    """The events in the order of any session, with where they stand in words."""
    plan = programmes.plan_of(programme, programmes.Dates(SOME_DAY))
    titles = {event.code: programmes.titled(event).title for event, _placed in plan.events}
    return [
        {
            "event": event,
            "words": programmes.titled(event),
            "module": programmes.titled(event.module) if event.module else None,
            "where": place_in_words(programmes.place_of(event), titles),
        }
        for event, _placed in plan.events
    ]


@programme_page
@require_POST
def end(request, programme):
    """Offer it no longer, or again."""
    is_ended = "open" not in request.POST
    programmes.set_programme_ended(programme=programme, is_ended=is_ended, by=request.user)
    messages.success(
        request, _("The programme is no longer offered.") if is_ended else _("The programme is offered.")
    )
    return redirect("secretariat_programme", code=programme.code)
