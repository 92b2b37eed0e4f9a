from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    label = "catalogue"

    def ready(self):
        from clikc.home.routing import register_source_language

        from . import api, indexing  # noqa: F401 - connects the receivers

        register_source_language(api.source_language_at)
