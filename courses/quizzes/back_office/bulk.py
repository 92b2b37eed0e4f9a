"""What can be done to many questions at once: those that were ticked, or all that the list was narrowed to.

The page before says how many there are; who confirms is asked again if there are others by then. What
each question had before stands in the message, and in the history of the question.
"""

from __future__ import annotations

from abc import abstractmethod

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext, gettext_lazy as _, ngettext, pgettext
from wagtail.admin.forms.tags import TagField
from wagtail.admin.views.bulk_action import BulkAction

from courses.catalogue.api import Subject

from ..models import Difficulty, Question, QuestionStatus
from . import bulk_changes
from .bulk_changes import Changed
from .filters import narrowed, with_ids

SHOWN = 20


class BulkForm(forms.Form):
    """``expected`` is how many questions the page said there are."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000_000)


class TagsForm(BulkForm):
    tags = TagField(label=_("Tags"), help_text=_("Separated by commas."))


class StatusForm(BulkForm):
    status = forms.ChoiceField(label=_("Status"), choices=QuestionStatus.choices)


class DifficultyForm(BulkForm):
    difficulty = forms.TypedChoiceField(label=_("Difficulty"), choices=Difficulty.choices, coerce=int)


class SubjectsForm(BulkForm):
    subjects = forms.ModelMultipleChoiceField(
        label=_("Subjects"),
        queryset=Subject.objects.order_by("code"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They replace those that the questions have. None: the questions have no subject then."),
    )


class QuestionBulkAction(BulkAction):
    """Asks for a value, says how many questions it is for, and changes those that have another."""

    models = [Question]
    template_name = "quizzes/admin/bulk.html"
    classes: set[str] = set()

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("quizzes.change_question"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"expected": len(self.questions)}

    @property
    def questions(self) -> list[Question]:
        """The questions that the address names, in the order of the list."""
        if "_questions" not in self.__dict__:
            self._questions = list(self._named())
        return self._questions

    def _named(self):
        ids, everything = self.request.GET.getlist("id"), Question.objects.order_by("bank__code", "position")
        if "all" in ids:
            return narrowed(everything, self.request)
        return with_ids(everything, ids)

    def get_actionable_objects(self):
        return self.questions, {"items_with_no_access": []}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.aria_label,
            "count": len(self.questions),
            "shown": self.questions[:SHOWN],
            "more": max(len(self.questions) - SHOWN, 0),
        }

    def form_valid(self, form):
        if form.cleaned_data["expected"] == len(self.questions):
            return super().form_valid(form)
        form.add_error(None, gettext("Other questions fit by now. Look at them, and confirm again."))
        form.data = form.data.copy()
        form.data["expected"] = len(self.questions)
        return self.form_invalid(form)

    def get_execution_context(self):
        return {"action": self}

    @classmethod
    def execute_action(cls, objects, action=None, **kwargs):
        values = action.cleaned_form.cleaned_data
        action.changed, action.now = action.change(objects, values), action.said(values)
        bulk_changes.record(
            action.changed, user=action.request.user, what=str(action.what), now=str(action.now)
        )
        return len(action.changed.before), 0

    @abstractmethod
    def change(self, questions: list[Question], values: dict) -> Changed:
        """Change the questions; what each had before."""

    @abstractmethod
    def said(self, values: dict) -> str:
        """The new value, in words."""

    def get_success_message(self, num_parent_objects, num_child_objects):
        """What was done to how many, and what they had before."""
        words = [
            ngettext(
                "%(what)s, “%(now)s”: %(count)d question changed.",
                "%(what)s, “%(now)s”: %(count)d questions changed.",
                num_parent_objects,
            )
            % {"what": self.aria_label, "now": self.now, "count": num_parent_objects}
        ]
        if before := self._before():
            words.append(gettext("Before: %(before)s. The history of each question says it.") % before)
        if self.changed.refused:
            words.append(_refused(self.changed.refused))
        return " ".join(words)

    def _before(self) -> dict[str, str]:
        counts = [f"{had or pgettext('tags', 'none')} ({number})" for had, number in self.changed.counts]
        more = ["…"] if len(counts) > SHOWN else []
        return {"before": "; ".join(counts[:SHOWN] + more)} if counts else {}


def _refused(count: int) -> str:
    return ngettext(
        "%(count)d question lacks what its kind asks for, so it stays as it was.",
        "%(count)d questions lack what their kind asks for, so they stay as they were.",
        count,
    ) % {"count": count}


class TagsAction(QuestionBulkAction):
    form_class = TagsForm

    def said(self, values):
        return ", ".join(values["tags"])


class AddTags(TagsAction):
    display_name, aria_label = _("Add tags"), _("Add tags to the selected questions")
    action_type, action_priority = "add_tags", 10
    what = _("Tags added")

    def change(self, questions, values):
        return bulk_changes.add_tags(questions, values["tags"])


class RemoveTags(TagsAction):
    display_name, aria_label = _("Remove tags"), _("Remove tags from the selected questions")
    action_type, action_priority = "remove_tags", 20
    what = _("Tags removed")

    def change(self, questions, values):
        return bulk_changes.remove_tags(questions, values["tags"])


class SetStatus(QuestionBulkAction):
    display_name, aria_label = _("Set status"), _("Set the status of the selected questions")
    action_type, action_priority, form_class = "set_status", 30, StatusForm
    what = _("Status")

    def change(self, questions, values):
        return bulk_changes.set_status(questions, values["status"])

    def said(self, values):
        return str(QuestionStatus(values["status"]).label)


class SetDifficulty(QuestionBulkAction):
    display_name, aria_label = _("Set difficulty"), _("Set the difficulty of the selected questions")
    action_type, action_priority, form_class = "set_difficulty", 40, DifficultyForm
    what = _("Difficulty")

    def change(self, questions, values):
        return bulk_changes.set_difficulty(questions, values["difficulty"])

    def said(self, values):
        return str(Difficulty(values["difficulty"]).label)


class SetSubjects(QuestionBulkAction):
    display_name, aria_label = _("Set subjects"), _("Set the subjects of the selected questions")
    action_type, action_priority, form_class = "set_subjects", 50, SubjectsForm
    what = _("Subjects")

    def change(self, questions, values):
        return bulk_changes.set_subjects(questions, values["subjects"])

    def said(self, values):
        return ", ".join(subject.code for subject in values["subjects"]) or pgettext("subjects", "none")


ACTIONS = (AddTags, RemoveTags, SetStatus, SetDifficulty, SetSubjects)
