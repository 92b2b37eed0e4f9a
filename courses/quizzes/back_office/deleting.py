"""Deleting what nobody depends on."""

from __future__ import annotations

from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import DeleteView

from ..models import QuizSlot
from ..uses import was_any_asked


class DeleteUnused(DeleteView):
    """Deletes what no attempt and no quiz depends on; anything else stays, and the author is told."""

    def form_valid(self, form):
        questions = self.questions()
        if QuizSlot.objects.filter(question__in=questions).exists() or was_any_asked(questions):
            return self._stays()
        try:
            return super().form_valid(form)
        except ProtectedError:
            return self._stays()

    def questions(self) -> list[str]:
        """Ids of the questions that would go with it."""
        return []

    def _stays(self):
        messages.error(self.request, _("This is used by attempts or quizzes, so it stays."))
        return redirect(self.get_success_url())


class DeleteQuestion(DeleteUnused):
    def questions(self):
        return [str(self.object.pk)]


class DeleteBank(DeleteUnused):
    def questions(self):
        return [str(pk) for pk in self.object.questions.values_list("pk", flat=True)]
