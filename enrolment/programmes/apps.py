from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "enrolment.programmes"
    label = "programmes"
