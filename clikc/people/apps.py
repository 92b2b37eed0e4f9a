from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "clikc.people"
    label = "people"
    default = True

    def ready(self):
        from . import second_factor

        second_factor.listen()


class PeopleInBackOffice(WagtailUsersAppConfig):
    """Wagtail's users and groups, with our screens in place of its own."""

    user_viewset = "clikc.people.viewsets.PersonViewSet"
    group_viewset = "clikc.people.viewsets.PermissionGroupViewSet"
