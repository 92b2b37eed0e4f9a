from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TutoringConfig(AppConfig):
    name = "enrolment.tutoring"
    label = "tutoring"
    verbose_name = _("Tutoring")

    def ready(self):
        from clikc.home.api import NavEntry, register_nav

        from .workspace import tutors

        register_nav(NavEntry(_("My markings"), "tutoring_queue", tutors))
