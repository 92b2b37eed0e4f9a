from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "courses.lessons"
    label = "lessons"

    def ready(self):
        from clikc.people.api import add_role_permissions
        from clikc.people.roles import Role

        from . import signals  # noqa: F401 - connects the receivers

        add_role_permissions(Role.AUTHOR, "lessons.change_assignment", "lessons.view_assignment")
        # A translator reads the facts; of the rubric she writes the words of her language.
        add_role_permissions(Role.TRANSLATOR, "lessons.view_assignment")
