from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "enrolment.progress"
    label = "progress"
