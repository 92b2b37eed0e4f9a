from django.apps import AppConfig


class ClassroomConfig(AppConfig):
    name = "enrolment.classroom"
    label = "classroom"
