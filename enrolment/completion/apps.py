from django.apps import AppConfig


class CompletionConfig(AppConfig):
    name = "enrolment.completion"
    label = "completion"
