"""Figures of questions in the back office: where to find them, all of a bank or a quiz, and as a file."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.defaults import permission_denied
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.quizzes import api as quizzes

from ..permissions import can_see_statistics
from ..titles import titles_of
from .overview import overview_of
from .reading import quiz_reading
from .rules import LEAST
from .saying import RELIABILITY, two_places
from .sheet import TYPES, file_of

PER_PAGE = 100


class StatisticsPage(WagtailAdminTemplateMixin, TemplateView):
    """A page for authors and administrators; everybody else gets 403."""

    header_icon = "order"

    def dispatch(self, request, *args, **kwargs):
        if not can_see_statistics(request.user):
            # Wagtail would send her to its first page; that she may not is said here.
            return permission_denied(request, PermissionDenied())
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("item_statistics"), "label": _("Statistics of questions")},
        ]


class StatisticsIndex(StatisticsPage):
    """The banks and quizzes there are."""

    template_name = "assessment/statistics/index.html"
    page_title = _("Statistics of questions")

    def get_context_data(self, **kwargs):
        found = list(quizzes.Quiz.objects.select_related("activity__course").order_by("activity__course"))
        titles = titles_of(found)
        return super().get_context_data(**kwargs) | {
            "banks": quizzes.QuestionBank.objects.select_related("course"),
            "quizzes": [titles[quiz.pk] for quiz in found],
        }


class Overview(StatisticsPage):
    """All questions of something, the most suspicious first; as a file too."""

    template_name = "assessment/statistics/overview.html"

    def get(self, request, *args, **kwargs):
        form = kwargs.get("form")
        if form is None:
            return super().get(request, *args, **kwargs)
        if form not in TYPES:
            raise Http404
        response = HttpResponse(file_of(self.lines, form), content_type=TYPES[form])
        response["Content-Disposition"] = f'attachment; filename="{self.file_name}.{form}"'
        return response

    @cached_property
    def lines(self):
        return overview_of(self.questions)

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        pages = Paginator(self.lines, PER_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "elided_page_range": pages.get_elided_page_range(page.number),
            "least": LEAST,
            "files": [
                (form, reverse(f"{self.url_name}_file", args=[self.kwargs["pk"], form])) for form in TYPES
            ],
        }


class BankStatistics(Overview):
    url_name = "bank_statistics"

    @cached_property
    def bank(self):
        return get_object_or_404(quizzes.QuestionBank, pk=self.kwargs["pk"])

    @cached_property
    def questions(self):
        return self.bank.questions.all()

    @property
    def file_name(self) -> str:
        return f"statistics-{self.bank.code}"

    def get_page_title(self):
        return _("Question bank %(code)s") % {"code": self.bank.code}


class QuizStatistics(Overview):
    """The questions that a quiz asked, and how far its results can be relied on."""

    url_name = "quiz_statistics"

    @cached_property
    def quiz(self):
        return get_object_or_404(
            quizzes.Quiz.objects.select_related("activity__course"), pk=self.kwargs["pk"]
        )

    @cached_property
    def reading(self):
        return quiz_reading(self.quiz.pk)

    @cached_property
    def questions(self):
        return quizzes.Question.objects.filter(pk__in=self.reading.questions)

    @property
    def file_name(self) -> str:
        return f"statistics-quiz-{self.quiz.pk}"

    @cached_property
    def title(self) -> str:
        titles = titles_of([self.quiz])[self.quiz.pk]
        course = titles.course.title if titles.course else titles.course_code
        return f"{titles.test.title if titles.test else titles.test_code} – {course}"

    def get_page_title(self):
        return self.title

    def get_context_data(self, **kwargs):
        found = self.reading.reliability
        return super().get_context_data(**kwargs) | {
            "quiz": self.quiz,
            "reliability": found,
            "value": two_places(found.value) if found else "",
            "meaning": RELIABILITY[found.meaning] if found else "",
        }
