from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "enrolment.following"
    label = "following"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from clikc.jobs.api import register_work
        from clikc.people.api import register_deeds
        from clikc.post.api import register_letter
        from enrolment.advising.api import register_beginning

        from . import archive, exporting, letters, reminding
        from .risk import contacting, wording
        from .session import messages, more_time_letters

        register_deeds({"reminded": _("Reminded of courses.")})
        register_letter(reminding.LETTER, letters.write_reminder)
        register_letter(messages.LETTER, messages.write_session_message)
        register_letter(more_time_letters.LETTER, more_time_letters.write_more_time)
        register_beginning(contacting.ABOUT, wording.begin_conversation)
        register_work(
            exporting.KIND,
            exporting.run_export,
            label=_("List of officers in courses"),
            can_stop=True,
            may_have=exporting.may_have,
        )
        register_work(
            archive.KIND,
            archive.run_archive,
            label=_("Certificates as one file"),
            can_stop=True,
            may_have=exporting.may_have,
        )
        register_work(reminding.JOB, reminding.run_round, label=_("Reminders"))
