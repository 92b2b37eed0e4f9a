import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clikc.people.roles import Role


class ReminderRoundQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReminderRoundQuerySet":
        """Those of the administrations ``user`` coordinates."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMIN) or user.has_role(Role.PROGRAMME_MANAGER):
            return self
        return self.filter(administration__in=user.administrations_coordinated)


class ReminderRound(models.Model):
    """Reminders that a coordinator has chosen to send: looked at first, then sent, once.

    ``chosen`` holds the ids of the enrolments, as text; who gets a letter is decided when it is sent.
    ``line`` is what she adds in her own words.
    """

    LONGEST_LINE = 500

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    administration = models.ForeignKey(
        "people.Administration", on_delete=models.CASCADE, related_name="reminder_rounds"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    chosen = models.JSONField(default=list)
    line = models.CharField(_("your own line"), max_length=LONGEST_LINE, blank=True)
    made_at = models.DateTimeField(_("chosen"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    objects = ReminderRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("round of reminders")
        verbose_name_plural = _("rounds of reminders")

    def __str__(self):
        return str(self.pk)


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReminderQuerySet":
        """One's own, and those to people whom ``user`` may list."""
        from django.contrib.auth import get_user_model

        if not user.is_authenticated:
            return self.none()
        return self.filter(person__in=get_user_model().objects.visible_to(user).values("pk"))


class Reminder(models.Model):
    """An officer was reminded of her courses: ``enrolments`` holds their ids, as text."""

    round = models.ForeignKey(ReminderRound, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    enrolments = models.JSONField(default=list)
    at = models.DateTimeField(_("reminded"))

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        indexes = [models.Index(fields=["person", "-at"], name="following_last_reminder")]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="following_once_in_a_round")]

    def __str__(self):
        return f"{self.person_id} in {self.round_id}"
