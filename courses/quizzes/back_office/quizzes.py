"""The facts of quizzes in the back office, once for all languages."""

from __future__ import annotations

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _, ngettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from ..drawing import Prospect, prospects_of
from ..models import Quiz, QuizSlot
from ..signals import quiz_rescheduled
from .deleting import DeleteUnused
from .example import example_of
from .quiz_form import name_of_quiz
from .quiz_panels import QUIZ_PANELS

SCHEDULE = ("time_limit", "opens_at", "closes_at")


class QuizIndex(IndexView):
    """Each quiz by its course and activity, with what it asks and when."""

    def get_base_queryset(self):
        quizzes = super().get_base_queryset().select_related("activity__course")
        return quizzes.annotate(places=Count("slots"))

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "activity",
                label=_("Quiz"),
                accessor=name_of_quiz,
                get_url=self.get_edit_url,
                sort_key="activity__course__code",
            ),
            Column("mode", label=_("Mode"), accessor="get_mode_display", sort_key="mode"),
            Column("places", label=_("Places"), accessor="places", sort_key="places"),
            Column("time_limit", label=_("Minutes"), accessor=_minutes, sort_key="time_limit"),
            DateColumn("opens_at", label=_("Opens"), sort_key="opens_at"),
            DateColumn("closes_at", label=_("Closes"), sort_key="closes_at"),
        ]


def _minutes(quiz: Quiz) -> str:
    return str(quiz.time_limit or "–")


class TellsShortPlaces:
    """After saving, says which places may get fewer questions than they are to ask."""

    def save_action(self):
        slots = list(QuizSlot.objects.filter(quiz=self.object.pk))
        prospects = prospects_of(slots)
        for number, slot in enumerate(slots, start=1):
            if prospects[slot.pk].is_short:
                messages.warning(self.request, _about_short_place(number, prospects[slot.pk]))
        return super().save_action()


def _about_short_place(number: int, prospect: Prospect) -> str:
    said = {"number": number, "wanted": prospect.wanted, "fit": prospect.fit, "left": prospect.at_least}
    if prospect.fit < prospect.wanted:
        return (
            ngettext(
                "Place %(number)d is to ask %(wanted)d, but %(fit)d question fits.",
                "Place %(number)d is to ask %(wanted)d, but %(fit)d questions fit.",
                prospect.fit,
            )
            % said
        )
    return (
        ngettext(
            "Place %(number)d is to ask %(wanted)d; other places may take so many of the same questions that "
            "%(left)d is left.",
            "Place %(number)d is to ask %(wanted)d; other places may take so many of the same questions that "
            "%(left)d are left.",
            prospect.at_least,
        )
        % said
    )


class AddQuiz(TellsShortPlaces, CreateView):
    pass


class EditQuiz(TellsShortPlaces, EditView):
    def get_page_subtitle(self):
        return name_of_quiz(self.object)

    @cached_property
    def header_buttons(self):
        url = reverse("quiz:example", args=[self.object.pk])
        return [*super().header_buttons, HeaderButton(_("Draw an example"), url=url, icon_name="view")]

    def save_instance(self):
        *before, released_at = self._locked()
        # Somebody may have released the results since the form was read: that is never taken back.
        self.form.instance.released_at = released_at
        quiz = super().save_instance()
        if [getattr(quiz, name) for name in SCHEDULE] != before:
            transaction.on_commit(lambda: quiz_rescheduled.send(Quiz, quiz=quiz))
        return quiz

    def _locked(self) -> tuple:
        """When the quiz is sat, and when it was released; both stand still until this is saved."""
        quizzes = Quiz.objects.select_for_update(no_key=True)
        return quizzes.values_list(*SCHEDULE, "released_at").get(pk=self.object.pk)


def example(request, pk):
    """One paper as an attempt may draw it, with its answers; nothing of it is kept."""
    if not (
        request.user.has_perm("quizzes.view_question") or request.user.has_perm("quizzes.change_question")
    ):
        raise PermissionDenied
    quiz = get_object_or_404(Quiz.objects.select_related("activity__course"), pk=pk)
    context = {
        "title": _("An example"),
        "quiz": name_of_quiz(quiz),
        "questions": example_of(quiz, seed=uuid4().hex),
        "edit_url": reverse("quiz:edit", args=[quiz.pk]),
        "index_url": reverse("quiz:index"),
    }
    return TemplateResponse(request, "quizzes/admin/example.html", context)


class QuizViewSet(ModelViewSet):
    model = Quiz
    icon = "clipboard-list"
    menu_label = _("Quizzes")
    index_view_class = QuizIndex
    add_view_class = AddQuiz
    edit_view_class = EditQuiz
    delete_view_class = DeleteUnused
    list_filter = ["activity__course", "mode", "review_policy"]
    search_fields = ["activity__code", "activity__course__code"]
    ordering = ["activity__course__code", "activity__position"]
    list_per_page = 50
    copy_view_enabled = False
    edit_handler = QUIZ_PANELS

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("example/<int:pk>/", example, name="example")]
