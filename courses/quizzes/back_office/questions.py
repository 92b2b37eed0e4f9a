"""Questions in the back office: what is asked, in every language, and which answer is right."""

from __future__ import annotations

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _, ngettext
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.generic import EditView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from ..beside import panels_beside
from ..models import Question
from ..uses import times_asked
from ..versions import current_contents
from . import board
from .beside_question import own_panels
from .deleting import DeleteQuestion
from .filters import QuestionFilterSet
from .question_list import QuestionIndex
from .question_panels import QUESTION_PANELS
from .reading import has_other_key, rows_of


class EditQuestion(EditView):
    """The form of a question, and below it what else is known of the question."""

    template_name = "quizzes/admin/question_edit.html"

    @cached_property
    def panels(self) -> MediaContainer:
        return MediaContainer(
            [*own_panels(self.request, self.object), *panels_beside(self.request, self.object)]
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"panels": self.panels, "media": context["media"] + self.panels.media}

    def save_instance(self):
        before = self._rows()
        question = super().save_instance()
        self.has_other_key = has_other_key(before, self._rows())
        return question

    def _rows(self):
        return rows_of(current_contents([self.object.pk])[str(self.object.pk)][0])

    def save_action(self):
        times = times_asked(str(self.object.pk)) if self.has_other_key else 0
        if times:
            self._tell_of_another_key(times)
        return super().save_action()

    def _tell_of_another_key(self, times: int) -> None:
        """What is to be done, and the way there for who may do it."""
        said = _about_another_key(times)
        ways = [way for panel in self.panels if (way := getattr(panel, "url_to_correct", ""))]
        if ways:
            buttons = [messages.button(way, _("See whose points change")) for way in ways]
            messages.warning(self.request, f"{said} {_about_re_grading(times)}", buttons=buttons)
        else:
            ask = _("Ask a programme manager to re-grade the question %(code)s.") % {"code": self.object.code}
            messages.warning(self.request, f"{said} {ask}")


def _about_another_key(times: int) -> str:
    return ngettext(
        "What is right has changed. The question was asked %(times)d time: that attempt keeps what was "
        "asked.",
        "What is right has changed. The question was asked %(times)d times: those attempts keep what was "
        "asked.",
        times,
    ) % {"times": times}


def _about_re_grading(times: int) -> str:
    return ngettext(
        "To correct its result, re-grade the question.",
        "To correct their results, re-grade the question.",
        times,
    )


class ReadQuestion(InspectView):
    """All of a question for who may read it but not change it, such as its translators."""

    template_name = "quizzes/admin/question_read.html"
    page_title = _("Reading")

    def get_context_data(self, **kwargs):
        content, _picture = current_contents([self.object.pk])[str(self.object.pk)]
        picture = self.object.picture
        panels = MediaContainer(own_panels(self.request, self.object))
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": rows_of(content, picture.title if picture else ""),
            "picture": picture,
            "panels": panels,
        }


class QuestionViewSet(ModelViewSet):
    model = Question
    icon = "help"
    menu_label = _("Questions")
    index_view_class = QuestionIndex
    edit_view_class = EditQuestion
    inspect_view_class = ReadQuestion
    delete_view_class = DeleteQuestion
    inspect_view_enabled = True
    copy_view_enabled = False
    filterset_class = QuestionFilterSet
    search_fields = ["search_words"]
    ordering = ["bank__code", "position"]
    list_per_page = 50
    index_template_name = QuestionIndex.template_name
    edit_template_name = EditQuestion.template_name
    inspect_template_name = ReadQuestion.template_name
    edit_handler = QUESTION_PANELS

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("picture/<int:pk>/", board.picture, name="picture")]
