"""The list of questions: found, narrowed, and picked for what is done to many at once."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from ..exchange_access import header_buttons
from ..models import Question, TaggedQuestion
from ..placing import uses_of
from .texts import text_of


class WordsColumn(Column):
    """A text with the language it is in."""

    cell_template_name = "quizzes/admin/words_cell.html"


def tags_of(questions: Iterable[Question]) -> dict[UUID, str]:
    """Question id → its tags by name, of those that have some. One query."""
    rows = TaggedQuestion.objects.filter(content_object__in=[item.pk for item in questions])
    found: dict[UUID, list[str]] = {}
    for pk, name in rows.order_by("tag__name").values_list("content_object", "tag__name"):
        found.setdefault(pk, []).append(name)
    return {pk: ", ".join(names) for pk, names in found.items()}


class QuestionIndex(IndexView):
    """Fifty questions a page; what the columns show comes with them in as many queries for one as for all."""

    template_name = "quizzes/admin/question_index.html"

    def get_base_queryset(self):
        return Question.objects.select_related("bank__course").defer("definition", "search_words")

    def search_queryset(self, queryset):
        return queryset.found_by(self.search_query)

    def order_queryset(self, queryset):
        found = super().order_queryset(queryset)
        return found.order_by(*found.query.order_by, "code", "pk")

    @cached_property
    def can_change(self) -> bool:
        return self.user_has_permission("change")

    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, *header_buttons(self.request)]

    @cached_property
    def columns(self):
        columns = [
            self._code_column(),
            WordsColumn("text", label=_("Question"), accessor=text_of),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("bank", label=_("Question bank"), accessor="bank", sort_key="bank__code"),
            Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
            Column(
                "difficulty", label=_("Difficulty"), accessor="get_difficulty_display", sort_key="difficulty"
            ),
            Column("tags", label=_("Tags"), accessor="tag_names"),
            Column("quizzes", label=_("In quizzes"), accessor="quizzes_asking"),
        ]
        if self.can_change:
            columns.insert(0, BulkActionsCheckboxColumn("bulk_actions", obj_type="question"))
        return columns

    def _code_column(self):
        """The code, under the name by which the tick box beside it is described."""
        return self._get_title_column_class(TitleColumn)(
            "code",
            label=_("Code"),
            accessor="code",
            sort_key="code",
            get_url=lambda item: self.get_edit_url(item) or self.get_inspect_url(item),
            get_title_id=lambda item: f"question_{item.pk}_title",
        )

    def get_table(self, object_list):
        uses, tags = uses_of(object_list), tags_of(object_list)
        for question in object_list:
            question.tag_names = tags.get(question.pk, "")
            question.quizzes_asking = len(uses.get(question.pk, ()))
        return super().get_table(object_list)
