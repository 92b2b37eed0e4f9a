from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "clikc.post"
    label = "post"
