from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "enrolment.certificates"
    label = "certificates"

    def ready(self):
        from clikc.jobs.api import register_work
        from clikc.people.api import register_deeds
        from clikc.post.api import register_letter

        from . import awarding, deciding, results, telling

        register_letter(telling.AWARDED, telling.write_awarded, on_sent=telling.note_told)
        register_letter(telling.REVOKED, telling.write_revoked)
        register_letter(results.RESULT, results.write_result, on_sent=results.note_result_told)
        register_deeds(deciding.DEEDS)
        register_work(
            awarding.JOB,
            awarding.run_awards,
            label=_("Certificates of a session"),
            done_url=awarding.page_of,
            can_stop=True,
            outcome=awarding.outcome,
        )
