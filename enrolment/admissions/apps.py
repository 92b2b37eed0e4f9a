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
        from enrolment.programmes.api import register_rules

        from . import (
            answering,
            coordinator_letters,
            documents,
            filling,
            leaving_letters,
            nomination_letters,
            on_behalf_letters,
            result_letters,
            telling,
            welcoming,
        )
        from .rules.eligibility import as_data, rules_of
        from .runs.views import keeps_runs

        register_nav(NavEntry(_("Course runs"), "runs", keeps_runs))
        register_rules(lambda data: as_data(rules_of(data)))

        register_deeds(
            {
                "cohort_joined": _("Added to the cohort “%(cohort)s”."),
                "cohort_left": _("Taken out of the cohort “%(cohort)s”."),
                "cohort_dates": _("Other dates in the cohort “%(cohort)s”: opens %(opens)s, due %(due)s."),
                "cohort_closed": _("The cohort “%(cohort)s” was closed."),
                "cohort_reopened": _("The cohort “%(cohort)s” was opened again."),
            }
        )
        register_letter(leaving_letters.LETTER, leaving_letters.write_change)
        register_letter(welcoming.WELCOME, welcoming.write_welcome)
        register_letter(welcoming.SEAT, welcoming.write_seat)
        register_letter(nomination_letters.ENDORSED, nomination_letters.write_endorsed)
        register_letter(nomination_letters.RETURNED, nomination_letters.write_returned)
        register_letter(nomination_letters.TAKEN_BACK, nomination_letters.write_taken_back)
        register_letter(nomination_letters.WAITING, nomination_letters.write_waiting)
        register_letter(coordinator_letters.RESULTS, coordinator_letters.write_results)
        register_letter(coordinator_letters.NEWS, coordinator_letters.write_news)
        register_letter(on_behalf_letters.LETTER, on_behalf_letters.write_on_behalf)
        for kind in result_letters.SUBJECTS:
            register_letter(result_letters.name_of(kind), result_letters.writer_of(kind))
        register_work(
            filling.KIND,
            filling.run_filling,
            label=_("Put everybody into this cohort"),
            done_url=filling.page_of,
            can_stop=True,
        )
        register_work(
            telling.JOB,
            telling.run_telling,
            label=_("Results of a selection"),
            done_url=telling.page_of,
            outcome=telling.outcome,
        )
        # The day begins at another hour for each zone.
        register_periodic("admissions.welcome", 3600, welcoming.welcome)
        register_periodic("admissions.offers", 600, answering.expire_offers)
        register_periodic("admissions.prune_documents", 24 * 3600, documents.prune_documents)
