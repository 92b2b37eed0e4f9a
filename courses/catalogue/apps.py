from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    label = "catalogue"

    def ready(self):
        from . import indexing  # noqa: F401 - connects the receivers
