"""Letters of invitation: who gets one, how often, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext

from clikc.people import api as people_api
from clikc.post import api as post

from .models import Invitation
from .plans import plans_for
from .tokens import VALID, link_of

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

BATCH = 500
KIND = "invitation"
# Between two letters to the same officer.
PAUSE = timedelta(hours=24)
# After this long without an answer she is offered another letter.
LONG_AGO = timedelta(days=14)


@transaction.atomic
def write_invitations(*, invitations: Iterable[Invitation], by: User | None) -> list[Invitation]:
    """Post a letter for each open invitation that had none in the last 24 hours; those that got one.

    So it is safe to call twice. ``by`` is who asked for it: the letter itself names who invites.
    Constant number of queries for every 500.
    """
    wanted = sorted({invitation.pk for invitation in invitations})
    written: list[Invitation] = []
    for start in range(0, len(wanted), BATCH):
        written += _write(wanted[start : start + BATCH])
    return written


@transaction.atomic
def send_again(*, invitations: Iterable[Invitation], by: User | None) -> list[Invitation]:
    """Remind the invited, as ``write_invitations``; that they were reminded stands in the record."""
    written = write_invitations(invitations=invitations, by=by)
    people_api.record_many(what="invited_again", by=by, people=[item.person for item in written])
    return written


def not_accepted(*, administration: Administration) -> QuerySet[Invitation]:
    """The invitations of an administration whose last letter is unanswered for 14 days."""
    unanswered = Invitation.objects.open().filter(administration=administration, person__is_active=True)
    return unanswered.filter(last_letter_at__lte=timezone.now() - LONG_AGO)


def _write(ids: list) -> list[Invitation]:
    now = timezone.now()
    due = Q(last_letter_at=None) | Q(last_letter_at__lte=now - PAUSE)
    found = list(
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .filter(due, pk__in=ids, accepted_at=None, withdrawn_at=None, person__is_active=True)
        .order_by("pk")
    )
    Invitation.objects.filter(pk__in=[item.pk for item in found]).update(
        letters=F("letters") + 1, last_letter_at=now
    )
    for item in found:
        item.letters, item.last_letter_at = item.letters + 1, now
    post.post_many(_letter(item) for item in found)
    return found


def _letter(invitation: Invitation) -> post.NewLetter:
    """To the address that the coordinator named: an account that stands in has none of its own."""
    contact = invitation.person.contact
    return post.NewLetter(
        key=f"{KIND}:{invitation.pk}:{invitation.letters}",
        kind=KIND,
        facts={"invitation": str(invitation.pk)},
        person_id=None if contact else invitation.person_id,
        address=contact,
    )


def write_invitation(facts: Mapping, _person: User | None) -> post.Draft | None:
    """Nobody is invited who has come already, or is no longer invited."""
    found = Invitation.objects.open().filter(pk=facts["invitation"], person__is_active=True)
    invitation = found.select_related("person", "administration", "invited_by").first()
    if invitation is None:
        return None
    language = invitation.person.preferred_language
    with translation.override(language):
        context = {
            "invitation": invitation,
            "administration": str(invitation.administration),
            "inviter": invitation.invited_by,
            "plans": plans_for(invitation.person, language),
            "link": link_of(invitation),
            "days": VALID.days,
        }
        subject = gettext("%(administration)s invites you to learn") % context
    return post.Draft(subject, "membership/mail/invitation", context, language=language)
