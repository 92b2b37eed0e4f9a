from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    name = "enrolment.admissions"
    label = "admissions"
