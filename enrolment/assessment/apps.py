from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "enrolment.assessment"
    label = "assessment"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from clikc.home.api import NavEntry, register_nav
        from clikc.jobs.api import register_periodic, register_work
        from clikc.post.api import register_letter
        from courses.lessons import api as lessons
        from courses.quizzes import api as quizzes

        from . import api, telling
        from .counting import sittings_at
        from .desk.beside import regrade_panel
        from .permissions import works_here
        from .statistics.panel import panel_beside
        from .work import finding, receipt, resembling

        register_nav(NavEntry(_("Assessment desk"), "assessment_home", works_here))
        quizzes.register_beside(panel_beside)
        quizzes.register_beside(regrade_panel)

        # What the queue was stopped before, or lost.
        register_periodic("assessment.close_due", 300, api.close_due_attempts)
        quizzes.register_count(api.times_on_papers)
        quizzes.register_sittings(sittings_at)
        lessons.register_works(finding.has_works)
        register_letter(telling.MARKED, telling.write_marked, on_sent=telling.note_told)
        register_letter(receipt.RECEIVED, receipt.write_receipt)
        register_work(resembling.COMPARE, resembling.compare, label=_("Comparison with other works"))
        register_periodic("assessment.prune_files", 24 * 3600, api.prune_files)
