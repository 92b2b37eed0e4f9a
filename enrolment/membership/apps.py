from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "enrolment.membership"
    label = "membership"

    def ready(self):
        from django.contrib.auth.signals import user_logged_in

        from clikc.jobs.api import register_periodic
        from clikc.people.api import Section, register_deeds, register_section
        from clikc.post.api import register_letter

        from . import accepting, announcing, appointed, letters, merged, reminding, replies
        from .deeds import DEEDS
        from .standing import standing_of

        register_deeds(DEEDS)
        register_section(Section("membership/_on_account.html", standing_of))
        register_letter(letters.KIND, letters.write_invitation)
        register_letter(replies.KIND, replies.write_reply)
        register_letter(announcing.KIND, announcing.write_step)
        register_letter(appointed.KIND, appointed.write_appointment)
        register_letter(appointed.ENDING, appointed.write_ending)
        register_periodic("membership.ending", appointed.EVERY_SECONDS, appointed.tell_of_endings)
        register_letter(merged.KIND, merged.write_merged)
        register_letter(reminding.KIND, reminding.write_reminder)
        register_periodic("membership.remind", reminding.EVERY_SECONDS, reminding.remind_coordinators)
        user_logged_in.connect(accepting.on_signed_in, dispatch_uid="membership.arrival")
