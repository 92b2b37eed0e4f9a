from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "enrolment.surveys"
    label = "surveys"
