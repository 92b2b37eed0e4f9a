from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "enrolment.intake"
    label = "intake"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from clikc.jobs.api import register_periodic, register_work
        from clikc.people.api import register_deeds

        from . import pruning, work
        from .nominations.planning import forget_nomination_files

        register_work(work.PLAN, work.do_plan, label=_("A list of officers is read"), done_url=work.page_of)
        register_work(
            work.RUN,
            work.do_run,
            label=_("Officers are brought in from a list"),
            done_url=work.page_of,
            can_stop=True,
        )
        register_deeds({"officers_imported": _("Confirmed a list of officers: %(rows)s rows.")})
        register_periodic("intake.prune", 24 * 60 * 60, pruning.prune_imports)
        register_periodic("intake.forget_nomination_files", 24 * 60 * 60, forget_nomination_files)
