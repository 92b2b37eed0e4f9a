from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "enrolment.assessment"
    label = "assessment"
