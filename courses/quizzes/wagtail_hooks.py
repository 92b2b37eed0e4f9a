from wagtail import hooks

from . import exchange_history, exchange_views
from .back_office import bulk, bulk_changes
from .back_office.choosing import QuestionChooserViewSet
from .viewsets import QuestionsGroup


@hooks.register("register_admin_viewset")
def questions_group():
    return QuestionsGroup()


@hooks.register("register_admin_viewset")
def question_chooser():
    return QuestionChooserViewSet("question_chooser")


@hooks.register("register_log_actions")
def bulk_changes_in_histories(actions):
    bulk_changes.register(actions)


@hooks.register("register_log_actions")
def imports_in_histories(actions):
    exchange_history.register(actions)


for action in bulk.ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_urls")
def questions_exchange():
    return exchange_views.urlpatterns


hooks.register("register_bulk_action", exchange_views.ExportSelected)
