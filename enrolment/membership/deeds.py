"""What is done to people here, as the record says it."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "invited": _("Invited."),
    "invited_again": _("Reminded of the invitation."),
    "invitation_withdrawn": _("The invitation was withdrawn."),
    "invitation_accepted": _("Accepted the invitation."),
    "join_asked": _("Asked the administration to be confirmed."),
    "join_question": _("Was asked a question about the registration."),
    "join_answered": _("Answered the question about the registration."),
    "join_approved": _("The registration was confirmed."),
    "join_refused": _("The registration was not confirmed: %(reason)s"),
    "join_reopened": _("The refusal of the registration was taken back."),
    "join_withdrawn": _("Withdrew the registration."),
    "transfer_asked": _("Asked to move to another administration."),
    "transfer_released": _("Was released to another administration."),
    "transfer_refused": _("Was not released to another administration: %(reason)s"),
    "transfer_accepted": _("Came from another administration."),
    "transfer_declined": _("Was not accepted by another administration: %(reason)s"),
    "transfer_withdrawn": _("Withdrew the request to move."),
    "deactivated": _("The account was closed: %(reason)s"),
    "merged": _("Another account of the same person was merged into this one."),
    "told_apart": _("Was told apart from somebody with a similar name."),
    "not_told_apart": _("Is no longer told apart from somebody with a similar name."),
    "reactivated": _("The account was opened again."),
}
