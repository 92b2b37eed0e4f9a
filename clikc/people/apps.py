from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "clikc.people"
    label = "people"
    default = True

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from . import record, second_factor

        second_factor.listen()
        record.register_deeds(
            {
                "name_changed": _("The name was changed from “%(old)s” to “%(new)s”."),
                "language_changed": _("The language was changed to %(language)s."),
                "appointed": _("Appointed national coordinator, from %(starts)s."),
                "appointed_deputy": _("Appointed deputy of the national coordinator, from %(starts)s."),
                "appointment_ended": _("The appointment ends on %(ends)s."),
                "unit_changed": _("Put into the unit “%(unit)s”."),
                "unit_left": _("Taken out of the unit."),
                "unit_added": _("The unit “%(unit)s” was made."),
                "unit_renamed": _("The unit “%(old)s” is now called “%(unit)s”."),
                "unit_merged": _("The unit “%(unit)s” was merged into “%(into)s”."),
                "unit_retired": _("The unit “%(unit)s” is no longer in use."),
                "unit_revived": _("The unit “%(unit)s” is in use again."),
            }
        )


class PeopleInBackOffice(WagtailUsersAppConfig):
    """Wagtail's users and groups, with our screens in place of its own."""

    user_viewset = "clikc.people.viewsets.PersonViewSet"
    group_viewset = "clikc.people.viewsets.PermissionGroupViewSet"
