from django.apps import AppConfig


class ClassroomConfig(AppConfig):
    name = "enrolment.classroom"
    label = "classroom"

    def ready(self):
        from clikc.home.api import register_public_pages

        from .sessions.public import addressed

        register_public_pages(addressed)
