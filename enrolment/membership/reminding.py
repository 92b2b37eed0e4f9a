"""Coordinators are reminded of registrations that wait: by one letter, now and then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from clikc.foundation.addresses import public
from clikc.people import api as people_api
from clikc.people.models import Administration
from clikc.post import api as post

from .deciders import coordinators_of
from .models import JoinRequest

if TYPE_CHECKING:
    from clikc.people.models import User

KIND = "registrations-wait"
# Longer than this a registration waits before anybody is reminded, and between two letters.
PATIENCE = timedelta(days=3)
EVERY_SECONDS = 60 * 60


def remind_coordinators() -> None:
    """Post a letter to each coordinator of an administration where somebody waits for three days, unless
    they had one in the last three. Safe to call at any time, by two at once too."""
    long_ago = timezone.now() - PATIENCE
    for administration in _due(long_ago):
        _remind(administration, long_ago)


def _due(long_ago):
    here = JoinRequest.objects.filter(administration=OuterRef("pk"))
    return Administration.objects.filter(
        Exists(_waiting(long_ago).filter(administration=OuterRef("pk"))),
        ~Exists(here.filter(reminded_at__gt=long_ago)),
    )


def _waiting(long_ago):
    return JoinRequest.objects.to_decide().filter(state=JoinRequest.State.WAITING, made_at__lte=long_ago)


@transaction.atomic
def _remind(administration: Administration, long_ago) -> None:
    # Locked, so that of two workers one writes.
    people_api.lock_administration(administration.pk)
    if not _due(long_ago).filter(pk=administration.pk).exists():
        return
    readers = coordinators_of(administration.pk)
    if not readers:
        return
    now = timezone.now()
    _waiting(long_ago).filter(administration=administration).update(reminded_at=now)
    post.post_many(
        post.NewLetter(
            key=f"{KIND}:{administration.pk}:{reader.pk}:{now:%Y%m%d%H%M%S%f}",
            kind=KIND,
            facts={"administration": administration.pk},
            person_id=reader.pk,
        )
        for reader in readers
    )


def write_reminder(facts: Mapping, reader: User) -> post.Draft | None:
    """Nothing, where nobody waits any more or she is no coordinator there."""
    if facts["administration"] not in reader.administrations_coordinated:
        return None
    here = JoinRequest.objects.to_decide().filter(administration=facts["administration"])
    waiting = here.filter(state=JoinRequest.State.WAITING)
    oldest = waiting.order_by("made_at").select_related("administration").first()
    if oldest is None:
        return None
    context = {
        "administration": str(oldest.administration),
        "number": waiting.count(),
        "since": oldest.made_at,
        "page": public(reverse("coordination_registrations", kwargs={"code": oldest.administration.code})),
    }
    return post.Draft(gettext("Officers wait for your answer"), "membership/mail/waiting", context)
