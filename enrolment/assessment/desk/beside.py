"""The panel beside a question in the back office: the way to re-grading."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from ..permissions import can_see_attempts, can_settle


class RegradePanel(Component):
    """Leads to the preview of whose points change by the key as it is now."""

    heading = _("Corrected key")
    name = "regrade"
    template_name = "assessment/desk/regrade_panel.html"

    def __init__(self, question):
        self.question = question

    @property
    def url_to_correct(self) -> str:
        return reverse("assessment_regrade", args=[self.question.pk])

    def get_context_data(self, parent_context):
        return {"url": self.url_to_correct}


def regrade_panel(request, question) -> RegradePanel | None:
    """For those who may re-grade, beside a question that was asked. One query."""
    may = can_see_attempts(request.user) and can_settle(request.user)
    return RegradePanel(question) if may and question.versions.exists() else None
