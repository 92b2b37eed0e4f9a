from wagtail import hooks

from .viewsets import QuestionsGroup


@hooks.register("register_admin_viewset")
def questions_group():
    return QuestionsGroup()
