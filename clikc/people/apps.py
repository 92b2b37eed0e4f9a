from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "clikc.people"
    label = "people"
