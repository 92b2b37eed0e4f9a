from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GradingConfig(AppConfig):
    name = "enrolment.grading"
    label = "grading"
    verbose_name = _("Grading")

    def ready(self):
        from clikc.jobs.api import register_periodic, register_work
        from clikc.people.api import register_deeds
        from clikc.post.api import register_letter
        from enrolment.programmes.api import register_traces

        from . import letters, release_job, tutorships
        from .gradebook import arranging, recording
        from .pack import jobs as packs, pruning
        from .traces import has_traces

        register_deeds(recording.DEEDS | arranging.DEEDS | tutorships.DEEDS)
        register_traces(has_traces)
        register_letter(letters.RELEASED, letters.write_released)
        register_letter(letters.CHANGED, letters.write_changed)
        register_letter(letters.HANDED_OVER, letters.write_handed_over)
        register_work(
            release_job.JOB,
            release_job.run_release,
            label=_("Release of grades"),
            done_url=release_job.page_of,
            can_stop=True,
            outcome=release_job.outcome,
        )
        register_work(
            packs.PACK,
            packs.run_pack,
            label=_("A marking pack is made"),
            done_url=packs.page_of_pack,
            may_have=packs.may_have,
        )
        register_work(
            packs.IMPORT,
            packs.run_import,
            label=_("Marks are taken from a spreadsheet"),
            done_url=packs.page_of_import,
            can_stop=True,
        )
        register_periodic("grading.pack.prune", 24 * 60 * 60, pruning.prune_uploads)
