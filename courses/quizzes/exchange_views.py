"""Questions from a file and into a file, in the back office."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, gettext_lazy as _, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .back_office.filters import narrowed, with_ids
from .exchange import formats
from .exchange.model import Finding, Level, UnreadableFile, Writing
from .exchange_access import may_export, may_import
from .exchange_forms import ConfirmForm, ExportForm, UploadForm
from .exchange_history import named
from .explaining import sentence
from .exporting import export_questions, spreadsheet_template
from .importing import BankChanged, Fate, ImportPlan, import_questions, plan_import
from .models import Question, QuestionUpload

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"xlsx": XLSX, "zip": "application/zip", "xml": "application/xml"}
# How much of a long report is shown.
SHOWN = 500
INDEX = "question:index"

FATES = {
    Fate.NEW: _("New"),
    Fate.CHANGED: _("Changed"),
    Fate.UNCHANGED: _("Unchanged"),
    Fate.REFUSED: _("Refused"),
}
LEVELS = {Level.NOTE: _("Note"), Level.LOST: _("Lost"), Level.REFUSED: _("Refused")}


class _Page(WagtailAdminTemplateMixin, FormView):
    """A page below the list of questions, for those who may."""

    is_allowed = staticmethod(may_import)
    header_icon = "upload"

    def dispatch(self, request, *args, **kwargs):
        if not self.is_allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        questions = {"url": reverse(INDEX), "label": gettext("Questions")}
        return [*self.breadcrumbs_items, questions, {"url": "", "label": self.get_page_title()}]


class ImportQuestions(_Page):
    """Takes a file, and leads to the report of what it would do."""

    form_class = UploadForm
    template_name = "quizzes/admin/import.html"
    page_title = _("Import questions")

    def form_valid(self, form):
        asked, file = form.cleaned_data, form.cleaned_data["file"]
        content = file.read()
        upload = QuestionUpload(
            person=self.request.user,
            bank=asked["bank"],
            name=file.name[:255],
            format=asked["format"] or formats.guessed(content),
            language=asked["language"] or asked["bank"].course.source_language,
            content=content,
        )
        try:
            formats.read(content, format=upload.format, language=upload.language)
        except UnreadableFile as unreadable:
            form.add_error("file", _said(unreadable.finding))
            return self.form_invalid(form)
        with transaction.atomic():
            QuestionUpload.objects.stale().delete()
            QuestionUpload.objects.visible_to(self.request.user).delete()
            upload.save()
        return redirect("questions_import_report", pk=upload.pk)


class ImportReport(_Page):
    """What an import would do, question by question, and the word to do it.

    The word is for the report that was shown: if file or bank have changed since, it is shown again.
    """

    form_class = ConfirmForm
    template_name = "quizzes/admin/import_report.html"
    page_title = _("What the import would do")

    @cached_property
    def upload(self) -> QuestionUpload:
        own = QuestionUpload.objects.visible_to(self.request.user).select_related("bank__course")
        return get_object_or_404(own, pk=self.kwargs["pk"])

    @cached_property
    def plan(self) -> ImportPlan:
        return plan_of(self.upload)

    def get_form_kwargs(self):
        given = super().get_form_kwargs()
        if self.is_outdated:
            given["data"] = given["data"].copy()
            given["data"]["digest"] = self.plan.digest
        return given

    @cached_property
    def is_outdated(self) -> bool:
        return self.request.method == "POST" and self.request.POST.get("digest") != self.plan.digest

    def get_initial(self):
        return {"digest": self.plan.digest}

    def form_valid(self, form):
        if self.is_outdated:
            return self._changed(form)
        try:
            with transaction.atomic():
                import_questions(
                    self.plan, by=self.request.user, is_reviewed=form.cleaned_data["is_reviewed"]
                )
                self.upload.delete()
        except BankChanged:
            return self._changed(form)
        messages.success(self.request, _done(self.plan.counts))
        return redirect(f"{reverse(INDEX)}?{urlencode({'bank': self.upload.bank_id})}")

    def _changed(self, form):
        messages.error(self.request, str(BankChanged()))
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        plan = self.plan
        rows = report_rows(plan)
        return super().get_context_data(**kwargs) | {
            "upload": self.upload,
            "format": formats_by_name()[plan.format],
            "counts": [(FATES[Fate(fate)], number) for fate, number in plan.counts.items()],
            "rows": rows[:SHOWN],
            "more": max(len(rows) - SHOWN, 0),
            "is_anything_written": bool(plan.with_fate(Fate.NEW, Fate.CHANGED)),
        }


class DiscardUpload(_Page):
    """Forgets a file that was sent."""

    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        own = QuestionUpload.objects.visible_to(request.user)
        get_object_or_404(own, pk=kwargs["pk"]).delete()
        messages.success(request, _("Nothing was imported."))
        return redirect("questions_import")


class ExportQuestions(_Page):
    """The questions that the list was narrowed to, or that were ticked there, in a file."""

    is_allowed = staticmethod(may_export)
    form_class = ExportForm
    template_name = "quizzes/admin/export.html"
    page_title = _("Export questions")
    header_icon = "download"

    @cached_property
    def questions(self):
        return named_questions(self.request)

    def get_initial(self):
        return {"format": "xlsx", "version": formats.QTI_VERSIONS[0], "language": get_language()}

    def form_valid(self, form):
        asked = form.cleaned_data
        writing = export_questions(
            self.questions,
            format=asked["format"],
            language=asked["language"],
            version=asked["version"] or formats.QTI_VERSIONS[0],
        )
        if "download" in self.request.POST and writing.count:
            return as_file(writing, "questions")
        return self.render_to_response(self.get_context_data(form=form, is_checked=True, rows=_lost(writing)))

    def get_context_data(self, **kwargs):
        rows = kwargs.pop("rows", [])
        return super().get_context_data(**kwargs) | {
            "count": self.questions.count(),
            "rows": rows[:SHOWN],
            "more": max(len(rows) - SHOWN, 0),
        }


def template_file(request):
    """A workbook to begin with, in the language of the reader and with a column for each language."""
    if not may_import(request.user):
        raise PermissionDenied
    languages = tuple(settings.MODELTRANSLATION_LANGUAGES)
    return as_file(spreadsheet_template(language=get_language(), languages=languages), "questions-template")


class ExportSelected(BulkAction):
    """Leads from the questions ticked in the list to the page that exports them."""

    models = [Question]
    display_name = _("Export")
    aria_label = _("Export the selected questions")
    action_type = "export"
    action_priority = 60
    template_name = "quizzes/admin/export.html"

    def dispatch(self, request, *args, **kwargs):
        return redirect(f"{reverse('questions_export')}?{request.GET.urlencode()}")

    @classmethod
    def execute_action(cls, objects, **kwargs):
        """Nothing is changed; the page that this leads to writes the file."""
        return 0, 0


def plan_of(upload: QuestionUpload) -> ImportPlan:
    """What an upload would do now. Raises UnreadableFile."""
    return plan_import(
        bytes(upload.content), format=upload.format, bank=upload.bank, language=upload.language
    )


def formats_by_name() -> dict[str, str]:
    return dict(UploadForm.base_fields["format"].choices)


def named_questions(request):
    """The questions that an address names: those ticked, or all that its filters leave."""
    ids = request.GET.getlist("id")
    if ids and "all" not in ids:
        return with_ids(Question.objects.all(), ids)
    return narrowed(Question.objects.all(), request)


def report_rows(plan: ImportPlan) -> list[dict]:
    """A row for each question and each finding of none, what needs a look first."""
    rows = [_row(finding.line, finding.question, [finding]) for finding in plan.findings]
    rows += [
        _row(item.source.line, item.source.code, item.findings)
        | {
            "fate": FATES[item.fate],
            "kind": item.source.kind,
            "changes": named(item.changes) if item.fate == Fate.CHANGED else [],
            "is_refused": item.fate == Fate.REFUSED,
        }
        for item in plan.questions
    ]
    return sorted(rows, key=lambda row: (not row["is_refused"], not row["needs_a_look"], row["line"]))


def _row(line: int, code: str, findings) -> dict:
    levels = {finding.level for finding in findings}
    return {
        "line": line,
        "code": code,
        "findings": [
            {"level": LEVELS[item.level], "text": sentence(item), "detail": item.detail} for item in findings
        ],
        "is_refused": Level.REFUSED in levels,
        "needs_a_look": Level.LOST in levels or any(item.code == "key_changes" for item in findings),
        "fate": LEVELS[Level.REFUSED] if Level.REFUSED in levels else "",
    }


def _lost(writing: Writing) -> list[dict]:
    return [_row(finding.line, finding.question, [finding]) for finding in writing.findings]


def _said(finding: Finding) -> str:
    place = gettext("Line %(line)d: ") % {"line": finding.line} if finding.line else ""
    return f"{place}{sentence(finding)}{f' ({finding.detail})' if finding.detail else ''}"


def _done(counts: dict[str, int]) -> str:
    new, changed = counts[Fate.NEW], counts[Fate.CHANGED]
    return " ".join(
        [
            ngettext("%(count)d question is new.", "%(count)d questions are new.", new) % {"count": new},
            ngettext("%(count)d question has changed.", "%(count)d questions have changed.", changed)
            % {"count": changed},
        ]
    )


def as_file(writing: Writing, name: str) -> HttpResponse:
    kind = _TYPES.get(writing.suffix, "text/plain; charset=utf-8")
    response = HttpResponse(writing.content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{writing.suffix}"'
    return response


urlpatterns = [
    path("questions/import/", ImportQuestions.as_view(), name="questions_import"),
    path("questions/import/template/", template_file, name="questions_template"),
    path("questions/import/<uuid:pk>/", ImportReport.as_view(), name="questions_import_report"),
    path("questions/import/<uuid:pk>/discard/", DiscardUpload.as_view(), name="questions_import_discard"),
    path("questions/export/", ExportQuestions.as_view(), name="questions_export"),
]
