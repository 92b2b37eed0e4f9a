"""What this room itself knows of a question: where it is asked and taught, and what of it was asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.admin.utils import quote
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _
from wagtail.admin.ui.components import Component

from courses.catalogue import api as catalogue

from ..models import Question, QuestionVersion
from ..placing import uses_of
from ..versions import current_contents, digest_of
from .reading import Difference, differences, rows_of


class WhereUsed(Component):
    """The quizzes that ask a question, and the lesson that teaches it."""

    template_name = "quizzes/admin/where_used.html"
    heading, name = _("Where it is used"), "where-used"

    def __init__(self, request: HttpRequest, question: Question):
        self.question = question
        self.can_change = request.user.has_perm("quizzes.change_quiz")

    def get_context_data(self, parent_context=None):
        uses = uses_of([self.question]).get(self.question.pk, [])
        keys = [use.quiz.activity_id for use in uses]
        lesson = self.question.taught_in_id
        entries = catalogue.entries_of([*keys, lesson] if lesson else keys, get_language())
        return {
            "uses": [(use, entries.get(use.quiz.activity_id), self._url(use)) for use in uses],
            "lesson": entries.get(lesson),
            "is_taught": bool(lesson),
        }

    def _url(self, use) -> str:
        return reverse("quiz:edit", args=[quote(use.quiz.pk)]) if self.can_change else ""


@dataclass(frozen=True)
class ToldVersion:
    """A version, and what is another in the one after it."""

    version: QuestionVersion
    number: int
    is_current: bool
    changes: list[Difference]


class Versions(Component):
    """What was asked of a question, the latest first, and what became of it since."""

    template_name = "quizzes/admin/versions.html"
    heading, name = _("Versions that were asked"), "versions"

    def __init__(self, question: Question):
        self.question = question

    def get_context_data(self, parent_context=None):
        versions = list(self.question.versions.select_related("picture"))
        content, picture = current_contents([self.question.pk])[str(self.question.pk)]
        digest = digest_of(content, picture)
        after = rows_of(content, _title(self.question.picture))
        told = []
        for number, version in reversed(list(enumerate(versions, start=1))):
            rows = rows_of(version.content, _title(version.picture))
            told.append(ToldVersion(version, number, version.digest == digest, differences(rows, after)))
            after = rows
        is_asked = any(item.is_current for item in told)
        return {"versions": told, "is_asked": is_asked}


def _title(picture) -> str:
    return picture.title if picture else ""


def own_panels(request: HttpRequest, question: Question) -> list[Component]:
    return [WhereUsed(request, question), Versions(question)]
