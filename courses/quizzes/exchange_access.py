"""Who may bring questions in a file or take them along, and the buttons that lead there."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button


def may_import(user) -> bool:
    return user.has_perms(["quizzes.add_question", "quizzes.change_question"])


def may_export(user) -> bool:
    """A file of questions holds their keys."""
    return user.has_perm("quizzes.change_question")


def header_buttons(request) -> list[Button]:
    """What the list of questions offers beside its own; an export is of what the list shows."""
    found = []
    if may_import(request.user):
        found.append(Button(_("Import questions"), url=reverse("questions_import"), icon_name="upload"))
    if may_export(request.user):
        address = f"{reverse('questions_export')}?{request.GET.urlencode()}"
        found.append(Button(_("Export questions"), url=address, icon_name="download"))
    return found
