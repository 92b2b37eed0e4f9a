"""The form an author writes a question in: what its kind asks of it is checked at once."""

import json

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, gettext_lazy, gettext_lazy as _, pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from . import definitions
from .back_office.board import board_words
from .back_office.sent_question import completed
from .checking import Option, faults_of
from .exchange.reasons import REASONS
from .models import Question

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES

FAULTS = {
    **{code: gettext_lazy(REASONS[code]) for code in ("bad_character", "text_too_long")},
    "choices_alike": _("Two choices have the same words: nobody could tell them apart."),
    "words_missing": _("The source language needs its words."),
    "choice_words_missing": _("Every choice needs its words in the source language."),
    "too_few_choices": _("Give at least two choices."),
    "no_right_choice": _("Say which choice is right."),
    "one_right_choice": _("Exactly one choice must be right."),
    "true_or_false": _("Say whether the sentence is true or false."),
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
    "bad_words": _("Write whole numbers of words from 0 to 5000, the most not below the least."),
    "area_line": _(
        "Write one area a line, each choice once: “code = rect x y width height”, "
        "“code = circle x y radius” or “code = poly x y x y x y …”, in pixels."
    ),
    "area_missing": _("Every choice needs its area on the picture."),
    "area_unknown": _("An area names a code that no choice has."),
    "bad_shape": _(
        "An area has nothing inside: give it a width and a height, a radius, or corners that part."
    ),
    "no_picture": _("A question of this kind needs its picture."),
    "area_outside": _("An area lies outside of the picture."),
    "no_alt": _("Say what the picture shows, in the source language."),
}

# Where a fault stands that belongs to one field of the form and not to the question.
FIELDS = {
    "no_picture": "picture",
    "area_missing": "areas",
    "area_unknown": "areas",
    "bad_shape": "areas",
    "area_outside": "areas",
    "bad_words": "most",
    "no_value": "value",
    "bad_tolerance": "tolerance",
    "too_few_pairs": "pairs",
    "pair_both_sides": "pairs",
    "pair_unknown": "pairs",
}


def _lines(label, rows: int, help_text="", **attrs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, **attrs})
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text, max_length=20_000)


def _count(label, help_text="") -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text, max_length=10)


# One field a language, named after it.
TextsByLanguage = type(
    "TextsByLanguage",
    (forms.Form,),
    {
        f"{name}_{code}": _lines(get_language_info(code)["name_local"], rows, lang=code, dir="auto")
        for name, rows in (("accepted", 3), ("model", 6))
        for code in LANGUAGES
    },
)


class QuestionForm(TextsByLanguage, WagtailAdminModelForm):
    """Checks a question against its kind, and that the words of the source language are there.

    Its own fields (partial, pairs, value, tolerance, unit, accepted_<language>, least, most,
    model_<language>, areas, several) make the definition; the size of a picture is the picture's.
    """

    class Media:
        js = ["js/admin-question.js", "js/admin-hotspot.js"]
        css = {"all": ["css/admin-questions.css"]}

    partial = forms.BooleanField(
        label=_("Partial credit"),
        required=False,
        help_text=_(
            "Multiple choice: each right one earns a share, each wrong one takes a share away. "
            "Ordering: each item in its right place earns a share. "
            "Without it, only the whole answer earns the point. "
            "Several places on a picture: as in multiple choice. "
            "In matching and in blanks each part always earns its share."
        ),
    )
    pairs = _lines(
        _("Pairs"),
        5,
        _("One a line, by the words, codes or numbers of the choices: “green = release”."),
    )
    value = forms.CharField(label=_("Right number"), required=False, max_length=40)
    tolerance = forms.CharField(
        label=_("Tolerance"),
        required=False,
        max_length=40,
        help_text=_("How far off an answer may be and still be right. Empty: not at all."),
    )
    unit = forms.CharField(
        label=pgettext_lazy("of a number", "Unit"),
        required=False,
        max_length=20,
        help_text=_("A sign for all languages, such as % or kg. An answer may leave it out."),
    )

    least = _count(_("Words at least"), _("Empty: as few as the writer likes."))
    most = _count(_("Words at most"), _("Empty: as many as can be kept."))
    several = forms.BooleanField(
        label=_("Several places are right"),
        required=False,
        help_text=_("Learners may choose several then, and all that are right are needed."),
    )
    areas = _lines(
        _("Areas"),
        6,
        _(
            "One a line, by the words, codes or numbers of the choices, in pixels from the upper left "
            "corner of the picture: "
            "“gate = rect 40 60 200 90” (x, y, width, height), “lamp = circle 300 80 25” (x, y, radius), "
            "“ramp = poly 10 300 180 260 180 340” (x and y of each corner)."
        ),
        spellcheck="false",
        dir="ltr",
    )

    is_true = forms.ChoiceField(
        label=_("The sentence is"),
        choices=[("true", pgettext_lazy("answer", "True")), ("false", pgettext_lazy("answer", "False"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data=None, files=None, instance=None, **kwargs):
        data = completed(data, instance or Question()) if data is not None else None
        super().__init__(data, files, instance=instance, **kwargs)
        self._write_codes_for_the_author()
        if self.instance.kind == "truefalse":
            right = [choice.code for choice in self.instance.choices.all() if choice.is_right]
            self.initial.setdefault("is_true", "".join(right))
        self.fields["areas"].widget.attrs["data-areas"] = json.dumps(board_words(), ensure_ascii=False)
        fields = definitions.written(self.instance.kind, self.instance.definition)
        for name, value in fields.items():
            if name in self.fields:
                self.initial.setdefault(name, value)

    def _write_codes_for_the_author(self) -> None:
        """A code need not be written: ``completed`` makes one of the words."""
        choices = self.formsets["choices"]
        for fields in (self.fields, choices.form.base_fields, *(form.fields for form in choices.forms)):
            fields["code"].required = False
        self.fields["code"].help_text = _("Empty: made of the words.")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == "truefalse" and not cleaned.get("is_true"):
            self.add_error("is_true", ValidationError(FAULTS["true_or_false"]))
        picture = cleaned.get("picture")
        size = {"width": picture.width, "height": picture.height} if picture else {}
        try:
            self.definition = definitions.read(cleaned.get("kind"), cleaned | size, LANGUAGES)
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
        beside = {
            f"{name}_{code}": cleaned.get(f"{name}_{code}") or ""
            for name in ("explanation", "picture_alt")
            for code in LANGUAGES
        }
        words = _words(cleaned)
        for fault in faults_of(cleaned["kind"], words, options, self.definition, language, beside=beside):
            field = fault.field or FIELDS.get(fault.code)
            self.add_error(field, ValidationError(FAULTS[fault.code]))
        if cleaned.get("picture") and not cleaned.get(f"picture_alt_{language}"):
            self.add_error(f"picture_alt_{language}", ValidationError(FAULTS["no_alt"]))
        return bool(self.errors)


def _words(cleaned: dict) -> dict[str, str]:
    """Language → text, of the columns of a form."""
    return {code: cleaned.get(f"text_{code}") or "" for code in LANGUAGES}
