"""Banks of questions in the back office, with how far their questions are."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Difficulty, QuestionBank, QuestionStatus
from .deleting import DeleteBank


def _count_column(name: str, label, value) -> Column:
    return Column(f"{name}_{value}", label=label, accessor=f"{name}_{value}", sort_key=f"{name}_{value}")


class BankIndex(IndexView):
    """How many questions each bank has, by status, and of the reviewed ones by difficulty."""

    def get_base_queryset(self):
        statuses = {
            f"status_{value}": Count("questions", filter=Q(questions__status=value))
            for value in QuestionStatus.values
        }
        reviewed = Q(questions__status=QuestionStatus.REVIEWED)
        difficulties = {
            f"difficulty_{value}": Count("questions", filter=reviewed & Q(questions__difficulty=value))
            for value in Difficulty.values
        }
        banks = super().get_base_queryset().select_related("course")
        return banks.annotate(**statuses, **difficulties)

    @cached_property
    def columns(self):
        by_status = [_count_column("status", label, value) for value, label in QuestionStatus.choices]
        by_difficulty = [_count_column("difficulty", label, value) for value, label in Difficulty.choices]
        title, course = self._get_title_column("code"), self._get_custom_column("course")
        return [title, course, *by_status, *by_difficulty]


class EditBank(EditView):
    """The facts of a bank, and how many of its questions stand where."""

    template_name = "quizzes/admin/bank_edit.html"

    def get_context_data(self, **kwargs):
        pairs = Counter(self.object.questions.order_by().values_list("status", "difficulty"))
        rows = [
            {
                "label": label,
                "counts": [pairs[status, level] for level in Difficulty.values],
                "total": sum(pairs[status, level] for level in Difficulty.values),
                "url": self._list_url(status),
            }
            for status, label in QuestionStatus.choices
        ]
        return super().get_context_data(**kwargs) | {
            "difficulties": Difficulty.labels,
            "rows": rows,
            "questions_url": self._list_url(),
        }

    def _list_url(self, status: str = "") -> str:
        url = f"{reverse('question:index')}?bank={self.object.pk}"
        return f"{url}&status={status}" if status else url


class QuestionBankViewSet(ModelViewSet):
    model = QuestionBank
    icon = "folder-open-inverse"
    menu_label = _("Question banks")
    index_view_class = BankIndex
    edit_view_class = EditBank
    delete_view_class = DeleteBank
    edit_template_name = EditBank.template_name
    form_fields = ["code", "course"]
    search_fields = ["code", "course__code"]
    copy_view_enabled = False
