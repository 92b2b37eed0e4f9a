"""The letters that say what became of a place in a session: given by hand, given up, moved, given back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clikc.foundation.addresses import public
from clikc.post import api as post
from enrolment.membership import api as membership

from .models import Participation, ParticipationChange

if TYPE_CHECKING:
    from clikc.people.models import User

LETTER = "participation-changed"
Kind = ParticipationChange.Kind
SUBJECTS = {
    Kind.JOINED: _("A place in %(session)s"),
    Kind.WITHDRAWN: _("Withdrawn from %(session)s"),
    Kind.MOVED: _("Moved to a later session: %(session)s"),
    Kind.RETURNED: _("Back in %(session)s"),
}
# The state in which what a letter says is still true.
STILL = {
    Kind.JOINED: Participation.State.ENROLLED,
    Kind.WITHDRAWN: Participation.State.WITHDRAWN,
    Kind.MOVED: Participation.State.MOVED,
    Kind.RETURNED: Participation.State.ENROLLED,
}


def tell_of_change(participation: Participation) -> None:
    """Write to the participant and to her coordinators what became of her place, in the transaction that
    changed it. Each is told once of a change. Who comes in by selection is told by its own letter."""
    change = participation.changes.order_by("-at", "-pk").first()
    if change is None:
        return
    readers = [participation.learner, *membership.coordinators_of(participation.administration_id)]
    ids = dict.fromkeys(reader.pk for reader in readers)
    post.post_many(
        post.NewLetter(f"{LETTER}:{change.pk}:{pk}", LETTER, {"change": change.pk}, person_id=pk)
        for pk in ids
    )


def write_change(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is told of what was undone meanwhile, nor who coordinates the administration no more."""
    found = ParticipationChange.objects.select_related(
        "participation__session__programme",
        "participation__learner",
        "participation__moved_to__session__programme",
        "by",
    )
    change = found.filter(pk=facts["change"]).first()
    if change is None or change.participation.state != STILL.get(change.kind):
        return None
    participation = change.participation
    is_hers = person.pk == participation.learner_id
    if not is_hers and participation.administration_id not in person.administrations_coordinated:
        return None
    context = {
        "kind": change.kind,
        "is_hers": is_hers,
        "name": person.get_short_name(),
        "participant": participation.learner.get_full_name(),
        "session": participation.session.name,
        "later": participation.moved_to.session if participation.moved_to else None,
        "desk": public(reverse("desk")) if is_hers else "",
    }
    subject = SUBJECTS[change.kind] % {"session": _session_said(participation, change.kind)}
    reply_to = change.by.address if change.by and change.by.is_active else ""
    return post.Draft(subject, "admissions/mail/participation", context, reply_to=reply_to)


def _session_said(participation: Participation, kind: str) -> str:
    later = participation.moved_to if kind == Kind.MOVED else None
    return (later or participation).session.name
