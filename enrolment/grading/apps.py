from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GradingConfig(AppConfig):
    name = "enrolment.grading"
    label = "grading"
    verbose_name = _("Grading")

    def ready(self):
        from clikc.people.api import register_deeds

        from .gradebook import arranging, recording

        register_deeds(recording.DEEDS | arranging.DEEDS)
