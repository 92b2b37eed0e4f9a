from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SecretariatConfig(AppConfig):
    name = "enrolment.secretariat"
    label = "secretariat"
    verbose_name = _("Secretariat")

    def ready(self):
        from clikc.home.api import NavEntry, register_nav

        from .calls.door import is_trainer, keeps_calls
        from .programmes.door import keeps_programmes

        register_nav(NavEntry(_("Calls for nominations"), "calls", keeps_calls))
        register_nav(NavEntry(_("Candidates to score"), "calls_scoring", is_trainer))
        register_nav(NavEntry(_("Secretariat"), "secretariat", keeps_programmes))
