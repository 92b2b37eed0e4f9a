"""A participant's own work on the page of an assignment, which itself knows nothing of participants."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from enrolment.assessment import api as assessment

from ..work.shown import graded

register = template.Library()


@register.inclusion_tag("classroom/work/_panel.html", takes_context=True)
def work_panel(context, page) -> dict:
    """Where the reader stands with the assignment of ``page`` in the runs she is in: due, draft, handed in;
    nothing for who is in none. Ten queries at most, one for who is in no run."""
    user = context["request"].user
    if not user.is_authenticated:
        return {"tasks": []}
    lines = assessment.work_of(user)
    here = [line for line in lines if line.place.assignment.activity_id == page.activity_id]
    return {"tasks": graded(here), "language": get_language()}
