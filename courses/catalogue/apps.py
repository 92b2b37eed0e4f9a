from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    label = "catalogue"

    def ready(self):
        from clikc.home.routing import register_source_language
        from clikc.people.api import add_role_permissions
        from clikc.people.roles import Role

        from . import api, indexing  # noqa: F401 - connects the receivers

        register_source_language(api.source_language_at)
        add_role_permissions(
            Role.AUTHOR, "catalogue.add_course", "catalogue.change_course", "catalogue.view_course"
        )
        add_role_permissions(Role.TRANSLATOR, "simple_translation.submit_translation")
