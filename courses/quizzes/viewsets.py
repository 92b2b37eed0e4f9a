"""Banks, questions and the facts of quizzes in the back office."""

from django import forms
from django.conf import settings
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.translation import get_language_info, gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from .forms import QuestionForm
from .models import Question, QuestionBank, Quiz
from .uses import used_questions

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES

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


def _words(field: str) -> list[FieldPanel]:
    """A panel for each language of a translated field, named after the language."""
    return [
        FieldPanel(f"{field}_{code}", heading=get_language_info(code)["name_local"]) for code in LANGUAGES
    ]


def _index_with(*related: str) -> type[IndexView]:
    """A list that fetches what its columns show together with its rows."""

    class Index(IndexView):
        def get_base_queryset(self):
            return super().get_base_queryset().select_related(*related)

    return Index


class DeleteUnused(DeleteView):
    """Deletes what no attempt depends on; anything else stays, and the author is told."""

    def form_valid(self, form):
        if used_questions(self.questions()):
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


class QuestionViewSet(ModelViewSet):
    """The question bank: what is asked, in every language, and which answer is right."""

    model = Question
    icon = "help"
    delete_view_class = DeleteQuestion
    index_view_class = _index_with("bank")
    menu_label = _("Questions")
    list_display = ["code", "text_en", "kind", "bank", "status"]
    list_filter = ["bank", "kind", "status", "difficulty", "subjects", "tags"]
    search_fields = ["code", *(f"text_{code}" for code in LANGUAGES)]
    list_per_page = 50
    copy_view_enabled = False

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("bank"),
                    FieldPanel("code"),
                    FieldPanel("kind"),
                    FieldPanel("status"),
                    MultiFieldPanel(_words("text"), heading=_("Question")),
                    InlinePanel(
                        "choices",
                        heading=_("Choices"),
                        label=_("choice"),
                        panels=[FieldPanel("code"), FieldPanel("is_right"), *_words("text")],
                        help_text=_(
                            "True or false: two choices with the codes “true” and “false”, without words."
                        ),
                    ),
                ],
                heading=_("Question and choices"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("partial")], heading=_("Multiple choice, ordering"), help_text=ORDER_HELP
                    ),
                    MultiFieldPanel([FieldPanel("pairs")], heading=_("Matching"), help_text=PAIRS_HELP),
                    MultiFieldPanel(
                        [FieldPanel("value"), FieldPanel("tolerance"), FieldPanel("unit")],
                        heading=_("Number"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel(f"accepted_{code}") for code in LANGUAGES],
                        heading=_("Short text, fill in the blanks"),
                        help_text=ACCEPTED_HELP,
                    ),
                ],
                heading=_("What is right"),
            ),
            ObjectList(_words("explanation"), heading=_("Explanation")),
            ObjectList([FieldPanel("picture"), *_words("picture_alt")], heading=_("Picture")),
            ObjectList(
                [
                    FieldPanel("difficulty"),
                    FieldPanel("tags"),
                    FieldPanel("subjects", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("taught_in"),
                    FieldPanel("source"),
                    FieldPanel("position"),
                ],
                heading=_("About the question"),
            ),
        ],
        base_form_class=QuestionForm,
    )


class QuestionBankViewSet(ModelViewSet):
    """Questions that belong together."""

    model = QuestionBank
    icon = "folder-open-inverse"
    delete_view_class = DeleteBank
    index_view_class = _index_with("course")
    menu_label = _("Question banks")
    form_fields = ["code", "course"]
    list_display = ["code", "course"]
    copy_view_enabled = False


class QuizViewSet(ModelViewSet):
    """The facts of a quiz, once for all languages."""

    model = Quiz
    icon = "clipboard-list"
    delete_view_class = DeleteUnused
    index_view_class = _index_with("activity")
    menu_label = _("Quizzes")
    list_display = ["activity", "mode", "attempts_allowed", "review_policy"]
    list_filter = ["mode", "review_policy"]
    copy_view_enabled = False

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("activity"),
                    FieldPanel("mode"),
                    InlinePanel(
                        "slots",
                        heading=_("What is asked"),
                        label=_("place"),
                        min_num=1,
                        panels=[
                            FieldPanel("question"),
                            FieldRowPanel([FieldPanel("bank"), FieldPanel("draw")]),
                            FieldRowPanel(
                                [FieldPanel("tags"), FieldPanel("difficulty"), FieldPanel("subject")]
                            ),
                        ],
                    ),
                    FieldPanel("is_shuffled"),
                    FieldPanel("is_sequential"),
                ],
                heading=_("What is asked"),
            ),
            ObjectList(
                [
                    FieldPanel("time_limit"),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldPanel("time_zone"),
                    FieldRowPanel([FieldPanel("attempts_allowed"), FieldPanel("cool_down")]),
                ],
                heading=_("When, and how often"),
            ),
            ObjectList(
                [
                    FieldPanel("own_pass_mark"),
                    FieldPanel("counts"),
                    FieldRowPanel([FieldPanel("review_policy"), FieldPanel("review_from")]),
                    FieldPanel("pretest"),
                ],
                heading=_("Result"),
            ),
        ]
    )


class QuestionsGroup(ViewSetGroup):
    menu_label = _("Questions")
    menu_icon = "help"
    menu_order = 250
    items = (QuestionViewSet("question"), QuestionBankViewSet("question_bank"), QuizViewSet("quiz"))
