"""The form of a quiz, in tabs. ``data-when`` and ``data-is`` say for which mode a word of help is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from ..models import QuizMode
from .quiz_form import QuizForm, SlotForm

MODE_HELP = {
    QuizMode.TEST: _("Test: the result is told when it is handed in, and what the review shows with it."),
    QuizMode.PRACTICE: _(
        "Practice: feedback comes after each question, and it can be repeated without end. "
        "No limit of attempts and no waiting."
    ),
    QuizMode.EXAM: _(
        "Exam: nobody learns a result before the results are released, also not after closing. "
        "They are released on the page of the exam's results, once all essays are marked."
    ),
}


class ProspectPanel(Panel):
    """How many questions fit a place, and whether they are enough."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "quizzes/admin/prospect.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | {"prospect": self.form.prospect, "slot": self.instance}


class SlotsPanel(InlinePanel):
    """The places of a quiz, each checked by its own form."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = SlotForm
        return options


ASKED = ObjectList(
    [
        FieldPanel("activity"),
        FieldPanel("mode"),
        *(
            HelpPanel(text, attrs={"data-when": "mode", "data-is": mode.value})
            for mode, text in MODE_HELP.items()
        ),
        SlotsPanel(
            "slots",
            heading=_("What is asked"),
            label=_("place"),
            min_num=1,
            help_text=_(
                "A place asks one question that you choose, or draws some at random from a bank: those that "
                "are reviewed, have all of the tags and, where you name them, the difficulty and the "
                "subject. No question is asked twice in an attempt."
            ),
            panels=[
                ProspectPanel(),
                FieldPanel("question"),
                FieldRowPanel([FieldPanel("bank"), FieldPanel("draw")]),
                FieldRowPanel([FieldPanel("tags"), FieldPanel("difficulty"), FieldPanel("subject")]),
            ],
        ),
        FieldPanel("is_shuffled"),
        FieldPanel("is_sequential"),
    ],
    heading=_("What is asked"),
)

WHEN = ObjectList(
    [
        FieldPanel("time_limit"),
        FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        FieldPanel("time_zone"),
        FieldRowPanel([FieldPanel("attempts_allowed"), FieldPanel("cool_down")]),
    ],
    heading=_("When, and how often"),
)

RESULT = ObjectList(
    [
        FieldPanel("own_pass_mark"),
        FieldPanel("counts"),
        FieldRowPanel([FieldPanel("review_policy"), FieldPanel("review_from")]),
        FieldPanel("pretest"),
    ],
    heading=_("Result"),
)

QUIZ_PANELS = TabbedInterface([ASKED, WHEN, RESULT], base_form_class=QuizForm)
