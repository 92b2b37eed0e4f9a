from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "enrolment.coordination"
    label = "coordination"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from clikc.home.api import NavEntry, register_nav
        from enrolment.membership.api import settles_registrations

        from .appointments.pages import sees_appointments
        from .workspace import coordinates

        register_nav(NavEntry(_("Coordination"), "coordination", coordinates))
        register_nav(NavEntry(_("Registrations"), "secretariat_registrations", settles_registrations))
        register_nav(NavEntry(_("Administrations"), "secretariat_appointments", sees_appointments))
