"""The form of a question, in tabs. ``data-is`` says which kinds a part is for: static/js/admin-question.js
shows only those; without it everything is there."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..forms import QuestionForm
from .texts import LANGUAGES, name_of, word_panels

ORDER_HELP = _("Ordering: put the choices in their right order; learners see them in another.")
PAIRS_HELP = _(
    "Give both sides as choices. What stands on no left side is on the right; "
    "it may belong to several, or to none and only mislead."
)
ACCEPTED_HELP = _(
    "Accepted texts, one a line. Capital letters, accents and spelling variants of letters do not matter, "
    "and a learner may answer in any of the languages. "
    "Blanks: mark the gaps in the text of the question with {1}, {2} …, and write “1 = text” here."
)
ESSAY_HELP = _(
    "A person marks it. The limits are said to the writer and refuse nothing; "
    "the model answer is for whoever marks, and for the review."
)
AREAS_HELP = _(
    "Give each place as a choice whose words name it without giving the answer away, "
    "choose the picture, and draw the areas on it."
)
CHOICES_HELP = _("A code is made of the words where you write none.")


def _for(*kinds: str) -> dict[str, str]:
    return {"data-when": "kind", "data-is": " ".join(kinds)}


def _by_language(name: str) -> list[FieldPanel]:
    return [FieldPanel(f"{name}_{code}", heading=name_of(code)) for code in LANGUAGES]


CHOOSING = ("single", "multiple", "hotspot")

QUESTION = ObjectList(
    [
        FieldRowPanel([FieldPanel("bank"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
        MultiFieldPanel(word_panels("text", AdminAutoHeightTextInput), heading=_("Question")),
        MultiFieldPanel([FieldPanel("is_true")], heading=_("True or false"), attrs=_for("truefalse")),
        InlinePanel(
            "choices",
            heading=_("Choices"),
            label=_("choice"),
            panels=[
                FieldPanel("code"),
                FieldPanel("is_right", attrs=_for(*CHOOSING)),
                *word_panels("text"),
            ],
            help_text=CHOICES_HELP,
            attrs=_for(*CHOOSING, "ordering", "matching") | {"data-never": "truefalse"},
        ),
    ],
    heading=_("Question and choices"),
)

RIGHT = ObjectList(
    [
        HelpPanel(
            _("What is right is said on the first tab."), attrs=_for("single", "truefalse", "multiple")
        ),
        MultiFieldPanel(
            [FieldPanel("pairs")], heading=_("Matching"), help_text=PAIRS_HELP, attrs=_for("matching")
        ),
        MultiFieldPanel(
            [FieldPanel("value"), FieldRowPanel([FieldPanel("tolerance"), FieldPanel("unit")])],
            heading=_("Number"),
            attrs=_for("numerical"),
        ),
        MultiFieldPanel(
            _by_language("accepted"),
            heading=_("Short text, fill in the blanks"),
            help_text=ACCEPTED_HELP,
            attrs=_for("short", "blanks"),
        ),
        MultiFieldPanel(
            [FieldPanel("areas"), FieldPanel("several")],
            heading=_("Places on a picture"),
            help_text=AREAS_HELP,
            attrs=_for("hotspot"),
        ),
        MultiFieldPanel(
            [FieldPanel("partial")],
            heading=_("Multiple choice, ordering, places on a picture"),
            help_text=ORDER_HELP,
            attrs=_for("multiple", "ordering", "hotspot"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("least"), FieldPanel("most")]), *_by_language("model")],
            heading=_("Short essay"),
            help_text=ESSAY_HELP,
            attrs=_for("essay"),
        ),
    ],
    heading=_("What is right"),
)

ABOUT = ObjectList(
    [
        FieldPanel("difficulty"),
        FieldPanel("tags"),
        FieldPanel("subjects", widget=forms.CheckboxSelectMultiple),
        FieldPanel("taught_in"),
        FieldPanel("source"),
        FieldPanel("position"),
    ],
    heading=_("About the question"),
)

QUESTION_PANELS = TabbedInterface(
    [
        QUESTION,
        ObjectList([FieldPanel("picture"), *word_panels("picture_alt")], heading=_("Picture")),
        RIGHT,
        ObjectList(word_panels("explanation", AdminAutoHeightTextInput), heading=_("Explanation")),
        ABOUT,
    ],
    base_form_class=QuestionForm,
)
