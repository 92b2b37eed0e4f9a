from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "clikc.jobs"
    label = "jobs"
