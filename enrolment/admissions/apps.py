from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    name = "enrolment.admissions"
    label = "admissions"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from clikc.home.api import NavEntry, register_nav
        from clikc.jobs.api import register_periodic, register_work
        from clikc.people.api import register_deeds
        from clikc.post.api import register_letter

        from . import filling, nomination_letters, welcoming
        from .runs.views import keeps_runs

        register_nav(NavEntry(_("Course runs"), "runs", keeps_runs))

        register_deeds(
            {
                "cohort_joined": _("Added to the cohort “%(cohort)s”."),
                "cohort_left": _("Taken out of the cohort “%(cohort)s”."),
                "cohort_dates": _("Other dates in the cohort “%(cohort)s”: opens %(opens)s, due %(due)s."),
                "cohort_closed": _("The cohort “%(cohort)s” was closed."),
                "cohort_reopened": _("The cohort “%(cohort)s” was opened again."),
            }
        )
        register_letter(welcoming.WELCOME, welcoming.write_welcome)
        register_letter(welcoming.SEAT, welcoming.write_seat)
        register_letter(nomination_letters.ENDORSED, nomination_letters.write_endorsed)
        register_letter(nomination_letters.RETURNED, nomination_letters.write_returned)
        register_letter(nomination_letters.WAITING, nomination_letters.write_waiting)
        register_work(
            filling.KIND,
            filling.run_filling,
            label=_("Put everybody into this cohort"),
            done_url=filling.page_of,
            can_stop=True,
        )
        # The day begins at another hour for each zone.
        register_periodic("admissions.welcome", 3600, welcoming.welcome)
