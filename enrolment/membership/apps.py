from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "enrolment.membership"
    label = "membership"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from clikc.people.api import register_deeds
        from clikc.post.api import register_letter

        from . import letters

        register_deeds(
            {
                "invited": _("Invited."),
                "invited_again": _("Reminded of the invitation."),
                "invitation_withdrawn": _("The invitation was withdrawn."),
                "deactivated": _("The account was closed: %(reason)s"),
                "reactivated": _("The account was opened again."),
            }
        )
        register_letter(letters.KIND, letters.write_invitation)
