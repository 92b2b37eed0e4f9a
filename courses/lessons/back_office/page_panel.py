"""Beside the page of an assignment: its facts and its rubric, which are the same in every language."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from ..models.assignments import Assignment


class AssignmentPanel(Panel):
    """What the assignment takes and is marked by, with the way to both for who may."""

    def __init__(self, **kwargs):
        super().__init__(**{"heading": _("Facts and rubric")} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "lessons/admin/page_panel.html"

        def get_context_data(self, parent_context=None):
            found = Assignment.objects.filter(activity=self.instance.translation_key).first()
            return super().get_context_data(parent_context) | {
                "assignment": found,
                "rubric": found.rubric if found else None,
                "url": self._url(found) if found else "",
            }

        def _url(self, assignment: Assignment) -> str:
            user = self.request.user
            if user.has_perm("lessons.change_assignment"):
                return reverse("assignment:edit", args=[assignment.pk])
            if user.has_perm("lessons.view_assignment"):
                return reverse("assignment:inspect", args=[assignment.pk])
            return ""
