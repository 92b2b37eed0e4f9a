from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "enrolment"
    label = "enrolment"

    def ready(self):
        from . import journey

        journey.listen()
