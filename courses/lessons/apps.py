from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "courses.lessons"
    label = "lessons"

    def ready(self):
        from . import signals  # noqa: F401 - connects the receivers
