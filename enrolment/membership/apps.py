from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "enrolment.membership"
    label = "membership"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from clikc.people.api import register_deeds

        register_deeds({"invited": _("Invited.")})
