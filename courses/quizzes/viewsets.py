"""The entry of the back office's menu for questions, banks and quizzes; each stands in ``back_office/``."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from .back_office.banks import QuestionBankViewSet
from .back_office.questions import QuestionViewSet
from .back_office.quizzes import QuizViewSet


class QuestionsGroup(ViewSetGroup):
    menu_label = _("Questions")
    menu_icon = "help"
    menu_order = 250
    items = (QuestionViewSet("question"), QuestionBankViewSet("question_bank"), QuizViewSet("quiz"))
