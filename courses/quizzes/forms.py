"""The form an author writes a question in: what its kind asks of its choices is checked at once."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .kinds import KINDS

FAULTS = {
    "too_few_choices": _("Give at least two choices."),
    "no_right_choice": _("Say which choice is right."),
    "one_right_choice": _("Exactly one choice must be right."),
    "true_and_false": _("This kind has exactly two choices, with the codes “true” and “false”."),
}


class QuestionForm(WagtailAdminModelForm):
    """Checks the choices against the kind, and that the words of the source language are there."""

    def is_valid(self):
        return super().is_valid() and not self._find_faults()

    def _find_faults(self) -> bool:
        kind = KINDS.get(self.cleaned_data.get("kind"))
        bank = self.cleaned_data.get("bank")
        choices = [
            form.cleaned_data
            for form in self.formsets["choices"].forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        language = bank.course.source_language
        if not self.cleaned_data.get(f"text_{language}"):
            self.add_error(f"text_{language}", ValidationError(_("The source language needs its words.")))
        if not kind.has_own_words and not all(choice.get(f"text_{language}") for choice in choices):
            self.add_error(None, ValidationError(_("Every choice needs its words in the source language.")))
        right = [choice["code"] for choice in choices if choice.get("is_right")]
        if fault := kind.fault([choice["code"] for choice in choices], right):
            self.add_error(None, ValidationError(FAULTS[fault]))
        return bool(self.errors)
