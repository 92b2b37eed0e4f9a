from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    name = "enrolment.admissions"
    label = "admissions"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from clikc.people.api import register_deeds

        register_deeds({"cohort_joined": _("Added to the cohort “%(cohort)s”.")})
