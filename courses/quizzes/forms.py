"""The form an author writes a question in: what its kind asks of it is checked at once."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from . import definitions
from .checking import Option, faults_of

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES

FAULTS = {
    "words_missing": _("The source language needs its words."),
    "choice_words_missing": _("Every choice needs its words in the source language."),
    "too_few_choices": _("Give at least two choices."),
    "no_right_choice": _("Say which choice is right."),
    "one_right_choice": _("Exactly one choice must be right."),
    "true_and_false": _("This kind has exactly two choices, with the codes “true” and “false”."),
    "no_choices_here": _("A question of this kind has no choices."),
    "too_few_pairs": _("Give at least two pairs."),
    "pair_both_sides": _("A code stands on the left side or on the right side, not on both."),
    "pair_unknown": _("A pair names a code that no choice has."),
    "pair_line": _("Write one pair a line, “left code = right code”, each left code once."),
    "no_value": _("Give the number that is right."),
    "bad_tolerance": _("The tolerance is a number, 0 or more."),
    "no_number": _("Write a number that can be read in one way only, such as 1234.5."),
    "nothing_accepted": _("Give at least one accepted text, for each gap where there are gaps."),
    "too_many_gaps": _("A text has at most 20 gaps."),
    "gap_line": _("Write one accepted text a line, with the number of its gap before it: “1 = text”."),
    "unreadable_line": _("A line is too long, or has a character that cannot be kept."),
    "gaps_differ": _("The text needs each gap exactly once, {1} and so on, and accepted texts for each."),
    "accepted_missing": _("The source language needs its accepted texts."),
}


def _area(label, rows: int, help_text="") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text, max_length=20_000)


# One field a language, named after it.
AcceptedTexts = type(
    "AcceptedTexts",
    (forms.Form,),
    {f"accepted_{code}": _area(get_language_info(code)["name_local"], 3) for code in LANGUAGES},
)


class QuestionForm(AcceptedTexts, WagtailAdminModelForm):
    """Checks a question against its kind, and that the words of the source language are there.

    Its own fields (partial, pairs, value, tolerance, unit, accepted_<language>) make the definition.
    """

    partial = forms.BooleanField(
        label=_("Partial credit"),
        required=False,
        help_text=_(
            "Multiple choice: each right one earns a share, each wrong one takes a share away. "
            "Ordering: each item in its right place earns a share. "
            "Without it, only the whole answer earns the point. "
            "In matching and in blanks each part always earns its share."
        ),
    )
    pairs = _area(_("Pairs"), 5, _("One a line, by the codes of the choices: “green = release”."))
    value = forms.CharField(label=_("Right number"), required=False, max_length=40)
    tolerance = forms.CharField(
        label=_("Tolerance"),
        required=False,
        max_length=40,
        help_text=_("How far off an answer may be and still be right. Empty: not at all."),
    )
    unit = forms.CharField(
        label=_("Unit"),
        required=False,
        max_length=20,
        help_text=_("A sign for all languages, such as % or kg. An answer may leave it out."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields = definitions.written(self.instance.kind, self.instance.definition)
        for name, value in fields.items():
            if name in self.fields:
                self.initial.setdefault(name, value)

    def clean(self):
        cleaned = super().clean()
        try:
            self.definition = definitions.read(cleaned.get("kind"), cleaned, LANGUAGES)
        except definitions.Unreadable as unreadable:
            self.definition = None
            self.add_error(unreadable.field, ValidationError(FAULTS[unreadable.code]))
        else:
            self.instance.definition = self.definition
        return cleaned

    def is_valid(self):
        return super().is_valid() and not self._find_faults()

    def _find_faults(self) -> bool:
        cleaned = self.cleaned_data
        options = [
            Option(
                form.cleaned_data["code"], bool(form.cleaned_data.get("is_right")), _words(form.cleaned_data)
            )
            for form in self.formsets["choices"].forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        language = cleaned["bank"].course.source_language
        for fault in faults_of(cleaned["kind"], _words(cleaned), options, self.definition, language):
            self.add_error(fault.field or None, ValidationError(FAULTS[fault.code]))
        return bool(self.errors)


def _words(cleaned: dict) -> dict[str, str]:
    """Language → text, of the columns of a form."""
    return {code: cleaned.get(f"text_{code}") or "" for code in LANGUAGES}
