"""A question chosen from thousands: by words of any language, or by its code."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from ..models import Question
from .question_list import WordsColumn
from .texts import text_of

LONGEST_TITLE = 100


class FindQuestions(SearchFilterMixin, BaseFilterForm):
    """The same search as in the list of questions."""

    def filter(self, objects):
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        return objects.found_by(self.search_query or "")


class ForReaders:
    """Only who may read questions chooses one; an id that is none is unknown."""

    def dispatch(self, request, *args, **kwargs):
        if not (
            request.user.has_perm("quizzes.view_question") or request.user.has_perm("quizzes.change_question")
        ):
            raise PermissionDenied
        try:
            return super().dispatch(request, *args, **kwargs)
        except ValidationError as not_an_id:
            raise Http404 from not_an_id


class Columns:
    """What tells one question from another."""

    filter_form_class = FindQuestions
    ordering = ("bank__code", "position", "code")

    def get_object_list(self):
        return Question.objects.select_related("bank__course")

    @property
    def columns(self):
        return [
            self.title_column,
            WordsColumn("text", label=_("Question"), accessor=text_of),
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("bank", label=_("Question bank"), accessor="bank"),
            Column("status", label=_("Status"), accessor="get_status_display"),
        ]


class Choose(ForReaders, Columns, ChooseView):
    pass


class ChooseResults(ForReaders, Columns, ChooseResultsView):
    pass


class Chosen(ForReaders, ChosenView):
    def get_display_title(self, instance):
        return title_of(instance)


class ChosenMultiple(ForReaders, ChosenMultipleView):
    def get_display_title(self, instance):
        return title_of(instance)


def title_of(question: Question) -> str:
    """Code, and the beginning of the text in the language of the interface."""
    text = text_of(question).text
    return f"{question.code}: {text[:LONGEST_TITLE]}{'…' if len(text) > LONGEST_TITLE else ''}"


class QuestionChooser(BaseChooser):
    """The question of a form. ``known`` are those that were fetched for all rows of the form together."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.known: dict[str, Question] = {}

    def get_instance(self, value):
        if value is None or isinstance(value, Question):
            return value
        if str(value) not in self.known:
            self.known |= fetched([value])
        return self.known.get(str(value))

    def get_display_title(self, instance):
        return title_of(instance)


def fetched(ids: Iterable) -> dict[str, Question]:
    """Id → the question, of those that are one. One query."""
    try:
        found = Question.objects.select_related("bank__course").filter(pk__in=list(ids))
    except ValidationError:
        return {}
    return {str(item.pk): item for item in found}


class QuestionChooserViewSet(ChooserViewSet):
    model = Question
    icon = "help"
    choose_one_text = _("Choose a question")
    choose_another_text = _("Choose another question")
    edit_item_text = _("Edit this question")
    per_page = 20
    choose_view_class = Choose
    choose_results_view_class = ChooseResults
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple
    base_widget_class = QuestionChooser

    def get_urlpatterns(self):
        """Questions are not made here: they need more than a line."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]
