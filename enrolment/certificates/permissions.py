"""Who may do what with a certificate they see: the row "certificate" of the roles matrix."""

from clikc.people.roles import OFFICER, allowed

from .models import Certificate


def can_take_document(user, certificate: Certificate) -> bool:
    """Whether ``user`` may take the PDF away: it is theirs, of their administration, or they hold it all."""
    standings = ["*"]
    if certificate.learner_id == user.pk:
        standings.append("o")
    if certificate.learner.administration_id in user.administrations_coordinated:
        standings.append("a")
    held = {OFFICER, *user.roles}
    return any(allowed(role, "certificate", "X", scope) for role in held for scope in standings)
