from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "clikc.home"
    label = "home"
