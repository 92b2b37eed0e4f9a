"""What an assignment is marked by, edited: the rubric as a whole, and its words language by language."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext, gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from ..models import Assignment
from ..rubrics.saving import save_comments, save_rubric
from .rubric_form import RubricForm
from .words_form import WordsForm

CHANGE, VIEW = "lessons.change_assignment", "lessons.view_assignment"


def name_of(assignment: Assignment) -> str:
    """Course and activity by their codes. No query, if the assignment has both."""
    return f"{assignment.activity.course.code} / {assignment.activity.code}"


def may_word(user, language: str) -> bool:
    """Who writes the words of a language: who changes assignments, and who translates into it."""
    return user.has_perm(CHANGE) or (user.has_perm(VIEW) and language in user.languages_translated)


class _Page(WagtailAdminTemplateMixin, FormView):
    """A page below an assignment, for those who may."""

    header_icon = "tasks"

    def dispatch(self, request, *args, **kwargs):
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return self.request.user.has_perm(CHANGE)

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        """One person at a time: what a form is held against stands still until it is saved."""
        get_object_or_404(Assignment.objects.select_for_update(no_key=True), pk=self.kwargs["pk"])
        return super().post(request, *args, **kwargs)

    @cached_property
    def assignment(self) -> Assignment:
        found = Assignment.objects.select_related("activity__course")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def source(self) -> str:
        return self.assignment.activity.course.source_language

    def get_page_subtitle(self):
        return name_of(self.assignment)

    def get_breadcrumbs_items(self):
        way = {"url": reverse("assignment:index"), "label": gettext("Assignments")}
        own = {"url": self.get_success_url(), "label": name_of(self.assignment)}
        return [*self.breadcrumbs_items, way, own, {"url": "", "label": self.get_page_title()}]

    def get_success_url(self):
        route = "edit" if self.request.user.has_perm(CHANGE) else "inspect"
        return reverse(f"assignment:{route}", args=[self.assignment.pk])

    def form_invalid(self, form):
        messages.error(self.request, _("Not saved: something here wants another look."))
        return super().form_invalid(form)


class EditRubric(_Page):
    """Another shape makes another version; what was marked by an earlier one keeps it."""

    form_class = RubricForm
    template_name = "lessons/admin/rubric_edit.html"
    page_title = _("Rubric")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"assignment": self.assignment, "language": self.source}

    def get_context_data(self, **kwargs):
        language_name = get_language_info(self.source)["name_local"]
        return super().get_context_data(**kwargs) | {"language_name": language_name}

    def form_valid(self, form):
        saved = save_rubric(assignment=self.assignment, draft=form.draft)
        has_comments = save_comments(assignment=self.assignment, comments=form.comment_drafts)
        if saved.is_changed or has_comments:
            log(instance=self.assignment, action="wagtail.edit", content_changed=True)
        messages.success(self.request, _about(saved))
        return redirect(self.get_success_url())


def _about(saved) -> str:
    if saved.is_new_version and saved.rubric.version > 1:
        return gettext(
            "Saved as version %(version)d of the rubric. Work handed in before is marked by the version it "
            "came in under; what is handed in from now on by this one."
        ) % {"version": saved.rubric.version}
    return gettext("The rubric is saved.")


class EditWords(_Page):
    """The words of one language, beside those of the source."""

    form_class = WordsForm
    template_name = "lessons/admin/words_edit.html"
    header_icon = "globe"

    @property
    def language(self) -> str:
        return self.kwargs["language"]

    def is_allowed(self) -> bool:
        if self.language not in settings.MODELTRANSLATION_LANGUAGES:
            raise Http404
        return may_word(self.request.user, self.language)

    def get_page_title(self):
        name = get_language_info(self.language)["name_local"]
        return gettext("Words of the rubric: %(language)s") % {"language": name}

    def get_form_kwargs(self):
        facts = {"assignment": self.assignment, "language": self.language, "source": self.source}
        return super().get_form_kwargs() | facts

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"source": self.source, "language": self.language}

    def form_valid(self, form):
        is_changed = (
            form.draft is not None and save_rubric(assignment=self.assignment, draft=form.draft).is_changed
        )
        is_changed |= save_comments(assignment=self.assignment, comments=form.comment_drafts)
        if is_changed:
            log(instance=self.assignment, action="wagtail.edit", content_changed=True)
        messages.success(self.request, _("The words are saved."))
        return redirect(self.get_success_url())
