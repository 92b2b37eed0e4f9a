from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "enrolment.demo"
    label = "demo"
