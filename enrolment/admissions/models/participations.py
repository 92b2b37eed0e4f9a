"""Participants of sessions."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from .nominations import Nomination, actor


class ParticipationQuerySet(models.QuerySet):
    def current(self) -> ParticipationQuerySet:
        return self.filter(state=Participation.State.ENROLLED)

    def visible_to(self, user) -> ParticipationQuerySet:
        """Own ones, and those of people ``user`` may list."""
        if not user.is_authenticated:
            return self.none()
        people = get_user_model().objects.visible_to(user)
        return self.filter(learner__in=people.values("pk"))


class Participation(models.Model):
    """Somebody in a session of a programme, whatever courses it is made of.

    ``administration`` is that of the day she came in: reports of a session that is over do not change with
    her career. Who leaves keeps the record: ``withdrawn``, or ``moved`` to ``moved_to`` in a later session.
    """

    class State(models.TextChoices):
        ENROLLED = "enrolled", _("Enrolled")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        MOVED = "moved", _("Moved to a later session")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        "programmes.ProgrammeSession",
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("session"),
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("participant"),
    )
    administration = models.ForeignKey(
        "people.Administration",
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("administration"),
    )
    nomination = models.OneToOneField(
        Nomination, on_delete=models.PROTECT, null=True, blank=True, related_name="participation"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ENROLLED)
    joined_at = models.DateTimeField(_("came in"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    moved_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_from"
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        verbose_name = _("participant of a session")
        verbose_name_plural = _("participants of a session")
        constraints = [
            models.UniqueConstraint(fields=["session", "learner"], name="admissions_once_in_session"),
        ]

    def __str__(self):
        return f"{self.learner_id} in session {self.session_id}"


class ParticipationChangeQuerySet(models.QuerySet):
    def visible_to(self, user) -> ParticipationChangeQuerySet:
        return self.filter(participation__in=Participation.objects.visible_to(user).values("pk"))


class ParticipationChange(models.Model):
    """Came in, left, moved, came back: who, when, in which role, why. Append-only."""

    class Kind(models.TextChoices):
        JOINED = "joined", _("Came in")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        MOVED = "moved", _("Moved to a later session")
        RETURNED = "returned", _("Came back")

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = actor()
    role = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    objects = ParticipationChangeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("change of a participation")
        verbose_name_plural = _("changes of participations")

    def __str__(self):
        return f"{self.participation_id} {self.kind}"
