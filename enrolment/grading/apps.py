from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GradingConfig(AppConfig):
    name = "enrolment.grading"
    label = "grading"
    verbose_name = _("Grading")

    def ready(self):
        from clikc.jobs.api import register_work
        from clikc.people.api import register_deeds
        from clikc.post.api import register_letter

        from . import changing, letters, release_job, tutorships
        from .gradebook import arranging, recording

        register_deeds(recording.DEEDS | arranging.DEEDS)
        register_deeds(tutorships.DEEDS | changing.DEEDS)
        register_letter(letters.RELEASED, letters.write_released)
        register_letter(letters.CHANGED, letters.write_changed)
        register_letter(letters.HANDED_OVER, letters.write_handed_over)
        register_work(release_job.JOB, release_job.run_release, label=_("Release of grades"), can_stop=True)
