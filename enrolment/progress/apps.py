from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "enrolment.progress"
    label = "progress"

    def ready(self):
        from clikc.people.api import register_deeds

        from . import attending

        register_deeds(attending.DEEDS)
