"""The facts of assignments in the back office, and from there the way to what each is marked by."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from ..models import Assignment
from ..rubrics.reading import rubric_in
from .facts_form import FactsForm
from .rubric_pages import EditRubric, EditWords, may_word, name_of
from .words_form import places_of


class AssignmentIndex(IndexView):
    """Each assignment by its course and activity, with what it takes."""

    def get_base_queryset(self):
        found = super().get_base_queryset().select_related("activity__course")
        return found.filter(activity__is_archived=False).prefetch_related("rubrics")

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "activity",
                label=_("Assignment"),
                accessor=name_of,
                get_url=self._url,
                sort_key="activity__course__code",
            ),
            BooleanColumn("takes_text", label=_("Text")),
            Column("most_files", label=_("Files"), accessor="most_files"),
            BooleanColumn("is_group", label=_("By a team")),
            Column("rubric", label=_("Version of the rubric"), accessor=_version),
        ]

    def _url(self, assignment: Assignment) -> str:
        return self.get_edit_url(assignment) or self.get_inspect_url(assignment)


def _version(assignment: Assignment) -> str:
    return str(max((rubric.version for rubric in assignment.rubrics.all()), default="–"))


class ShowsRubric:
    """Below the facts: the rubric as it is read, and the ways to change it and its words."""

    def get_context_data(self, **kwargs):
        assignment = self.object
        rubric = assignment.rubrics.prefetch_related("criteria__levels").first()
        source = assignment.activity.course.source_language
        return super().get_context_data(**kwargs) | {
            "rubric": rubric_in(rubric, [source]) if rubric else None,
            "versions": list(assignment.rubrics.all()),
            "comments": list(assignment.bank_comments.all()),
            "words": words_in_each(assignment, rubric, self.request.user),
            "source_language": source,
        }

    def get_page_subtitle(self):
        return name_of(self.object)


def words_in_each(assignment: Assignment, rubric, user) -> list[dict]:
    """For each language: how many of the source's texts are there, and the way to them for who may."""
    places = list(places_of(rubric, assignment))
    source = assignment.activity.course.source_language
    said = [place for place in places if place.in_language(source)]
    return [
        {
            "language": language,
            "name": get_language_info(language)["name_local"],
            "done": sum(bool(place.in_language(language)) for place in said),
            "total": len(said),
            "url": reverse("assignment:words", args=[assignment.pk, language])
            if may_word(user, language)
            else "",
        }
        for language in settings.MODELTRANSLATION_LANGUAGES
    ]


class EditAssignment(ShowsRubric, EditView):
    template_name = "lessons/admin/assignment_edit.html"

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        """One person at a time: what the form is held against stands still until it is saved."""
        get_object_or_404(Assignment.objects.select_for_update(no_key=True), pk=self.object_pk)
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)


class ReadAssignment(ShowsRubric, InspectView):
    """For who may read an assignment but not change it, such as its translators."""

    template_name = "lessons/admin/assignment_read.html"
    page_title = _("Reading")


class OnlyWithItsPage(ModelPermissionPolicy):
    """An assignment comes with its page and stays with what was handed in: nobody adds or deletes it here."""

    def user_has_permission(self, user, action):
        return action not in ("add", "delete") and super().user_has_permission(user, action)


FACTS = ObjectList(
    [
        FieldPanel("takes_text"),
        FieldRowPanel([FieldPanel("words_from"), FieldPanel("words_to")]),
        FieldRowPanel([FieldPanel("most_files"), FieldPanel("most_megabytes")]),
        FieldPanel("is_group"),
    ],
    base_form_class=FactsForm,
)


class AssignmentViewSet(ModelViewSet):
    model = Assignment
    icon = "tasks"
    menu_label = _("Assignments")
    menu_order = 255
    add_to_admin_menu = True
    index_view_class = AssignmentIndex
    edit_view_class = EditAssignment
    inspect_view_class = ReadAssignment
    inspect_view_enabled = True
    inspect_view_fields = ["takes_text", "words_from", "words_to", "most_files", "most_megabytes", "is_group"]
    copy_view_enabled = False
    edit_template_name = EditAssignment.template_name
    inspect_template_name = ReadAssignment.template_name
    list_filter = ["activity__course", "is_group"]
    search_fields = ["activity__code", "activity__course__code"]
    ordering = ["activity__course__code", "activity__position"]
    list_per_page = 50
    edit_handler = FACTS

    @cached_property
    def permission_policy(self):
        return OnlyWithItsPage(self.model)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("rubric/<int:pk>/", EditRubric.as_view(), name="rubric"),
            path("words/<int:pk>/<slug:language>/", EditWords.as_view(), name="words"),
        ]
